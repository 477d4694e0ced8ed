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

const baselineStats = z.object({
  number_of_samples: z.number().gt(1),
  sum: z.number(),
  sum_squares: z.number().nullish(),
  denominator_sum: z.number().nullish(),
  denominator_sum_squares: z.number().nullish(),
  numerator_denominator_sum_product: z.number().nullish(),
});

export const runningTimeBody = z.object({
  metric_type: z
    .enum(["funnel", "proportion", "retention", "mean", "mean_count", "mean_sum_or_avg", "ratio"])
    .default("funnel"),
  /** Share that converts (0 to 1), or the mean per unit; needed without `baseline_stats`. */
  baseline_value: z.number().nullish(),
  /** What the control has shown, in the place of a baseline and a spread. */
  baseline_stats: baselineStats.nullish(),
  /** Square of `standard_deviation`. */
  variance: z.number().positive().nullish(),
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
  const { number_of_variants: variants } = body;
  const { baseline, spread } = baselineOf(body);
  const comparisons = (variants - 1) * body.primary_metrics;
  const goal = { alpha: plannedAlpha(body.alpha, comparisons), power: body.power };
  const effect = (baseline * body.minimum_detectable_effect) / 100;
  const inflation = body.engine === "fixed" ? 1 : sequentialInflation(goal);
  try {
    const perArm =
      plainSize(body, { baseline, spread, effect }, goal) * inflation * cupedFactor(body.variance_reduction);
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

interface Baseline {
  readonly baseline: number;
  /** Standard deviation per unit. */
  readonly spread: number | null;
}

/** The baseline as it was given or as the control's sums tell it; of a ratio with the delta method's variance. */
function baselineOf({ baseline_stats: stats, ...body }: RunningTimeBody): Baseline {
  const given = body.standard_deviation ?? (body.variance == null ? null : Math.sqrt(body.variance));
  if (!stats) {
    if (body.baseline_value == null) throw invalid("baseline_value", "This field is required.", "required");
    return { baseline: body.baseline_value, spread: given };
  }
  const n = stats.number_of_samples;
  const mean = stats.sum / n;
  const variance = Math.max(0, (stats.sum_squares ?? 0) / n - mean ** 2);
  const below = (stats.denominator_sum ?? 0) / n;
  if (below === 0) return { baseline: mean, spread: given ?? Math.sqrt((variance * n) / (n - 1)) };
  const varianceBelow = (stats.denominator_sum_squares ?? 0) / n - below ** 2;
  const covariance = (stats.numerator_denominator_sum_product ?? 0) / n - mean * below;
  const ratio = mean / below;
  const delta = (variance + ratio ** 2 * varianceBelow - 2 * ratio * covariance) / below ** 2;
  return { baseline: ratio, spread: given ?? Math.sqrt(Math.max(0, delta)) };
}

const SHARES: readonly string[] = ["funnel", "proportion", "retention"];

function plainSize(
  body: RunningTimeBody,
  { baseline, spread, effect }: Baseline & { readonly effect: number },
  goal: { alpha: number; power: number },
): number {
  if (!SHARES.includes(body.metric_type)) {
    if (!spread) throw invalid("standard_deviation", "A mean needs the spread per unit.", "required");
    return meanSampleSize(spread, effect, goal).control;
  }
  if (baseline + effect >= 1) {
    throw invalid(
      "minimum_detectable_effect",
      `A share of ${baseline} can't grow by ${body.minimum_detectable_effect} %: that would be more than everyone.`,
    );
  }
  return proportionSampleSize(baseline, baseline + effect, goal);
}
