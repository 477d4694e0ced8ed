import type { JsonObject } from "../events/types.ts";
import type { Interval } from "../experiments/effect/intervals.ts";
import type { Unit } from "./schema.ts";

export type GuardStatus =
  /** Harm beyond the margin is proven. */
  | "harmed"
  /** Harm beyond the margin is excluded. */
  | "safe"
  /** Neither, so far. */
  | "watching"
  | "too_little_data"
  /** The metric can't be computed. */
  | "failed";

/** One guard-rail at one look. */
export interface GuardResult {
  readonly uuid: string;
  readonly name: string;
  readonly status: GuardStatus;
  readonly unit: Unit;
  readonly units: { readonly off: number; readonly on: number };
  readonly off: number | null;
  readonly on: number | null;
  /** on - off. */
  readonly estimate: number | null;
  /** Both bounds one-sided, each valid at every look at its share of the error level. */
  readonly interval: Interval | null;
  readonly lift: number | null;
  readonly relative_interval: Interval | null;
  /** Of `interval`, in standard errors. */
  readonly multiplier: number | null;
  readonly alpha: number;
  readonly error: string | null;
}

export interface SplitCheck {
  /** Share that should have the flag. */
  readonly expected: number;
  readonly observed: number;
  readonly p: number;
  readonly blocks: boolean;
}

export type LookVerdict =
  | "harmed"
  | "untrustworthy"
  | "too_little_data"
  | "watching"
  | "safe"
  | "unavailable";

/** What one look at a step found. */
export interface ReleaseLook {
  /** ISO 8601. */
  readonly at: string;
  readonly stage: number;
  readonly verdict: LookVerdict;
  /** Why there is no verdict, in words. */
  readonly detail: string | null;
  readonly exposures: { readonly off: number; readonly on: number };
  /** People seen on both sides: left out. */
  readonly switched: number;
  /** Null: nobody can say what the split should be. */
  readonly split: SplitCheck | null;
  readonly guards: readonly GuardResult[];
  readonly query: JsonObject | null;
}

/** A look that found nothing out. */
export function blindLook(at: string, stage: number, detail: string): ReleaseLook {
  return {
    at,
    stage,
    verdict: "unavailable",
    detail,
    exposures: { off: 0, on: 0 },
    switched: 0,
    split: null,
    guards: [],
    query: null,
  };
}
