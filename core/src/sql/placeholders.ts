import type { JsonValue } from "../events/types.ts";
import { add, startOf } from "../insights/date-range/calendar.ts";
import { parseDate } from "../insights/date-range/relative.ts";
import type { Expr, Field, Placeholder, Select, SelectQuery } from "./ast.ts";
import { and, compare, constant, field, instant } from "./build.ts";
import { type SqlError, SqlProblem } from "./error.ts";
import { type FilterContext, type FilterScope, propertyFiltersToExpr } from "./property-filter.ts";
import type { Result } from "./result.ts";

/** What fills the placeholders of a query's text. */
export interface PlaceholderValues {
  /** `{name}` */
  readonly values?: Readonly<Record<string, JsonValue>>;
  /** `{filters}`, `{filters.dateRange.from}`, `{filters.dateRange.to}` */
  readonly filters?: QueryFilters;
  /** `{variables.code_name}` */
  readonly variables?: Readonly<Record<string, QueryVariable>>;
}

interface QueryFilters {
  readonly properties?: readonly JsonValue[] | Readonly<Record<string, JsonValue>> | null;
  readonly dateRange?: { readonly date_from?: string | null; readonly date_to?: string | null } | null;
  readonly filterTestAccounts?: boolean | null;
}

interface QueryVariable {
  readonly code_name: string;
  readonly value?: JsonValue;
  readonly isNull?: boolean;
}

type PlaceholderContext = FilterContext & {
  readonly testAccountFilters?: readonly JsonValue[];
  /** Defaults of the project's variables by code name. */
  readonly variables?: ReadonlyMap<string, JsonValue>;
};

/** Replaces every placeholder. One without a value is an error that names it. */
export function fillPlaceholders(
  query: Select,
  values: PlaceholderValues,
  context: PlaceholderContext,
): Result<Select, SqlError> {
  try {
    return { ok: true, value: fill(query, { values, context, table: undefined }) };
  } catch (error) {
    if (error instanceof SqlProblem) return { ok: false, error: error.error };
    throw error;
  }
}

interface Place {
  readonly values: PlaceholderValues;
  readonly context: PlaceholderContext;
  /** First table of the select around. */
  readonly table: string | undefined;
}

/** AST nodes are plain data: a generic walk that rebuilds what changes. */
function fill<T>(node: T, place: Place): T {
  if (Array.isArray(node)) return node.map((item) => fill(item, place)) as T;
  if (typeof node !== "object" || node === null) return node;
  const kind = (node as { node?: string }).node;
  if (kind === "Placeholder") return filledWith(node as unknown as Placeholder, place) as T;
  if (kind === "CompareOperation" && comparesUnsetDate(node as unknown as Expr, place))
    return constant(true) as T;
  const inner = kind === "SelectQuery" ? { ...place, table: tableOf(node as unknown as SelectQuery) } : place;
  return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, fill(child, inner)])) as T;
}

function tableOf({ from }: SelectQuery): string | undefined {
  const table = from?.[0]?.table;
  return table?.node === "TableRef" ? table.name : undefined;
}

function filledWith(node: Placeholder, place: Place): Expr {
  const [head, ...rest] = node.chain;
  const { values } = place;
  if (head === "filters") return filtersValue(node, rest, place);
  if (head === "variables" && rest.length === 1) {
    const name = rest[0] ?? "";
    const variable = Object.values(values.variables ?? {}).find((item) => item.code_name === name);
    if (variable?.isNull) return constant(null);
    const value = variable?.value ?? place.context.variables?.get(name);
    if (value !== undefined) return literal(value, node);
    if (variable) return constant(null);
    throw missing(node, `Variable "${name}" is not defined.`);
  }
  const given = values.values ?? {};
  if (head !== undefined && rest.length === 0 && Object.hasOwn(given, head)) {
    return literal(given[head] ?? null, node);
  }

  throw missing(node);
}

function missing(node: Placeholder, more?: string): SqlProblem {
  const message = `Unresolved placeholder: {${node.chain.join(".")}}${more ? `. ${more}` : ""}`;
  return new SqlProblem("unresolved_placeholder", message, node.span);
}

function literal(value: JsonValue, node: Placeholder): Expr {
  if (Array.isArray(value)) return { node: "Tuple", exprs: value.map((item) => literal(item, node)) };
  if (typeof value === "object" && value !== null) {
    throw missing(node, "Its value is an object: use text, numbers, booleans or lists.");
  }
  return constant(value);
}

/** Tables that `{filters}` can filter: their time, and what their properties are. */
const FILTERED: Readonly<Record<string, { readonly time?: string; readonly scope: FilterScope }>> = {
  events: { time: "timestamp", scope: "event" },
  sessions: { time: "$start_timestamp", scope: "session" },
  persons: { time: "created_at", scope: "person" },
  groups: { scope: "group" },
};

function filtersValue(node: Placeholder, rest: readonly string[], place: Place): Expr {
  if (rest[0] === "dateRange" && (rest[1] === "from" || rest[1] === "to")) {
    const ms = bounds(place, node)[rest[1]];
    if (ms === undefined) return constant(null);
    return instant(ms);
  }
  if (rest.length > 0) throw missing(node);
  const filters = place.values.filters ?? {};
  const target =
    place.table !== undefined && Object.hasOwn(FILTERED, place.table) ? FILTERED[place.table] : undefined;
  if (!target) {
    const message = `{filters} can only be used in a SELECT from ${Object.keys(FILTERED).join(", ")}.`;
    throw new SqlProblem("invalid_arguments", message, node.span);
  }
  const test = filters.filterTestAccounts ? (place.context.testAccountFilters ?? []) : [];
  const parts = [filters.properties ?? [], test].map((list) => {
    const expr = propertyFiltersToExpr(list, place.context, target.scope);
    if (expr.ok) return expr.value;
    throw new SqlProblem("invalid_arguments", expr.error.message, node.span);
  });
  return and(...parts, ...dateConditions(target.time, place, node));
}

function dateConditions(time: string | undefined, place: Place, node: Placeholder): Expr[] {
  if (time === undefined) return [];
  const { from, to } = bounds(place, node);
  const column: Field = field(time);
  return [
    ...(from === undefined ? [] : [compare(column, ">=", instant(from))]),
    ...(to === undefined ? [] : [compare(column, "<", instant(to))]),
  ];
}

interface Bounds {
  readonly from?: number;
  /** Exclusive. */
  readonly to?: number;
}

/** The range in ms: days start at local midnight, a day as end is included whole. */
function bounds({ values, context }: Place, node: Placeholder): Bounds {
  const { date_from: from, date_to: to } = values.filters?.dateRange ?? {};
  const calendar = { zone: context.timezone, weekStart: 0 } as const;
  const read = (text: string): { ms: number; wholeDay: boolean } => {
    const parsed = parseDate(text, context.now, calendar);
    if (!parsed) throw new SqlProblem("invalid_arguments", `"${text}" is not a date.`, node.span);
    return { ms: parsed.ms, wholeDay: parsed.precision === "day" || parsed.precision === "date" };
  };
  const start = from && from !== "all" ? read(from) : undefined;
  const end = to ? read(to) : undefined;
  const day = (ms: number): number => startOf("day", ms, calendar);
  return {
    ...(start ? { from: start.wholeDay ? day(start.ms) : start.ms } : {}),
    ...(end ? { to: end.wholeDay ? add("day", day(end.ms), 1, calendar) : end.ms } : {}),
  };
}

/** A comparison with an unset end of the date range holds for every row. */
function comparesUnsetDate(node: Expr, place: Place): boolean {
  if (node.node !== "CompareOperation") return false;
  return [node.left, node.right].some((side) => {
    if (side.node !== "Placeholder" || side.chain[0] !== "filters" || side.chain[1] !== "dateRange")
      return false;
    const end = side.chain[2];
    return (end === "from" || end === "to") && bounds(place, side)[end] === undefined;
  });
}
