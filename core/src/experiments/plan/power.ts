import { requireFraction, requireNonNegative, requirePositive } from "../settings.ts";
import { bisect } from "../special/bisect.ts";
import { normalCdf, normalUpperQuantile } from "../special/normal.ts";
import { meanSampleSize, type PowerGoal, proportionSampleSize } from "./sample-size.ts";

/**
 * Power of rejecting when |z| > multiplier: Phi(delta/SE - c) + Phi(-delta/SE - c). A sequential engine has a
 * larger multiplier; inflating the standard error instead overstates its power.
 */
export function power(delta: number, standardError: number, multiplier: number): number {
  const z = delta / requirePositive("standard_error", standardError);
  const c = requireNonNegative("multiplier", multiplier);
  return normalCdf(z - c) + normalCdf(-z - c);
}

/**
 * Smallest absolute rise of a proportion that `n` units per arm find with the wanted power; null when even a
 * rise to certainty is not enough. By root finding, since the variance moves with the effect.
 */
export function proportionMde(baseline: number, n: number, goal: PowerGoal): number | null {
  requireFraction("baseline", baseline);
  requirePositive("n", n);
  const largest = (1 - baseline) * (1 - 1e-9);
  const missing = (delta: number) => proportionSampleSize(baseline, baseline + delta, goal) - n;
  if (missing(largest) > 0) return null;
  // Scaled by delta^2 the sample size is a smooth curve, and starts above 0.
  return bisect(
    (delta) => n - proportionSampleSize(baseline, baseline + delta, goal),
    largest * 1e-9,
    largest,
  );
}

/** Smallest absolute difference of means that `n` units per arm find: n solves the sample size formula. */
export function meanMde(sd: number, n: number, goal: PowerGoal): number {
  return Math.sqrt(meanSampleSize(sd, 1, goal).control / requirePositive("n", n));
}

/** Two-sided critical |z| of a single look. */
export function fixedMultiplier(alpha: number): number {
  return normalUpperQuantile(requireFraction("alpha", alpha) / 2);
}
