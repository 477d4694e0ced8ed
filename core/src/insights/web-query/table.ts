import type { JsonObject, JsonValue } from "../../events/types.ts";
import type { Alias, OrderExpr } from "../../sql/ast.ts";
import { asc, call, desc, field, select } from "../../sql/build.ts";
import { calendarOf, type Period, resolvedDates } from "../date-range/period.ts";
import { encoderOf, publicType } from "../encode-rows.ts";
import type { InsightResult } from "../error.ts";
import type { EngineQuery, EngineRows, InsightContext } from "../query-kind.ts";
import { byPeriod, columnName, type WebColumn, type WebRows, webRows } from "./rows.ts";
import type { OrderField, WebQuery } from "./schema.ts";

const DEFAULT_ROWS = 100;

/** A table of web analytics: what its rows are about, and pairs of values (current, previous) of each. */
export interface WebTable {
  readonly rows: readonly [WebRows, ...WebRows[]];
  /** Name of the first column. */
  readonly about: string;
  readonly columns: readonly WebColumn[];
  /** Columns by which rows are sorted, greatest first, unless the query says otherwise. */
  readonly order: readonly string[];
  readonly sortable: Partial<Readonly<Record<OrderField, string>>>;
  /** False leaves out what has no name. */
  readonly keepsNone?: boolean;
}

type TableQuery = WebQuery & { readonly limit?: number | undefined; readonly offset?: number | undefined };

/** One query that reads a page of the table, and its answer (API.md 2.15). Rows are about the column `about`. */
export function compileTable(
  query: TableQuery,
  { rows, about, columns, order, sortable, keepsNone }: WebTable,
  context: InsightContext,
): InsightResult<EngineQuery> {
  const read = webRows(query, context, ...rows);
  if (!read.ok) return read;
  const { periods } = read.value;
  const [limit, offset] = [query.limit ?? DEFAULT_ROWS, query.offset ?? 0];
  const aliases: Alias[] = byPeriod(columns, periods);
  return {
    ok: true,
    value: {
      run: "query",
      select: select({
        select: [field("about"), ...aliases],
        from: read.value.select,
        ...(keepsNone ? {} : { where: call("isNotNull", field("about")) }),
        groupBy: [field("about")],
        orderBy: orderOf(query, order, sortable),
        limit: limit + 1,
        offset,
      }),
      limits: { defaultRows: null, maxRows: 20_000 },
      shape: (found) => shapeTable(found, about, columns, periods.length, limit, offset),
      envelope: webEnvelope(periods, context),
    },
  };
}

function orderOf(query: TableQuery, order: readonly string[], sortable: WebTable["sortable"]): OrderExpr[] {
  const [asked, direction] = query.orderBy ?? [];
  const own = asked && sortable[asked];
  const by = direction === "ASC" ? asc : desc;
  const rest = order.filter((name) => name !== own).map((name) => desc(field(columnName(name, 0))));
  return [...(own ? [by(field(columnName(own, 0)))] : []), ...rest, asc(field("about"))];
}

function shapeTable(
  found: EngineRows,
  about: string,
  columns: readonly WebColumn[],
  periods: number,
  limit: number,
  offset: number,
): JsonObject {
  const types = found.columns.map(({ type }) => type);
  const encoders = types.map(encoderOf);
  const results = found.rows.slice(0, limit).map((row): JsonValue[] => {
    const [name = null, ...cells] = row.map((cell, index) => encoders[index]?.(cell) ?? null);
    return [
      name,
      ...columns.map((_, index) => [cells[index * periods] ?? null, previous(cells, index, periods)]),
    ];
  });
  const typeOf = (index: number): string => publicType(types[index] ?? "String");
  return {
    results,
    columns: [about, ...columns.map(({ name }) => name)].map((name) => `context.columns.${name}`),
    types: [typeOf(0), ...columns.map((_, index) => `Tuple(${typeOf(1 + index * periods)})`)],
    hasMore: found.rows.length > limit,
    limit,
    offset,
    samplingRate: WHOLE,
    usedPreAggregatedTables: false,
  };
}

const previous = (cells: readonly JsonValue[], index: number, periods: number): JsonValue =>
  periods > 1 ? (cells[index * periods + 1] ?? null) : null;

/** Nothing is sampled. */
export const WHOLE: JsonObject = { numerator: 1, denominator: 1 };

/** What dates the query meant. */
export function webEnvelope(periods: readonly Period[], context: InsightContext): JsonObject {
  const calendar = calendarOf(context);
  const [current, before] = periods.map(({ range }) => resolvedDates(range, calendar));
  return {
    ...(current ? { resolved_date_range: current } : {}),
    ...(before ? { resolved_compare_date_range: before } : {}),
  };
}
