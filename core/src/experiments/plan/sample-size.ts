import { DEFAULT_WEIGHT } from "../engines/planned-sequential.ts";
import { ExperimentSettingsError, requireFraction, requirePositive } from "../settings.ts";
import { normalUpperQuantile } from "../special/normal.ts";

export interface PowerGoal {
  /** Two-sided. */
  readonly alpha: number;
  readonly power: number;
}

/** Which variance a calculator assumes; `unpooled` is the one of the test that is run. */
export type ProportionVariance = "unpooled" | "pooled" | "baseline";

/**
 * Units per arm, not rounded, to find a change of a proportion from p1 to p2.
 * Source: unpooled (z_(1-a/2)+z_pow)^2 [p1q1+p2q2]/d^2; the others z_(1-a/2) sqrt(2 v) + z_pow sqrt(p1q1+p2q2)
 * with v = pq at the mean (R power.prop.test) or at the baseline (Evan Miller's calculator).
 * @throws ExperimentSettingsError when p1 equals p2 or one is not between 0 and 1
 */
export function proportionSampleSize(
  p1: number,
  p2: number,
  goal: PowerGoal,
  variance: ProportionVariance = "unpooled",
): number {
  requireFraction("baseline", p1);
  requireFraction("treatment", p2);
  if (p1 === p2) throw new ExperimentSettingsError("treatment", p2, "a value other than the baseline");
  const [zAlpha, zPower] = quantiles(goal);
  const both = p1 * (1 - p1) + p2 * (1 - p2);
  const middle = (p1 + p2) / 2;
  const underNull = { unpooled: both, pooled: 2 * middle * (1 - middle), baseline: 2 * p1 * (1 - p1) }[
    variance
  ];
  return (zAlpha * Math.sqrt(underNull) + zPower * Math.sqrt(both)) ** 2 / (p2 - p1) ** 2;
}

/**
 * Units of control and treatment, not rounded, to find a difference `delta` of means with spread `sd`.
 * @param ratio treatment units per control unit
 */
export function meanSampleSize(
  sd: number,
  delta: number,
  goal: PowerGoal,
  ratio = 1,
): { readonly control: number; readonly treatment: number } {
  const [zAlpha, zPower] = quantiles(goal);
  const scale = (requirePositive("sd", sd) / requirePositive("delta", Math.abs(delta))) ** 2;
  const control = (1 + 1 / requirePositive("ratio", ratio)) * scale * (zAlpha + zPower) ** 2;
  return { control, treatment: control * ratio };
}

/** Extra units per arm that a t-test needs over the normal formula: z_(1-a/2)^2 / 4 (Guenther 1981). */
export function tCorrection({ alpha }: PowerGoal): number {
  return normalUpperQuantile(requireFraction("alpha", alpha) / 2) ** 2 / 4;
}

/** Factor on the sample for the default engine's price of looking: 1.279 at alpha .05, power .8. */
export function sequentialInflation({ alpha, power }: PowerGoal, weight = DEFAULT_WEIGHT): number {
  const [zAlpha, zPower] = quantiles({ alpha, power });
  return (
    ((normalUpperQuantile((requireFraction("weight", weight) * alpha) / 4) + zPower) / (zAlpha + zPower)) ** 2
  );
}

/** Factor on the sample with CUPED: 1 - expected variance reduction (0 to below 1). */
export function cupedFactor(varianceReduction: number): number {
  if (varianceReduction >= 0 && varianceReduction < 1) return 1 - varianceReduction;
  throw new ExperimentSettingsError("variance_reduction", varianceReduction, "a share from 0 to below 1");
}

/** Alpha of one comparison when several primary ones are planned (Bonferroni). */
export function plannedAlpha(alpha: number, comparisons: number): number {
  return requireFraction("alpha", alpha) / Math.max(1, comparisons);
}

function quantiles({ alpha, power }: PowerGoal): readonly [number, number] {
  return [
    normalUpperQuantile(requireFraction("alpha", alpha) / 2),
    normalUpperQuantile(1 - requireFraction("power", power)),
  ];
}
