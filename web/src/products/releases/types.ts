import type { ReleaseLook } from "@edgewise/core/releases/look.ts";
import type { GuardMetricInput, Margin, Stage } from "@edgewise/core/releases/schema.ts";
import type { UserBasic } from "@/lib/api/types";

export type ReleaseState = "running" | "paused" | "rolled_back" | "completed" | "superseded" | "ended";

/** A guard-rail as the API stores it. */
export interface Guard {
  readonly uuid: string;
  readonly name: string;
  readonly metric: GuardMetricInput;
  readonly margin: Margin;
}

export interface ReleaseSettings {
  readonly guards: readonly Guard[];
  readonly alpha: number;
  readonly min_units: number;
  readonly exposure: "called" | "carried";
  readonly filter_test_accounts: boolean;
  readonly wait_for: "time" | "data" | "safe";
  readonly hold_when_blind: boolean;
  readonly roll_back_to: "start" | "previous_stage";
}

export interface Release {
  readonly id: string;
  readonly environment_id: number;
  readonly flag: { readonly id: number; readonly key: string; readonly name: string };
  readonly condition: number;
  /** Groups of this type are compared; null: persons. */
  readonly group_type_index: number | null;
  readonly state: ReleaseState;
  readonly stages: readonly Stage[];
  readonly stage: number;
  readonly stage_started_at: string;
  readonly next_at: string | null;
  readonly is_guarded: boolean;
  readonly settings: ReleaseSettings;
  readonly notify: { readonly emails: readonly string[]; readonly webhooks: readonly string[] };
  readonly before: { readonly active: boolean; readonly rollout_percentage: number };
  readonly hold: string | null;
  readonly reason: string | null;
  readonly look: ReleaseLook | null;
  readonly looked_at: string | null;
  /** Looks at the present step; only where one release is asked for. */
  readonly trail?: readonly ReleaseLook[];
  readonly created_by: UserBasic | null;
  readonly created_at: string;
  readonly ended_at: string | null;
}

export interface ReleaseEntry {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
  readonly user: UserBasic | null;
  readonly created_at: string;
}

export type ReleaseAction =
  | "pause"
  | "unpause"
  | "advance"
  | "roll_back"
  | "disable_guard"
  | "enable_guard"
  | "end"
  | "resume"
  | "check";
