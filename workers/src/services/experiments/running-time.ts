import {
  cupedFactor,
  meanSampleSize,
  plannedAlpha,
  proportionSampleSize,
  sequentialInflation,
} from "@edgewise/core/experiments/plan/sample-size.ts";
import { ExperimentSettingsError } from "@edgewise/core/experiments/settings.ts";
import * as z from "zod";
import { invalid } from "../../http/errors.ts";

export const runningTimeBody = z.object({
  metric_type: z.enum(["funnel", "proportion", "retention", "mean", "ratio"]).default("funnel"),
  /** Share that converts (0 to 1), or the mean per unit. */
  baseline_value: z.number(),
  /** Spread per unit; needed for means and ratios. */
  standard_deviation: z.number().positive().nullish(),
  /** Smallest lift worth finding, in percent of the baseline. */
  minimum_detectable_effect: z.number().positive(),
  number_of_variants: z.int().min(2).max(20).default(2),
  /** Units that come a day, over all variants. */
  exposure_rate_per_day: z.number().min(0).nullish(),
  primary_metrics: z.int().min(1).max(100).default(1),
  /** Share of variance that the time before exposure explains. */
  variance_reduction: z.number().min(0).max(0.95).default(0),
  engine: z.enum(["planned_sequential", "fixed"]).default("planned_sequential"),
  alpha: z.number().gt(0).lt(0.5).default(0.05),
  power: z.number().gt(0.5).lt(1).default(0.8),
});
export type RunningTimeBody = z.output<typeof runningTimeBody>;

export interface RunningTime {
  /** Units over all variants. */
  readonly recommended_sample_size: number;
  readonly units_per_variant: number;
  /** Days; null without a rate. */
  readonly recommended_running_time: number | null;
  /** What looking whenever one likes costs, as a factor. */
  readonly sequential_inflation: number;
}

/** Units and days that an experiment needs to find an effect. Throws with the faulty field. */
export function runningTime(body: RunningTimeBody): RunningTime {
  const { baseline_value: baseline, number_of_variants: variants } = body;
  const comparisons = (variants - 1) * body.primary_metrics;
  const goal = { alpha: plannedAlpha(body.alpha, comparisons), power: body.power };
  const effect = (baseline * body.minimum_detectable_effect) / 100;
  const inflation = body.engine === "fixed" ? 1 : sequentialInflation(goal);
  try {
    const perArm = plainSize(body, effect, goal) * inflation * cupedFactor(body.variance_reduction);
    const units = Math.ceil(perArm);
    const total = units * variants;
    const rate = body.exposure_rate_per_day ?? 0;
    return {
      recommended_sample_size: total,
      units_per_variant: units,
      recommended_running_time: rate > 0 ? Math.ceil((total / rate) * 10) / 10 : null,
      sequential_inflation: inflation,
    };
  } catch (error) {
    if (error instanceof ExperimentSettingsError) throw invalid("baseline_value", error.message);
    throw error;
  }
}

function plainSize(body: RunningTimeBody, effect: number, goal: { alpha: number; power: number }): number {
  const { metric_type: type, baseline_value: baseline, standard_deviation: sd } = body;
  if (type === "mean" || type === "ratio") {
    if (sd == null) throw invalid("standard_deviation", "A mean needs the spread per unit.", "required");
    return meanSampleSize(sd, effect, goal).control;
  }
  if (baseline + effect >= 1) {
    throw invalid(
      "minimum_detectable_effect",
      `A share of ${baseline} can't grow by ${body.minimum_detectable_effect} %: that would be more than everyone.`,
    );
  }
  return proportionSampleSize(baseline, baseline + effect, goal);
}
