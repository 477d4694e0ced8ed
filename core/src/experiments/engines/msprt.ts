import { requireFraction, requirePositive } from "../settings.ts";
import { eValueToP } from "./asymp-cs.ts";

export interface Msprt {
  readonly logLikelihoodRatio: number;
  readonly pValue: number;
  /** Half-width on the scale of the estimate. */
  readonly halfWidth: number;
}

/**
 * Mixture sequential probability ratio test with a fixed prior spread `tau` (scale of the estimate).
 * Kept to compare with other tools; not an engine of its own.
 * Source: Johari et al., ln E = ln(V/(V+tau^2))/2 + tau^2 D^2 / (2V(V+tau^2)).
 */
export function judgeMsprt(estimate: number, standardError: number, tau: number, alpha: number): Msprt {
  const v = requirePositive("standard_error", standardError) ** 2;
  const spread = requirePositive("tau", tau) ** 2;
  const logShrink = Math.log(v / (v + spread)) / 2;
  const logLikelihoodRatio = logShrink + (spread * estimate * estimate) / (2 * v * (v + spread));
  const needed = -Math.log(requireFraction("alpha", alpha)) - logShrink;
  return {
    logLikelihoodRatio,
    pValue: eValueToP(logLikelihoodRatio),
    halfWidth: Math.sqrt((2 * v * (v + spread) * needed) / spread),
  };
}
