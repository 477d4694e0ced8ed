import type { Effect } from "./measure.ts";

export type Interval = readonly [low: number, high: number];

/** estimate -+ multiplier * SE. */
export function symmetricInterval(estimate: number, standardError: number, multiplier: number): Interval {
  return [estimate - multiplier * standardError, estimate + multiplier * standardError];
}

/** estimate / control mean with the sign of the control mean; null when that is (all but) 0. */
export function liftOf({ estimate, baseline }: Pick<Effect, "estimate" | "baseline">): number | null {
  const lift = estimate / baseline;
  return Number.isFinite(lift) ? lift : null;
}

/**
 * Fieller interval of the lift: { r : (D - rB)^2 <= c^2 (v0 + 2 r v1 + r^2 v2) }. It contains 0 exactly
 * when the absolute interval does. Null when the control mean is not distinguishable from 0.
 * Source: Fieller 1954, closed form with the covariance of difference and baseline.
 */
export function fiellerInterval(effect: Effect, multiplier: number): Interval | null {
  const { estimate, baseline, standardError } = effect;
  const square = multiplier * multiplier;
  const a = baseline * baseline - square * effect.baselineVariance;
  const b = estimate * baseline + square * effect.baselineCovariance;
  const d = estimate * estimate - square * standardError * standardError;
  if (!(a > 0)) return null;
  const root = Math.sqrt(Math.max(0, b * b - a * d));
  const [low, high] = [(b - root) / a, (b + root) / a];
  return Number.isFinite(low) && Number.isFinite(high) ? [low, high] : null;
}

/**
 * Standard error of the lift by the delta method; null when the control mean is 0. Only for the Gaussian
 * posterior, guardrail bounds and power: as a test it disagrees with the absolute one.
 */
export function liftStandardError(effect: Effect): number | null {
  const { baseline, adjustment } = effect;
  if (baseline === 0) return null;
  const q = effect.treatmentRaw / baseline;
  const { theta, preVariance, covariance } = adjustment;
  const control = effect.baselineVariance * q * q - 2 * theta * q * covariance + theta * theta * preVariance;
  const error = Math.sqrt(Math.max(0, effect.treatmentVariance + control)) / Math.abs(baseline);
  return Number.isFinite(error) ? error : null;
}
