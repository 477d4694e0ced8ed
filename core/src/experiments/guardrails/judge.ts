import type { ArmResult } from "../arms/types.ts";
import { inBurnIn } from "../comparison/burn-in.ts";
import type { MetricType } from "../comparison/types.ts";
import type { Theta } from "../cuped/theta.ts";
import { liftOf, liftStandardError } from "../effect/intervals.ts";
import { type Effect, measureEffect } from "../effect/measure.ts";
import { oneSidedMultiplier } from "../engines/asymp-cs.ts";
import { requireNonNegative } from "../settings.ts";

export interface GuardrailOptions {
  readonly metric: MetricType;
  /** Units of the pair at which the bound is tightest: the plan, or the tuning size. */
  readonly nStar: number;
  /** Harm up to this lift is accepted; default 0. */
  readonly margin?: number;
  /** One-sided, without correction; default .05. */
  readonly alpha?: number;
  readonly lowerIsBetter?: boolean;
}

export interface Guardrail {
  readonly status: "harmed" | "safe" | "inconclusive";
  /** Without a positive control mean there is no lift: bounds are then absolute and margin is not used. */
  readonly scale: "relative" | "absolute";
  readonly estimate: number | null;
  readonly standard_error: number | null;
  readonly multiplier: number | null;
  /** One-sided bounds, each valid by itself at every look. */
  readonly lower: number | null;
  readonly upper: number | null;
}

/**
 * Guards a metric: `harmed` when even the good-side bound is harm, `safe` when harm beyond the margin is
 * excluded, else (also during burn-in and with unusable figures) `inconclusive`.
 * Source: one-sided confidence sequence on the lift with its delta-method error.
 */
export function judgeGuardrail(
  control: ArmResult,
  treatment: ArmResult,
  options: GuardrailOptions,
  theta: Theta | null = null,
): Guardrail {
  const { metric, nStar, alpha = 0.05, lowerIsBetter = false } = options;
  const margin = requireNonNegative("margin", options.margin ?? 0);
  if (!control.ok || !treatment.ok || Math.min(control.arm.n, treatment.arm.n) < 2) return UNKNOWN;
  const effect = measureEffect(control.arm, treatment.arm, theta);
  const { scale, estimate, error } = scaled(effect);
  if (error === 0) return { ...UNKNOWN, scale, estimate, standard_error: 0 };
  const multiplier = oneSidedMultiplier(effect.n, alpha, nStar);
  const [lower, upper] = [estimate - multiplier * error, estimate + multiplier * error];
  // Seen from the good side: how bad at worst, how good at best.
  const [worst, best] = lowerIsBetter ? [-upper, -lower] : [lower, upper];
  const accepted = scale === "relative" ? margin : 0;
  const settled = best < 0 ? "harmed" : worst >= -accepted ? "safe" : "inconclusive";
  const status = inBurnIn(control.arm, treatment.arm, metric) ? "inconclusive" : settled;
  return { status, scale, estimate, standard_error: error, multiplier, lower, upper };
}

const UNKNOWN: Guardrail = {
  status: "inconclusive",
  scale: "relative",
  estimate: null,
  standard_error: null,
  multiplier: null,
  lower: null,
  upper: null,
};

function scaled(effect: Effect): { scale: Guardrail["scale"]; estimate: number; error: number } {
  const [lift, error] = [liftOf(effect), liftStandardError(effect)];
  if (effect.baseline > 0 && lift !== null && error !== null)
    return { scale: "relative", estimate: lift, error };
  return { scale: "absolute", estimate: effect.estimate, error: effect.standardError };
}
