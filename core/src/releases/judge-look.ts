import type { ArmResult } from "../experiments/arms/types.ts";
import type { MetricType } from "../experiments/comparison/types.ts";
import type { GuardResult, LookVerdict, ReleaseLook } from "./look.ts";
import { type Guard, type GuardSettings, lowerIsBetter, type Stage, unitOf } from "./schema.ts";
import { judgedStages } from "./stages.ts";
import { checkSplit } from "./stats/check-split.ts";
import { judgeGuard } from "./stats/judge-guard.ts";

/** A guard-rail as measured, or why it could not be. */
export type Measured =
  | { readonly ok: true; readonly type: MetricType; readonly off: ArmResult; readonly on: ArmResult }
  | { readonly ok: false; readonly error: string };

export interface LookInput {
  /** ISO 8601. */
  readonly at: string;
  readonly stages: readonly Stage[];
  readonly stage: number;
  readonly settings: GuardSettings;
  /** By the last value each person saw, those who saw both included. */
  readonly lastSeen: { readonly off: number; readonly on: number };
  readonly exposures: { readonly off: number; readonly on: number };
  readonly switched: number;
  /** Share that should have the flag, 0 to 1; null = nobody can say. */
  readonly expectedShare: number | null;
  /** In the order of the settings' guards. */
  readonly measured: readonly Measured[];
}

/**
 * Judges a look at a step. The error level is the whole release's: it is divided by the steps that are judged and by the
 * guard-rails (union bound; for «any of them» Holm's first step is the same).
 */
export function judgeLook(input: LookInput): ReleaseLook {
  const { stages, settings, exposures, lastSeen, expectedShare } = input;
  const stage = stages[input.stage]!;
  const alpha = settings.alpha / (judgedStages(stages) * settings.guards.length);
  const share = (stage.rollout_percentage || 50) / 100;
  const guards = settings.guards.map((guard, index) =>
    resultOf(guard, input.measured[index]!, { alpha, share, minUnits: settings.min_units }),
  );
  const split = checkSplit(lastSeen, expectedShare);
  const verdict = split?.blocks ? "untrustworthy" : verdictOf(guards);
  return {
    at: input.at,
    stage: input.stage,
    verdict,
    detail: detailOf(verdict, input, guards),
    exposures,
    switched: input.switched,
    split,
    guards,
    query: null,
  };
}

function resultOf(
  guard: Guard,
  measured: Measured,
  options: { readonly alpha: number; readonly share: number; readonly minUnits: number },
): GuardResult {
  const { margin } = guard;
  const own = { uuid: guard.uuid, name: guard.name, unit: unitOf(guard.metric) };
  if (!measured.ok)
    return { ...NOTHING, ...own, alpha: options.alpha, status: "failed", error: measured.error };
  const { off, on, type } = measured;
  const fault = [off, on].find((arm) => !arm.ok);
  const judged = judgeGuard(off, on, { ...options, type, margin, lowerIsBetter: lowerIsBetter(guard) });
  const error = fault && !fault.ok ? FAULTS[fault.status] : null;
  return { ...judged, ...own, error };
}

const FAULTS = {
  invalid_statistics: "Its figures contradict each other.",
  denominator_zero: "Nothing was counted in its denominator yet.",
} as const;

const NOTHING = {
  units: { off: 0, on: 0 },
  off: null,
  on: null,
  estimate: null,
  interval: null,
  lift: null,
  relative_interval: null,
  multiplier: null,
} as const;

function verdictOf(guards: readonly GuardResult[]): LookVerdict {
  const has = (status: GuardResult["status"]) => guards.some((guard) => guard.status === status);
  if (has("harmed")) return "harmed";
  if (has("too_little_data")) return "too_little_data";
  if (guards.every(({ status }) => status === "safe")) return "safe";
  return guards.every(({ status }) => status === "failed") ? "unavailable" : "watching";
}

function detailOf(verdict: LookVerdict, input: LookInput, guards: readonly GuardResult[]): string | null {
  const { exposures, settings, expectedShare, lastSeen } = input;
  if (verdict === "untrustworthy") {
    const seen = (100 * lastSeen.on) / Math.max(1, lastSeen.on + lastSeen.off);
    const should = 100 * (expectedShare ?? 0);
    return `${percent(seen)} of the people seen have the flag, ${percent(should)} should: the sides can't be compared.`;
  }
  if (verdict !== "too_little_data") return null;
  const { off, on } = exposures;
  const least = settings.min_units;
  const short = guards.find(({ status }) => status === "too_little_data");
  if (short && Math.min(off, on) >= least)
    return `"${short.name}" was measured for ${short.units.on} people with the flag and ${short.units.off} without: a verdict needs ${least} each.`;
  return `A verdict needs ${least} people with the flag and as many without: there are ${on} and ${off}.`;
}

const percent = (value: number): string => `${Math.round(value * 10) / 10} %`;
