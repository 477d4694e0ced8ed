import { ExperimentSettingsError, requirePositive } from "../settings.ts";
import { chiSquareSf } from "../special/chi-square.ts";
import { logGamma } from "../special/log-gamma.ts";

export const SRM_THRESHOLD = 0.001;
/** The test says nothing useful below this many exposures. */
const MIN_EXPOSURES = 100;

export interface Srm {
  readonly chi2: number;
  readonly df: number;
  readonly p: number;
  /** p below the threshold. */
  readonly mismatch: boolean;
  /** A mismatch with enough exposures to trust it: no verdict may be given. */
  readonly blocks: boolean;
}

/**
 * Sample ratio mismatch: chi-square goodness of fit of exposures to the weights. Arms with weight 0 drop out.
 * @param weights any positive scale; at least one above 0
 * @throws ExperimentSettingsError for negative or missing weights
 */
export function checkSrm(
  observed: readonly number[],
  weights: readonly number[],
  threshold: number = SRM_THRESHOLD,
): Srm {
  const arms = activeArms(observed, weights);
  const n = arms.reduce((sum, { count }) => sum + count, 0);
  const df = arms.length - 1;
  if (n === 0 || df === 0) return { chi2: 0, df, p: 1, mismatch: false, blocks: false };
  const chi2 = arms.reduce((sum, { count, share }) => sum + (count - n * share) ** 2 / (n * share), 0);
  const p = chiSquareSf(chi2, df);
  return { chi2, df, p, mismatch: p < threshold, blocks: p < threshold && n >= MIN_EXPOSURES };
}

/**
 * Log e-value of a mismatch, valid however often it is looked at: Dirichlet-multinomial against multinomial.
 * Its p-value is min(1, 1/e). Source: Lindon and Malek 2022 with a Dirichlet(C w) prior.
 */
export function logSrmEValue(
  observed: readonly number[],
  weights: readonly number[],
  concentration = 1000,
): number {
  const c = requirePositive("concentration", concentration);
  const arms = activeArms(observed, weights);
  const n = arms.reduce((sum, { count }) => sum + count, 0);
  return arms.reduce(
    (sum, { count, share }) =>
      sum + logGamma(c * share + count) - logGamma(c * share) - count * Math.log(share),
    logGamma(c) - logGamma(c + n),
  );
}

/** Weights of a holdout of `fraction` of the units and of the arms that share the rest. */
export function holdoutWeights(fraction: number, shares: readonly number[]): number[] {
  if (!(fraction >= 0 && fraction < 1)) {
    throw new ExperimentSettingsError("holdout", fraction, "a fraction from 0 to below 1");
  }
  return [fraction, ...shares.map((share) => (1 - fraction) * share)];
}

function activeArms(
  observed: readonly number[],
  weights: readonly number[],
): { count: number; share: number }[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const valid = weights.length === observed.length && weights.every((weight) => weight >= 0);
  if (!valid || !(total > 0) || !Number.isFinite(total)) {
    throw new ExperimentSettingsError("weights", weights, "one weight of 0 or more for each arm, not all 0");
  }
  return weights.flatMap((weight, i) => (weight > 0 ? [{ count: observed[i]!, share: weight / total }] : []));
}
