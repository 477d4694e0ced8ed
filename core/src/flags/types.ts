import type { JsonObject, JsonValue } from "../events/types.ts";

/** A flag as the evaluator and the SDK definitions route need it (public API field names). */
export interface FlagDefinition {
  readonly id: number;
  readonly key: string;
  readonly name: string;
  readonly active: boolean;
  readonly deleted?: boolean;
  readonly version: number;
  readonly filters: FlagFilters;
  readonly ensure_experience_continuity?: boolean | null;
  readonly bucketing_identifier?: "distinct_id" | "device_id" | null;
  readonly evaluation_runtime?: "all" | "client" | "server" | null;
  readonly evaluation_contexts?: readonly string[];
  readonly has_experiment?: boolean;
  readonly is_remote_configuration?: boolean;
  readonly has_encrypted_payloads?: boolean;
  /** What single environments have of their own, by environment number; absent = as everywhere. */
  readonly environments?: Readonly<Record<string, FlagState>>;
}

/** A flag's state in one environment, as far as it has its own. */
export interface FlagState {
  readonly active?: boolean;
  readonly filters?: FlagFilters;
}

export interface FlagFilters {
  readonly groups: readonly FlagCondition[];
  readonly multivariate?: { readonly variants: readonly FlagVariant[] } | null;
  /** JSON encoded strings by `"true"` or variant key. */
  readonly payloads?: Readonly<Record<string, JsonValue>> | null;
  readonly aggregation_group_type_index?: number | null;
  readonly super_groups?: readonly FlagCondition[] | null;
  readonly feature_enrollment?: boolean | null;
  readonly holdout?: { readonly id: number; readonly exclusion_percentage: number } | null;
  readonly holdout_groups?: readonly JsonObject[] | null;
  readonly early_exit?: boolean | null;
  /** JSON Schema that every payload fits; checked at each write, unknown to the edge. */
  readonly payload_schema?: JsonObject | null;
}

export interface FlagVariant {
  readonly key: string;
  readonly name?: string | null;
  readonly rollout_percentage: number;
}

export interface FlagCondition {
  readonly properties?: readonly PropertyFilter[] | null;
  readonly rollout_percentage?: number | null;
  readonly variant?: string | null;
  readonly description?: string | null;
  /** Absent: the flag's; null: persons. */
  readonly aggregation_group_type_index?: number | null;
}

export interface PropertyFilter {
  readonly key: string;
  readonly value?: JsonValue;
  readonly operator?: string | null;
  readonly type?: "person" | "group" | "cohort" | "flag" | string | null;
  readonly group_type_index?: number | null;
  readonly negation?: boolean | null;
  readonly dependency_chain?: readonly string[];
}

export interface CohortDefinition {
  readonly id: number;
  /** `{type: AND|OR, values: [...]}`; `{}` matches everyone. Absent for static and behavioural cohorts. */
  readonly filters?: JsonObject;
  readonly isStatic?: boolean;
  /**
   * Distinct IDs of its members by environment number, of cohorts that properties can't decide; absent when there are
   * too many, or none were calculated yet.
   */
  readonly members?: Readonly<Record<string, readonly string[]>>;
}
