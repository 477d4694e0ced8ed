import { samplingFactor, scaledValue } from "../nodes/sampling.ts";
import type { TrendsPlan } from "./plan.ts";
import { accumulate, smooth } from "./smooth.ts";
import type { SeriesData } from "./table.ts";

/** Estimates from a sample, multipliers, running totals and moving averages of a series, in that order; formulas come after them. */
export function transformed(plan: TrendsPlan, series: number, item: SeriesData): SeriesData {
  const multiplier = plan.query.series[series]?.math_multiplier ?? 1;
  const factor = samplingFactor(plan.query);
  const math = plan.query.series[series]?.math;
  let data = item.data;
  if (factor !== 1) data = data.map((value) => scaledValue(value, math, factor));
  if (multiplier !== 1) data = data.map((value) => value * multiplier);
  if (plan.mode === "cumulative") data = accumulate(data);
  if (plan.mode !== "total" && plan.smoothing > 1) data = smooth(data, plan.smoothing);
  return { ...item, data };
}
