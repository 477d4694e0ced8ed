export type ReasonCode =
  | "super_condition_value"
  | "holdout_condition_value"
  | "condition_match"
  | "out_of_rollout_bound"
  | "no_condition_match"
  | "no_group_type"
  | "flag_disabled"
  | "missing_dependency";

export interface Reason {
  readonly code: ReasonCode;
  readonly condition_index: number | null;
  readonly description: string;
}

/** The answer for one flag. Immutable and shared between requests: one object per flag and outcome. */
export interface FlagResult {
  readonly key: string;
  readonly id: number;
  readonly version: number;
  readonly hasExperiment: boolean;
  readonly enabled: boolean;
  readonly variant: string | null;
  readonly reason: Reason;
  /** JSON text. */
  readonly payload: string | null;
  /** The flag could not be decided: `enabled` is false, callers keep the value they had. */
  readonly failed: boolean;
  /** Its text in answers (UTF-8), kept by respond.ts at first use. */
  entry: Uint8Array | null;
  /** How often it was given since it was last asked for, for usage counts. */
  served: number;
}

/** What users of a flag see: the variant, or whether it is on. */
export function flagValue(result: FlagResult): string | boolean {
  return result.variant ?? result.enabled;
}

const DESCRIPTIONS: Readonly<Record<ReasonCode, string>> = {
  super_condition_value: "Super condition value",
  holdout_condition_value: "Holdout condition value",
  condition_match: "Matched condition set",
  out_of_rollout_bound: "Out of rollout bound",
  no_condition_match: "No matching condition set",
  no_group_type: "No group type",
  flag_disabled: "Feature flag is disabled",
  missing_dependency: "Flag cannot be evaluated due to missing dependency",
};

export const SKIPPED_GROUPS =
  "No matching condition set (group conditions were not evaluated because no group type was provided)";
export const BEHAVIOURAL =
  "No matching condition set (a cohort of the conditions can only be evaluated from stored events)";

export function describeReason(code: ReasonCode, index: number | null, description?: string): Reason {
  const text = code === "condition_match" ? `${DESCRIPTIONS[code]} ${(index ?? 0) + 1}` : DESCRIPTIONS[code];
  return { code, condition_index: index, description: description ?? text };
}
