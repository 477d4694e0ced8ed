import type { Arm } from "../arms/types.ts";

export interface Theta {
  readonly theta: number;
  /** Mean of the pre-period metric over all units of all arms: the centre of the displayed means. */
  readonly preMean: number;
  /** The pre-period has no variance: theta is 0 and nothing is adjusted. */
  readonly noPreVariance: boolean;
}

/**
 * One theta for all arms: sum (n_k-1) cov_k / sum (n_k-1) s2_k(X), the OLS slope of y ~ arm + x.
 * Null when an arm has no pre-period. Source: Deng et al. 2013 (CUPED), within-arm pooled.
 */
export function pooledTheta(arms: readonly Arm[]): Theta | null {
  let [covariance, variance, units, total] = [0, 0, 0, 0];
  for (const { n, pre } of arms) {
    if (pre === undefined) return null;
    if (n === 0) continue;
    covariance += (n - 1) * pre.covariance;
    variance += (n - 1) * pre.variance;
    units += n;
    total += n * pre.mean;
  }
  const preMean = units === 0 ? 0 : total / units;
  if (variance === 0) return { theta: 0, preMean, noPreVariance: true };
  return { theta: covariance / variance, preMean, noPreVariance: false };
}

/** Variance of Y - theta X per unit, never below 0. */
export function adjustedVariance({ variance, pre }: Arm, theta: number): number {
  if (pre === undefined || theta === 0) return variance;
  return Math.max(0, variance - 2 * theta * pre.covariance + theta * theta * pre.variance);
}

/** Share of the variance that CUPED removes, null when there is none to remove. */
export function varianceReduction(arm: Arm, theta: number): number | null {
  return arm.variance === 0 ? null : 1 - adjustedVariance(arm, theta) / arm.variance;
}
