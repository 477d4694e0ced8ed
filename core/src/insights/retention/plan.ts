import type { Expr } from "../../sql/ast.ts";
import { and, call, field } from "../../sql/build.ts";
import type { Buckets } from "../date-range/buckets.ts";
import { bucketsOf } from "../date-range/buckets.ts";
import { add, type Calendar, endOf, type Interval, startOf } from "../date-range/calendar.ts";
import { calendarOf, rangeOf } from "../date-range/period.ts";
import type { DateRange } from "../date-range/range.ts";
import { type InsightResult, insightError } from "../error.ts";
import { entityCondition, entityMatch, queryCondition, wholeCondition } from "../nodes/condition.ts";
import type { InsightContext } from "../query-kind.ts";
import { type Breakdown, breakdownOf } from "../trends/breakdown.ts";
import { entityNodeOf } from "./entity.ts";
import type { RETENTION_TYPES, RetentionQuery } from "./schema.ts";

/** A column of the table: the intervals `from`…`to` after the start; the first is 0…0. */
export interface Column {
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

/** A retention query with everything resolved that doesn't need the data. */
export interface RetentionPlan {
  readonly query: RetentionQuery;
  readonly calendar: Calendar;
  readonly interval: Interval;
  readonly type: (typeof RETENTION_TYPES)[number];
  /** Intervals in which actors start: the rows. */
  readonly starts: readonly number[];
  /** Every interval that is read: the rows', and those after the last that its columns reach. */
  readonly buckets: Buckets;
  /** Last moment that is read, and now: what comes later is not known yet. */
  readonly readTo: number;
  readonly now: number;
  /** Length of an interval (ms) when intervals run from each actor's start on instead of by the calendar. */
  readonly window: number | undefined;
  /** Number of an event that is added up or averaged over, besides counting actors. */
  readonly measure: { readonly value: Expr; readonly type: "sum" | "avg" } | undefined;
  readonly range: DateRange;
  readonly columns: readonly Column[];
  /** Which events start, which of them count at all (`first ever`), which are returns. */
  readonly target: Expr;
  readonly anyTarget: Expr;
  readonly returning: Expr;
  readonly minimum: number;
  readonly cumulative: boolean;
  /** How the mean of the rows is taken. */
  readonly mean: "simple" | "weighted" | "none";
  readonly breakdown: Breakdown | undefined;
}

const DEFAULT_INTERVALS = 8;
/** Largest table that is answered; more is an error that asks for longer intervals. */
const MAX_CELLS = 100_000;
const INTERVALS = { Hour: "hour", Day: "day", Week: "week", Month: "month" } as const;
const HOUR_MS = 3_600_000;
/** Intervals that start with an actor are spans of time of one length; a month of them is 30 days. */
const WINDOWS_MS = { Hour: HOUR_MS, Day: 24 * HOUR_MS, Week: 168 * HOUR_MS, Month: 720 * HOUR_MS } as const;

/** Resolves intervals, columns and conditions of a retention query. */
export function planRetention(query: RetentionQuery, context: InsightContext): InsightResult<RetentionPlan> {
  const filter = query.retentionFilter;
  const rolling = filter?.timeWindowMode === "24_hour_windows";
  if (rolling && filter?.cumulative) {
    const attr = "query__retentionFilter__timeWindowMode";
    return insightError("Cumulative retention is not supported for 24 hour windows.", attr);
  }
  const measure = measureOf(query);
  if (!measure.ok) return measure;
  const period = filter?.period ?? "Day";
  const columns = columnsOf(query, period);
  const rows = rowsOf(query, INTERVALS[period], context);
  if (!rows.ok) return rows;
  if (rows.value.starts.length * columns.length > MAX_CELLS) {
    const size = `${rows.value.starts.length} rows of ${columns.length} columns`;
    const message = `The table would have ${size}: choose a longer period or a shorter date range.`;
    return insightError(message, "query__retentionFilter__period");
  }
  const intervals = (columns.at(-1)?.to ?? 0) + 1;
  const buckets = reach(rows.value, intervals, query, calendarOf(context));
  const window = rolling ? WINDOWS_MS[period] : undefined;
  const ahead = window !== undefined && query.dateRange?.date_from !== undefined;
  const filters = queryCondition(query, context);
  if (!filters.ok) return filters;
  const condition = (which: "targetEntity" | "returningEntity", of: typeof entityCondition) => {
    const attr = `query__retentionFilter__${which}`;
    const node = entityNodeOf(filter?.[which], attr);
    return node.ok ? of(node.value, attr, context) : node;
  };
  const target = condition("targetEntity", entityCondition);
  if (!target.ok) return target;
  const anyTarget = condition("targetEntity", entityMatch);
  if (!anyTarget.ok) return anyTarget;
  const returning = condition("returningEntity", entityCondition);
  if (!returning.ok) return returning;
  const breakdown = breakdownOf(query.breakdownFilter, "", context, { cohorts: true });
  if (!breakdown.ok) return breakdown;
  return {
    ok: true,
    value: {
      query,
      calendar: calendarOf(context),
      interval: INTERVALS[period],
      type: filter?.retentionType ?? "retention_recurring",
      starts: rows.value.starts,
      buckets,
      readTo: ahead ? rows.value.end + window * intervals : buckets.end,
      now: context.now,
      window,
      measure: measure.value,
      range: { from: rows.value.starts[0] ?? buckets.end, to: rows.value.end },
      columns,
      target: and(target.value, filters.value),
      anyTarget: and(anyTarget.value, wholeCondition(context)),
      returning: and(returning.value, filters.value),
      minimum: filter?.minimumOccurrences ?? 1,
      cumulative: filter?.cumulative === true,
      mean: filter?.meanRetentionCalculation ?? "simple",
      breakdown: breakdown.value,
    },
  };
}

/** The number that is added up beside the count, and how; undefined when only actors are counted. */
function measureOf({ retentionFilter: filter }: RetentionQuery): InsightResult<RetentionPlan["measure"]> {
  const { aggregationType: type = "count", aggregationProperty: property } = filter ?? {};
  if (type === "count") return { ok: true, value: undefined };
  if (!property) {
    const attr = "query__retentionFilter__aggregationProperty";
    return insightError(`Aggregation "${type}" needs "aggregationProperty".`, attr, "required");
  }
  const chain = filter?.aggregationPropertyType === "person" ? ["person", "properties"] : ["properties"];
  return { ok: true, value: { value: call("toFloat", field(...chain, property)), type } };
}

/** «Day 0», «Day 1» …, or brackets: «Day 0», «Day 1», «Day 2-4» …. */
function columnsOf({ retentionFilter: filter }: RetentionQuery, period: string): Column[] {
  const lengths = filter?.retentionCustomBrackets?.length
    ? filter.retentionCustomBrackets
    : Array.from({ length: (filter?.totalIntervals ?? DEFAULT_INTERVALS) - 1 }, () => 1);
  const columns: Column[] = [{ from: 0, to: 0, label: `${period} 0` }];
  let next = 1;
  for (const length of lengths) {
    const to = next + length - 1;
    columns.push({ from: next, to, label: `${period} ${to === next ? next : `${next}-${to}`}` });
    next = to + 1;
  }
  return columns;
}

/** The rows: the intervals of the date range, or `totalIntervals` that end with its end when it has no start. */
function rowsOf(query: RetentionQuery, interval: Interval, context: InsightContext): InsightResult<Buckets> {
  const range = rangeOf(query, interval, context);
  if (!range.ok) return range;
  if (query.dateRange?.date_from !== undefined) return bucketsOf(range.value, interval, calendarOf(context));
  const calendar = calendarOf(context);
  const last = startOf(interval, range.value.to, calendar);
  const count = query.retentionFilter?.totalIntervals ?? DEFAULT_INTERVALS;
  const from = startOf(interval, add(interval, last, 1 - count, calendar), calendar);
  return bucketsOf({ from, to: range.value.to }, interval, calendar);
}

/** With a start of its own, the table looks past the end of the date range; without one it ends there. */
function reach(rows: Buckets, columns: number, query: RetentionQuery, calendar: Calendar): Buckets {
  if (query.dateRange?.date_from === undefined) return rows;
  const starts = [...rows.starts];
  for (let ahead = 1; ahead < columns && starts.length > 0; ahead++) {
    const last = starts.at(-1) as number;
    starts.push(startOf(rows.interval, add(rows.interval, last, 1, calendar), calendar));
  }
  const last = starts.at(-1);
  return last === undefined ? rows : { ...rows, starts, end: endOf(rows.interval, last, calendar) };
}
