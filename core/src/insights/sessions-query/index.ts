import type { JsonObject, JsonValue } from "../../events/types.ts";
import type { Expr } from "../../sql/ast.ts";
import { and, compare, constant, desc, eq, field, select } from "../../sql/build.ts";
import { propertyFiltersToExpr } from "../../sql/property-filter.ts";
import { TABLES } from "../../sql/schema/registry.ts";
import { defineKind } from "../define-kind.ts";
import { type InsightResult, insightError } from "../error.ts";
import { eventColumns, type SpecialColumns } from "../events-query/columns.ts";
import {
  type Conditions,
  doneAction,
  listed,
  MAX_ROWS,
  ownConditions,
  timeConditions,
} from "../events-query/compile.ts";
import { orderOf } from "../events-query/order.ts";
import { shapeEvents } from "../events-query/shape.ts";
import { filterCondition } from "../nodes/condition.ts";
import type { InsightContext, QueryKind } from "../query-kind.ts";
import { type SessionsQuery, sessionsQuerySchema } from "./schema.ts";

/** Columns of `*`. */
const STAR = Object.entries(TABLES.get("sessions")?.fields ?? {}).flatMap(([name, def]) =>
  def.kind === "column" && !def.hidden ? [name] : [],
);

const SPECIAL: SpecialColumns = {
  "*": {
    exprs: STAR.map((name) => field(name)),
    aggregate: false,
    type: "Tuple",
    value: (cells): JsonObject => Object.fromEntries(STAR.map((name, index) => [name, cells[index] ?? null])),
  },
};

const definition: QueryKind<SessionsQuery> = {
  kind: "SessionsQuery",
  schema: sessionsQuerySchema,
  compile(query, context) {
    const columns = eventColumns(query.select, context.parser, SPECIAL);
    if (!columns.ok) return insightError(columns.error.message, "query__select");
    const conditions = sessionConditions(query, context);
    if (!conditions.ok) return conditions;
    const order = orderOf(query.orderBy, columns.value, context.parser);
    if (!order.ok) return insightError(order.error.message, "query__orderBy");
    const plain = !query.orderBy?.length && !columns.value.some((column) => column.aggregate);
    const newest = [desc(field("$start_timestamp"))];
    const compiled = listed("sessions", query, columns.value, conditions.value, plain ? newest : order.value);
    return {
      ok: true,
      value: {
        run: "query",
        select: compiled.select,
        limits: { defaultRows: null, maxRows: MAX_ROWS + 1 },
        shape: (rows) => shapeEvents(compiled, rows),
      },
    };
  },
};

function sessionConditions(query: SessionsQuery, context: InsightContext): InsightResult<Conditions> {
  const times = timeConditions(query, "$start_timestamp", context);
  if (!times.ok) return times;
  const where: Expr[] = [...times.value];
  for (const key of ["properties", "fixedProperties"] as const) {
    const filters = propertyFiltersToExpr(query[key] as readonly JsonValue[] | null, context, "session");
    if (!filters.ok) return insightError(filters.error.message, `query__${key}`);
    where.push(filters.value);
  }
  if (query.personId) where.push(eq(field("person_id"), constant(query.personId)));
  const withEvents = eventsInside(query, context);
  if (!withEvents.ok) return withEvents;
  const own = ownConditions(query.where, context);
  if (!own.ok) return own;
  return {
    ok: true,
    value: { where: [...where, ...withEvents.value, ...own.value.where], having: own.value.having },
  };
}

/** That a session has an event that is asked for; nothing when none is. */
function eventsInside(query: SessionsQuery, context: InsightContext): InsightResult<readonly Expr[]> {
  const conditions: Expr[] = [];
  if (query.event) conditions.push(eq(field("event"), constant(query.event)));
  if (typeof query.actionId === "number") {
    const action = doneAction(query.actionId, "query__actionId", context);
    if (!action.ok) return action;
    conditions.push(action.value);
  }
  const filters: [string, readonly JsonValue[]][] = [
    ["eventProperties", (query.eventProperties ?? []) as readonly JsonValue[]],
    ["filterTestAccounts", query.filterTestAccounts ? context.testAccountFilters : []],
  ];
  for (const [key, value] of filters) {
    if (value.length === 0) continue;
    const filter = filterCondition(value, `query__${key}`, context);
    if (!filter.ok) return filter;
    conditions.push(filter.value);
  }
  if (conditions.length === 0) return { ok: true, value: [] };
  // A session's first event is its start: of events only the start of the range can be asked.
  const after = timeConditions({ before: null, after: query.after }, "timestamp", context);
  if (!after.ok) return after;
  const since = after.value.filter((expr) => "op" in expr && expr.op === ">");
  const sessions = select({
    select: [field("session_key")],
    from: "events",
    where: and(...conditions, ...since),
  });
  return { ok: true, value: [compare(field("session_key"), "in", sessions)] };
}

/** SessionsQuery: a list of sessions, or aggregates over them. */
export const sessionsQuery = defineKind(definition);
