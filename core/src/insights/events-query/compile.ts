import type { JsonValue } from "../../events/types.ts";
import type { Expr, OrderExpr, Select } from "../../sql/ast.ts";
import { and, compare, constant, eq, field, instant, list, select } from "../../sql/build.ts";
import { hasAggregate } from "../../sql/lower/select-list.ts";
import { eventsBehind } from "../actors-query/events-behind.ts";
import { parseDate } from "../date-range/relative.ts";
import { type InsightResult, insightError } from "../error.ts";
import { entityMatch, filterCondition } from "../nodes/condition.ts";
import type { EntityNode } from "../nodes/schema.ts";
import type { InsightContext } from "../query-kind.ts";
import { type EventColumn, eventColumns } from "./columns.ts";
import { orderOf } from "./order.ts";
import type { EventsQuery } from "./schema.ts";

export const MAX_ROWS = 50_000;
const DEFAULT_ROWS = 100;

export interface CompiledEvents {
  readonly select: Select;
  readonly columns: readonly EventColumn[];
  readonly limit: number;
  readonly offset: number;
}

/** Events newest first, or aggregates: then the other columns are what they are grouped by. */
export function compileEvents(query: EventsQuery, context: InsightContext): InsightResult<CompiledEvents> {
  const columns = eventColumns(query.select, context.parser);
  if (!columns.ok) return insightError(columns.error.message, "query__select");
  const conditions = eventConditions(query, context);
  if (!conditions.ok) return conditions;
  const order = orderOf(query.orderBy, columns.value, context.parser);
  if (!order.ok) return insightError(order.error.message, "query__orderBy");
  return { ok: true, value: listed("events", query, columns.value, conditions.value, order.value) };
}

/** A page of rows of a table, or of groups of them when an aggregate is selected. */
export function listed(
  table: string,
  page: Pick<EventsQuery, "limit" | "offset">,
  columns: readonly EventColumn[],
  { where, having }: Conditions,
  orderBy: readonly OrderExpr[],
): CompiledEvents {
  const grouped = having.length > 0 || columns.some((column) => column.aggregate);
  const groupBy = columns.filter((column) => !column.aggregate).flatMap((column) => column.exprs);
  const limit = Math.min(page.limit ?? DEFAULT_ROWS, MAX_ROWS);
  const offset = page.offset ?? 0;
  return {
    select: select({
      select: columns.flatMap((column) => column.exprs),
      from: table,
      where: and(...where),
      ...(grouped && groupBy.length > 0 ? { groupBy } : {}),
      ...(having.length > 0 ? { having: and(...having) } : {}),
      ...(orderBy.length > 0 ? { orderBy } : {}),
      limit: limit + 1,
      offset,
    }),
    columns,
    limit,
    offset,
  };
}

export interface Conditions {
  readonly where: readonly Expr[];
  readonly having: readonly Expr[];
}

function eventConditions(query: EventsQuery, context: InsightContext): InsightResult<Conditions> {
  const where: Expr[] = [];
  if (typeof query.actionId === "number") {
    const action = doneAction(query.actionId, "query__actionId", context);
    if (!action.ok) return action;
    where.push(action.value);
  }
  if (query.event) where.push(eq(field("event"), constant(query.event)));
  if (query.events?.length) where.push(compare(field("event"), "in", list(query.events)));
  const filters: [string, JsonValue | undefined | null][] = [
    ["properties", query.properties],
    ["fixedProperties", query.fixedProperties],
    ["filterTestAccounts", query.filterTestAccounts ? [...context.testAccountFilters] : []],
  ];
  for (const [key, value] of filters) {
    const expr = filterCondition((value ?? []) as readonly JsonValue[], `query__${key}`, context);
    if (!expr.ok) return expr;
    where.push(expr.value);
  }
  if (query.personId) where.push(eq(field("person_id"), constant(query.personId)));
  if (query.source) {
    const behind = eventsBehind(query.source, context);
    if (!behind.ok) return behind;
    where.push(behind.value);
  }
  const own = ownConditions(query.where, context);
  if (!own.ok) return own;
  const after = query.after ?? (query.source ? "all" : null);
  const times = timeConditions({ before: query.before, after }, "timestamp", context);
  if (!times.ok) return times;
  return {
    ok: true,
    value: { where: [...times.value, ...where, ...own.value.where], having: own.value.having },
  };
}

/** Events of an action. */
export function doneAction(id: number, attr: string, context: InsightContext): InsightResult<Expr> {
  return entityMatch({ kind: "ActionsNode", id } as EntityNode, attr, context);
}

/** Conditions in SQL: those over aggregates filter groups. */
export function ownConditions(
  texts: readonly string[] | null | undefined,
  context: InsightContext,
): InsightResult<Conditions> {
  const where: Expr[] = [];
  const having: Expr[] = [];
  for (const [index, text] of (texts ?? []).entries()) {
    const parsed = context.parser.parseExpr(text);
    if (!parsed.ok) return insightError(parsed.error.message, `query__where__${index}`);
    (hasAggregate(parsed.value) ? having : where).push(parsed.value);
  }
  return { ok: true, value: { where, having } };
}

/** `before` defaults to now and 5 seconds (clocks differ), `after` to a day ago; `all` has no start. */
export function timeConditions(
  query: Pick<EventsQuery, "before" | "after">,
  column: string,
  context: InsightContext,
): InsightResult<Expr[]> {
  const calendar = { zone: context.timezone, weekStart: context.weekStartDay };
  const conditions: Expr[] = [];
  const ends = [
    ["before", "<", query.before || undefined, context.now + 5000],
    ["after", ">", query.after || "-24h", undefined],
  ] as const;
  for (const [key, op, text, fallback] of ends) {
    if (text === "all") continue;
    const parsed = text === undefined ? undefined : parseDate(text, context.now, calendar);
    if (text !== undefined && !parsed) return insightError(`"${text}" is not a date.`, `query__${key}`);
    const ms = parsed?.ms ?? fallback;
    if (ms !== undefined) conditions.push(compare(field(column), op, instant(ms)));
  }
  return { ok: true, value: conditions };
}
