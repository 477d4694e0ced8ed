import { requireFraction, requirePositive } from "../settings.ts";
import { normalCdf, normalPdf, normalUpperQuantile } from "../special/normal.ts";

/** Normal prior of the lift; `null` is flat. */
export interface NormalPrior {
  readonly mean: number;
  readonly variance: number;
}

/** Lifts beyond about 60 % are rare. */
export const LIFT_PRIOR: NormalPrior = { mean: 0, variance: 0.09 };

export interface GaussianLens {
  readonly mean: number;
  readonly sd: number;
  readonly chanceToWin: number;
  readonly lossControl: number;
  readonly lossTreatment: number;
  readonly interval: readonly [number, number];
}

export interface GaussianOptions {
  readonly prior?: NormalPrior | null;
  readonly level?: number;
  /** Winning is a lower value: chance and losses change sides. */
  readonly lowerIsBetter?: boolean;
}

/**
 * Normal posterior of a lift (or difference) from its estimate and standard error: a lens, no stopping rule.
 * Source: precision-weighted mean; normal loss function mu Phi(mu/sd) + sd phi(mu/sd).
 */
export function gaussianLens(
  estimate: number,
  standardError: number,
  options: GaussianOptions = {},
): GaussianLens {
  const { prior = LIFT_PRIOR, level = 0.95, lowerIsBetter = false } = options;
  const error = requirePositive("standard_error", standardError);
  const { mean, sd } = posterior(estimate, error, prior);
  const half = normalUpperQuantile((1 - requireFraction("ci_level", level)) / 2) * sd;
  const [ifHigher, ifLower] = [normalLoss(mean, sd), normalLoss(-mean, sd)];
  return {
    mean,
    sd,
    chanceToWin: normalCdf((lowerIsBetter ? -mean : mean) / sd),
    lossControl: lowerIsBetter ? ifLower : ifHigher,
    lossTreatment: lowerIsBetter ? ifHigher : ifLower,
    interval: [mean - half, mean + half],
  };
}

/** E[max(X, 0)] of X ~ N(mean, sd^2). */
export function normalLoss(mean: number, sd: number): number {
  // Deep in the lower tail the two terms cancel to less than nothing.
  return Math.max(0, mean * normalCdf(mean / sd) + sd * normalPdf(mean / sd));
}

function posterior(estimate: number, error: number, prior: NormalPrior | null): { mean: number; sd: number } {
  if (prior === null) return { mean: estimate, sd: error };
  const spread = requirePositive("prior.variance", prior.variance);
  const total = spread + error * error;
  // Shares instead of precisions: those overflow for a tiny error.
  const [data, belief] = [spread / total, (error / total) * error];
  return { mean: prior.mean * belief + estimate * data, sd: error * Math.sqrt(data) };
}
