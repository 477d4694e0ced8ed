import type { JsonObject } from "../events/types.ts";
import type { BehaviourKind } from "./behaviour/kinds.ts";

/** A cohort's conditions, read from their wire form (API.md 4.8). An empty AND is everyone. */
export type CohortNode =
  | { readonly kind: "group"; readonly type: "AND" | "OR"; readonly nodes: readonly CohortNode[] }
  | CohortLeaf;

export type CohortLeaf =
  | { readonly kind: "person"; readonly filter: JsonObject; readonly negated: boolean }
  | { readonly kind: "cohort"; readonly id: number; readonly negated: boolean }
  | { readonly kind: "behaviour"; readonly behaviour: Behaviour; readonly negated: boolean };

/** An event by name, or an action by number. */
export interface Entity {
  readonly type: "events" | "actions";
  readonly key: string;
}

export const TIME_UNITS = ["minute", "hour", "day", "week", "month", "year"] as const;
export type TimeUnit = (typeof TIME_UNITS)[number];

export interface Span {
  readonly value: number;
  readonly unit: TimeUnit;
}

export const COUNT_OPERATORS = ["gte", "lte", "exact", "gt", "lt", "eq"] as const;
export type CountOperator = (typeof COUNT_OPERATORS)[number];

/** One behavioural condition. Parts that a kind doesn't ask for are absent. */
export interface Behaviour {
  readonly kind: BehaviourKind;
  readonly entity: Entity;
  /** Property filters that the event must meet too. */
  readonly filters: readonly JsonObject[];
  /** The trailing window … */
  readonly window?: Span;
  /** … or its ends as dates, relative or absolute. */
  readonly from?: string;
  readonly to?: string;
  readonly operator?: CountOperator;
  readonly times?: number;
  /** The event that follows in a sequence. */
  readonly next?: Entity;
  /** Time between the two events of a sequence; the recent part of the window for stopped and restarted. */
  readonly within?: Span;
  readonly minPeriods?: number;
  readonly totalPeriods?: number;
}

/** What is wrong with a definition, and where: `attr` joins the path with `__`. */
export interface CohortError {
  readonly code: "required" | "invalid_choice" | "invalid_input" | "does_not_exist";
  readonly message: string;
  readonly attr: string;
}
