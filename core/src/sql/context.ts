import type { ActionDefinition } from "../actions/action.ts";
import type { JsonValue } from "../events/types.ts";
import type { Select } from "./ast.ts";
import type { SqlError } from "./error.ts";
import type { Result } from "./result.ts";

/** What a query is compiled for: the tenant, its time zone and what is known about its data. */
export interface CompileContext {
  /** The tenant: bound into every table scan. */
  readonly environmentId: number;
  /** IANA name, e.g. `Europe/Berlin`. */
  readonly timezone: string;
  /** 0 Sunday, 1 Monday. */
  readonly weekStartDay: 0 | 1;
  /** False skips the join with person overrides: the environment never had a merge. */
  readonly hasPersonOverrides: boolean;
  /** Milliseconds since the epoch; decides relative dates of filters (`now()` stays the engine's). */
  readonly now: number;
  readonly propertyTypes?: PropertyTypes;
  readonly groupTypes?: readonly GroupType[];
  /** The project's live actions and cohorts that the query can name, by number. */
  readonly actions?: ReadonlyMap<number, ActionDefinition>;
  readonly cohorts?: ReadonlyMap<number, CohortName>;
  /** The project's rules that make paths comparable, in order. */
  readonly pathCleaning?: readonly { readonly regex: string; readonly alias: string }[];
  /** The project's views by name; undefined: there is none of that name. */
  readonly views?: ViewSource;
  /** Values of the project's variables that a query doesn't set itself, by code name. */
  readonly variables?: ReadonlyMap<string, JsonValue>;
  readonly limits?: Partial<QueryLimits>;
  readonly modifiers?: QueryModifiers;
}

export type ViewSource = (name: string) => Result<Select, SqlError> | undefined;

export type PropertyType = "String" | "Numeric" | "Boolean" | "DateTime";

/** Property definitions by name; a property without one is a string. */
export interface PropertyTypes {
  readonly event?: Readonly<Record<string, PropertyType>>;
  readonly person?: Readonly<Record<string, PropertyType>>;
  /** By group type index. */
  readonly group?: Readonly<Record<number, Readonly<Record<string, PropertyType>>>>;
}

export interface GroupType {
  readonly index: number;
  readonly name: string;
}

/** A cohort as queries see it: its members are rows of the warehouse. */
export interface CohortName {
  readonly id: number;
  readonly name: string;
}

export interface QueryLimits {
  /** LIMIT of a top-level SELECT without one; null = none (insights bound themselves). */
  readonly defaultRows: number | null;
  /** Explicit limits are cut to this. */
  readonly maxRows: number;
}

export const DEFAULT_LIMITS: QueryLimits = { defaultRows: 100, maxRows: 50_000 };

export interface QueryModifiers {
  /** Default true: DateTime columns are presented in the project's time zone. */
  readonly convertToProjectTimezone?: boolean;
}
