import type { FlagFilters } from "@edgewise/core/flags/types.ts";
import type { UserBasic } from "@/lib/api/types";

/** A feature flag as the API returns it. `name` is its description. */
export interface Flag {
  readonly id: number;
  readonly key: string;
  readonly name: string;
  readonly active: boolean;
  readonly filters: FlagFilters;
  readonly version: number;
  readonly ensure_experience_continuity: boolean | null;
  readonly evaluation_runtime: "all" | "client" | "server" | null;
  readonly bucketing_identifier?: "distinct_id" | "device_id" | null;
  readonly evaluation_contexts?: readonly string[];
  readonly is_remote_configuration?: boolean;
  readonly has_encrypted_payloads?: boolean;
  readonly tags: readonly string[];
  readonly created_at: string;
  readonly updated_at: string | null;
  readonly created_by: UserBasic | null;
  readonly last_modified_by?: UserBasic | null;
  readonly status?: string;
  /** When a request last evaluated it, in this environment. */
  readonly last_called_at?: string | null;
  /** Numbers of its experiments. */
  readonly usage_dashboard?: number | null;
  readonly experiment_set?: readonly number[];
}

/** What a write may set. */
export interface FlagInput {
  readonly key: string;
  readonly name: string;
  readonly active: boolean;
  readonly filters: FlagFilters;
  readonly ensure_experience_continuity: boolean;
  readonly evaluation_runtime: "all" | "client" | "server";
  readonly bucketing_identifier: "device_id" | null;
  readonly evaluation_contexts: readonly string[];
  readonly is_remote_configuration: boolean;
  readonly has_encrypted_payloads: boolean;
  readonly tags: readonly string[];
  /** The version the edit started from; another writer's later one answers 409. */
  readonly version?: number;
}
