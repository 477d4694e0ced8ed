import { requireFraction, requirePositive } from "../settings.ts";
import type { AsympCsSettings, Judgement, Look } from "./types.ts";

/** No p-value below this leaves the module. */
export const P_FLOOR = 1e-300;

/**
 * Mixture variance rho^2 that makes the sequence tightest at `nStar`.
 * Source: Waudby-Smith et al. (Time-uniform central limit theory), eq. 161.
 */
export function mixtureVariance(alpha: number, nStar: number): number {
  const logAlpha = Math.log(requireFraction("alpha", alpha));
  return (-2 * logAlpha + Math.log(1 - 2 * logAlpha)) / requirePositive("n_star", nStar);
}

/** Half-width in standard errors at n units: sqrt((k+1)/k ln((k+1)/alpha^2)), k = n rho^2 > 0. */
export function mixtureMultiplier(alpha: number, k: number): number {
  return Math.sqrt(((k + 1) / k) * (Math.log1p(k) - 2 * Math.log(alpha)));
}

/** Log of the e-value of a look: k z^2 / (2(k+1)) - ln(1+k)/2; never overflows. */
export function logEValue(z: number, k: number): number {
  return (k * z * z) / (2 * (k + 1)) - Math.log1p(k) / 2;
}

/** min(1, scale / e-value), not below the floor. */
export function eValueToP(logE: number, scale = 1): number {
  return Math.max(P_FLOOR, Math.min(1, scale * Math.exp(-logE)));
}

/** Asymptotic confidence sequence: valid at every look, before and after any plan. */
export function judgeAsympCs({ z, n }: Look, { alpha, nStar }: AsympCsSettings): Judgement {
  const k = n * mixtureVariance(alpha, nStar);
  return {
    multiplier: mixtureMultiplier(alpha, k),
    pValue: eValueToP(logEValue(z, k)),
    informationFraction: null,
  };
}

/**
 * One-sided multiplier of the same sequence, for guardrail bounds.
 * Source: Waudby-Smith et al., one-sided sequence, as in gbstats (SequentialOneSidedTreatmentGreaterTTest); rho from eq. 161 at 2 alpha.
 */
export function oneSidedMultiplier(n: number, alpha: number, nStar: number): number {
  const k = n * mixtureVariance(2 * requireFraction("alpha", alpha), nStar);
  return Math.sqrt(((2 * (k + 1)) / k) * Math.log1p(Math.sqrt(k + 1) / (2 * alpha)));
}
