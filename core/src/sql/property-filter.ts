import type { JsonValue } from "../events/types.ts";
import type { Expr } from "./ast.ts";
import { and, or } from "./build.ts";
import type { CompileContext } from "./context.ts";
import type { SqlError } from "./error.ts";
import { type FilterError, FilterProblem } from "./filter/error.ts";
import { filterExpr } from "./filter/types.ts";
import type { Result } from "./result.ts";

/** What filters need to know: property definitions, group types, time zone and time of relative dates. */
export type FilterContext = Pick<
  CompileContext,
  "timezone" | "now" | "propertyTypes" | "groupTypes" | "actions" | "cohorts" | "pathCleaning"
> & {
  /** Needed for `hogql` filters only. */
  readonly parser?: { parseExpr(text: string): Result<Expr, SqlError> };
};

const MAX_DEPTH = 20;

/**
 * Property filters in wire form as one boolean expression over `events` (or `persons`, `sessions`, `groups` with
 * `scope`). A flat list means AND; groups `{type: "AND"|"OR", values: […]}` nest; empty or incomplete = `true`.
 */
export function propertyFiltersToExpr(
  filters: readonly JsonValue[] | Readonly<Record<string, JsonValue>> | null | undefined,
  context: FilterContext,
  scope: FilterScope = "event",
): Result<Expr, FilterError> {
  try {
    return { ok: true, value: group(filters ?? [], context, scope, 0) };
  } catch (error) {
    if (error instanceof FilterProblem) return { ok: false, error: error.error };
    throw error;
  }
}

/** Table whose rows are filtered. */
export type FilterScope = "event" | "person" | "session" | "group";

type Filters = readonly JsonValue[] | Readonly<Record<string, JsonValue>>;

const isObject = (value: unknown): value is Readonly<Record<string, JsonValue>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function group(filters: Filters, context: FilterContext, scope: FilterScope, depth: number): Expr {
  if (depth > MAX_DEPTH) throw new FilterProblem("invalid_filter", "Property filters are nested too deeply.");
  if (Array.isArray(filters)) return and(...filters.map((item) => member(item, context, scope, depth)));
  if (!isObject(filters)) return and();
  const { values, type } = filters;
  if (!Array.isArray(values))
    return Object.keys(filters).length === 0 ? and() : member(filters, context, scope, depth);
  const parts = values.map((item) => member(item, context, scope, depth));
  if (parts.length === 0) return and();
  return String(type ?? "AND").toUpperCase() === "OR" ? or(...parts) : and(...parts);
}

function member(
  item: JsonValue | undefined,
  context: FilterContext,
  scope: FilterScope,
  depth: number,
): Expr {
  if (!isObject(item)) {
    throw new FilterProblem(
      "invalid_filter",
      `A property filter must be an object, not ${JSON.stringify(item)}.`,
    );
  }
  if (Array.isArray(item.values)) return group(item, context, scope, depth + 1);
  return filterExpr(item, context, scope);
}

export type { FilterError } from "./filter/error.ts";
