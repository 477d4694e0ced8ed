import type { Arm, ArmResult } from "../../experiments/arms/types.ts";
import { inBurnIn } from "../../experiments/comparison/burn-in.ts";
import type { MetricType } from "../../experiments/comparison/types.ts";
import { fiellerInterval, liftOf, symmetricInterval } from "../../experiments/effect/intervals.ts";
import { type Effect, measureEffect } from "../../experiments/effect/measure.ts";
import { oneSidedMultiplier } from "../../experiments/engines/asymp-cs.ts";
import type { GuardResult, GuardStatus } from "../look.ts";
import type { Margin } from "../schema.ts";

export interface GuardOptions {
  readonly type: MetricType;
  readonly margin: Margin;
  readonly lowerIsBetter: boolean;
  /** This guard-rail's share of the error level, at this step. */
  readonly alpha: number;
  /** Share of people who have the flag, 0 to 1. */
  readonly share: number;
  readonly minUnits: number;
}

/** Units of the smaller side at which bounds are tightest: early, since harm is to be found early. */
const TUNED_UNITS = 500;

type Figures = Omit<GuardResult, "uuid" | "name" | "error" | "unit">;

/**
 * Judges one guard-rail at one look: `harmed` when even the good-side bound is beyond the margin, `safe` when the
 * bad-side bound is within it. The contrast is linear in both means (on - (1 + m) off), so tiny control figures can't
 * hide an enormous harm as they do on the scale of lifts.
 * Source: one-sided confidence sequence of STATS.md 7, Fieller's contrast of STATS.md 4.
 */
export function judgeGuard(off: ArmResult, on: ArmResult, options: GuardOptions): Figures {
  const { alpha, minUnits, share } = options;
  const units = { off: off.ok ? off.arm.n : 0, on: on.ok ? on.arm.n : 0 };
  const blank = { ...BLANK, units, alpha };
  if (!off.ok || !on.ok) return blank;
  if (Math.min(units.off, units.on) < 2) return withPoint(blank, off.arm, on.arm);
  const effect = measureEffect(off.arm, cautious(on.arm, off.arm));
  const multiplier = oneSidedMultiplier(effect.n, alpha, TUNED_UNITS / Math.min(share, 1 - share));
  const figures: Figures = {
    ...withPoint(blank, off.arm, on.arm),
    interval:
      effect.standardError > 0 ? symmetricInterval(effect.estimate, effect.standardError, multiplier) : null,
    relative_interval: effect.baseline > 0 ? fiellerInterval(effect, multiplier) : null,
    multiplier,
  };
  if (Math.min(units.off, units.on) < minUnits) return figures;
  // Few conversions among enough people are no reason to wait: there is no error to speak of.
  const status = inBurnIn(off.arm, on.arm, options.type) ? "watching" : settle(effect, multiplier, options);
  return { ...figures, status };
}

/** Few people without a single conversion have no spread at all: it is never taken for less than the others'. */
function cautious(on: Arm, off: Arm): Arm {
  return { ...on, variance: Math.max(on.variance, off.variance) };
}

function settle(effect: Effect, multiplier: number, { margin, lowerIsBetter }: GuardOptions): GuardStatus {
  const sign = lowerIsBetter ? 1 : -1;
  const factor = margin.scale === "relative" ? 1 + sign * margin.value : 1;
  const slack = margin.scale === "absolute" ? sign * margin.value : 0;
  const beyond = sign * (effect.treatment - factor * effect.baseline - slack);
  const error = Math.sqrt(effect.treatmentVariance + factor * factor * effect.baselineVariance);
  if (error === 0) return beyond > 0 ? "harmed" : "safe";
  if (beyond > multiplier * error) return "harmed";
  return beyond <= -multiplier * error ? "safe" : "watching";
}

const BLANK = {
  status: "too_little_data",
  off: null,
  on: null,
  estimate: null,
  interval: null,
  lift: null,
  relative_interval: null,
  multiplier: null,
} as const;

function withPoint(blank: Figures, off: Arm, on: Arm): Figures {
  if (off.n === 0 || on.n === 0)
    return { ...blank, off: off.n > 0 ? off.mean : null, on: on.n > 0 ? on.mean : null };
  const estimate = on.mean - off.mean;
  const lift = off.mean > 0 ? liftOf({ estimate, baseline: off.mean }) : null;
  return { ...blank, off: off.mean, on: on.mean, estimate, lift };
}
