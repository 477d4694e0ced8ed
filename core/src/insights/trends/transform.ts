import type { TrendsPlan } from "./plan.ts";
import { accumulate, smooth } from "./smooth.ts";
import type { SeriesData } from "./table.ts";

/** Multipliers, running totals and moving averages of a series, in that order; formulas come after them. */
export function transformed(plan: TrendsPlan, series: number, item: SeriesData): SeriesData {
  const multiplier = plan.query.series[series]?.math_multiplier ?? 1;
  let data = multiplier === 1 ? item.data : item.data.map((value) => value * multiplier);
  if (plan.mode === "cumulative") data = accumulate(data);
  if (plan.mode !== "total" && plan.smoothing > 1) data = smooth(data, plan.smoothing);
  return { ...item, data };
}
