import type { Alias, Expr, Select } from "../../sql/ast.ts";
import {
  alias,
  and,
  call,
  compare,
  constant,
  eq,
  field,
  instant,
  select,
  unionAll,
} from "../../sql/build.ts";
import { timeCondition } from "../date-range/event-time.ts";
import { type Period, periodsOf } from "../date-range/period.ts";
import type { InsightResult } from "../error.ts";
import { queryCondition } from "../nodes/condition.ts";
import type { InsightContext } from "../query-kind.ts";
import type { WebQuery } from "./schema.ts";

type Periods = readonly [Period, ...Period[]];

/** Which events are read, and how they are folded into rows. */
export interface WebRows {
  readonly events: Expr;
  readonly columns: readonly Alias[];
  readonly groupBy: readonly Expr[];
}

/**
 * Rows of the current period and, when the query compares, of the one before: column `period` (0 or 1) and those of
 * `rows`. A session counts in the period in which it begins, with its events of that period; events without session
 * don't count.
 */
export function webRows(
  query: WebQuery,
  context: InsightContext,
  ...rows: readonly [WebRows, ...WebRows[]]
): InsightResult<{ readonly select: Select; readonly periods: Periods }> {
  const periods = periodsOf(query, query.interval ?? "day", context);
  if (!periods.ok) return periods;
  const filters = queryCondition(query, context);
  if (!filters.ok) return filters;
  const branches = periods.value.flatMap(({ range }, period) =>
    rows.map(({ events, columns, groupBy }) =>
      select({
        select: [alias("period", constant(period)), ...columns],
        from: "events",
        where: and(
          events,
          timeCondition(range.from, range.to),
          compare(field("session_key"), "!=", constant(0)),
          compare(field("session", "$start_timestamp"), ">=", instant(range.from)),
          compare(field("session", "$start_timestamp"), "<=", instant(range.to)),
          filters.value,
        ),
        groupBy,
      }),
    ),
  );
  const [first, ...rest] = branches;
  return { ok: true, value: { select: unionAll(first as Select, ...rest), periods: periods.value } };
}

/** Who visits: the person of a row's first event. */
export const VISITOR: Alias = alias("visitor", call("argMin", field("person_key"), field("timestamp")));

/** An aggregate of web analytics: its name, and its value over the rows of one period. */
export interface WebColumn {
  readonly name: string;
  readonly of: (inPeriod: (...more: readonly Expr[]) => Expr) => Expr;
}

/** `name_0` and, with two periods, `name_1`: each column in each period. */
export function byPeriod(columns: readonly WebColumn[], periods: Periods): Alias[] {
  return columns.flatMap(({ name, of }) =>
    periods.map((_, period) =>
      alias(
        columnName(name, period),
        of((...more) => and(eq(field("period"), constant(period)), ...more)),
      ),
    ),
  );
}

export const columnName = (name: string, period: number): string => `${name}_${period}`;
