import type { FlagFilters } from "@edgewise/core/flags/types.ts";
import type { UserBasic } from "@/lib/api/types";

export type StatePart = "active" | "filters";

/** A flag's state in one environment. */
export interface FlagPlace {
  readonly environment_id: number;
  readonly name: string;
  readonly is_default: boolean;
  readonly active: boolean;
  readonly filters: FlagFilters;
  /** Parts that the environment has of its own; the others follow the default one. */
  readonly own: readonly StatePart[];
}

export interface StateChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** A change that waits for a second person, or waited. */
export interface ChangeRequest {
  readonly id: string;
  readonly environment_id: number;
  readonly state: "pending" | "applied" | "rejected" | "withdrawn";
  readonly change: Readonly<Record<string, unknown>>;
  readonly created_by: UserBasic | null;
  readonly created_at: string;
}
