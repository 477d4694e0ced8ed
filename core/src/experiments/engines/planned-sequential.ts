import { requireFraction, requirePositive } from "../settings.ts";
import { normalSf, normalUpperQuantile } from "../special/normal.ts";
import { eValueToP, logEValue, mixtureMultiplier, mixtureVariance, P_FLOOR } from "./asymp-cs.ts";
import type { Judgement, Look, PlannedSequentialSettings } from "./types.ts";

export const DEFAULT_WEIGHT = 0.8;
/** A first look at most this far past the plan counts as exactly at plan. */
const OVERSHOOT = 1.1;

export interface PlannedJudgement extends Judgement {
  /** null after the plan: that part is spent. */
  readonly obfMultiplier: number | null;
  readonly csMultiplier: number;
  readonly informationFraction: number;
}

/**
 * The default engine: continuous O'Brien-Fleming up to the planned sample with `weight` of alpha, and a
 * confidence-sequence reserve with the rest that stays valid afterwards; the narrower of the two (union bound).
 * Source: reflection principle P(max B >= x) <= 4(1-Phi(x)); reserve as `judgeAsympCs` with n* = plan.
 */
export function judgePlannedSequential(look: Look, settings: PlannedSequentialSettings): PlannedJudgement {
  const alpha = requireFraction("alpha", settings.alpha);
  const weight = requireFraction("weight", settings.weight ?? DEFAULT_WEIGHT);
  const informationFraction = look.n / requirePositive("n_planned", settings.nPlanned);
  const overshoot = settings.firstLookAtPlan === true && informationFraction <= OVERSHOOT;
  const t = overshoot ? Math.min(1, informationFraction) : informationFraction;

  const reserve = (1 - weight) * alpha;
  const k = look.n * mixtureVariance(reserve, settings.nPlanned);
  const csMultiplier = mixtureMultiplier(reserve, k);
  const csP = eValueToP(logEValue(look.z, k), 1 / (1 - weight));
  if (t > 1) {
    return { multiplier: csMultiplier, pValue: csP, informationFraction, obfMultiplier: null, csMultiplier };
  }
  const obfMultiplier = obfCriticalZ(t, weight * alpha);
  return {
    multiplier: Math.min(obfMultiplier, csMultiplier),
    pValue: Math.max(P_FLOOR, Math.min(obfP(look.z, t) / weight, csP)),
    informationFraction,
    obfMultiplier,
    csMultiplier,
  };
}

/** Critical |z| of the continuous O'Brien-Fleming boundary at information fraction 0 < t <= 1. */
export function obfCriticalZ(t: number, alpha: number): number {
  return normalUpperQuantile(alpha / 4) / Math.sqrt(t);
}

/** p-value of the continuous O'Brien-Fleming boundary: 4(1 - Phi(|z| sqrt t)), at most 1. */
export function obfP(z: number, t: number): number {
  return Math.min(1, 4 * normalSf(Math.abs(z) * Math.sqrt(t)));
}
