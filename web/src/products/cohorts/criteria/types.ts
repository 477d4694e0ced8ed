import type { BehaviourKind } from "@edgewise/core/cohorts/behaviour/kinds.ts";
import type { TimeUnit } from "@edgewise/core/cohorts/definition.ts";
import type { PropertyFilter } from "../../filters/filter.ts";

/** Conditions as the API takes them (`filters.properties` of a cohort). */
export interface Group {
  readonly type: "AND" | "OR";
  readonly values: readonly (Group | Leaf)[];
}

export type PersonLeaf = PropertyFilter & { readonly type: "person" };

export interface CohortLeaf {
  readonly type: "cohort";
  readonly key: "id";
  /** Number of the other cohort; 0: not chosen yet. */
  readonly value: number;
  readonly negation?: boolean;
}

type EntityType = "events" | "actions";

export interface BehaviourLeaf {
  readonly type: "behavioral";
  /** Event name or number of an action; empty: not chosen yet. */
  readonly key: string | number;
  readonly event_type: EntityType;
  readonly value: BehaviourKind;
  readonly negation?: boolean;
  readonly time_value?: number | string | null;
  readonly time_interval?: TimeUnit | null;
  /** A date, relative or absolute, instead of the trailing window. */
  readonly explicit_datetime?: string | null;
  readonly explicit_datetime_to?: string | null;
  readonly operator?: string | null;
  readonly operator_value?: number | string | null;
  readonly seq_event?: string | number | null;
  readonly seq_event_type?: EntityType | null;
  readonly seq_time_value?: number | string | null;
  readonly seq_time_interval?: TimeUnit | null;
  readonly min_periods?: number | string | null;
  readonly total_periods?: number | string | null;
  readonly event_filters?: readonly PropertyFilter[] | null;
}

export type Leaf = PersonLeaf | CohortLeaf | BehaviourLeaf;

/** Tells a group from a condition. */
export function isGroup(node: Group | Leaf): node is Group {
  return "values" in node;
}
