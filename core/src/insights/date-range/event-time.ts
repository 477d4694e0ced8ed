import type { Expr } from "../../sql/ast.ts";
import { and, call, compare, constant, field, instant } from "../../sql/build.ts";
import { finestColumn } from "./buckets.ts";
import { type Calendar, type Interval, isSubDay } from "./calendar.ts";
import { localDate } from "./labels.ts";
import type { Period } from "./period.ts";

const UNIT_MS = { day: 86_400_000, hour: 3_600_000 } as const;
const UTC: Calendar = { zone: "UTC", weekStart: 0 };

const utcDate = (ms: number): Expr => call("toDate", constant(localDate(ms, UTC)));

/**
 * The bucket that holds `time`: local midnight's date for day and longer, Unix seconds of the bucket's start for
 * shorter ones (local times repeat when clocks go back).
 */
export function bucketOf(time: Expr, interval: Interval, calendar: Calendar): Expr {
  switch (interval) {
    case "second":
      return call("toUnixTimestamp", time);
    case "minute":
      return call("toUnixTimestamp", call("toStartOfMinute", time));
    case "hour":
      return call("toUnixTimestamp", call("toStartOfHour", time));
    case "week":
      return call("toStartOfWeek", time, constant(calendar.weekStart === 1 ? 3 : 0));
    case "month":
      return call("toStartOfMonth", time);
    case "quarter":
      return call("toStartOfQuarter", time);
    case "year":
      return call("toStartOfYear", time);
    default:
      // A date, no datetime: moments travel in UTC, where an eastern midnight is the day before.
      return call("toDate", time);
  }
}

/** Bucket of an event, from the coarsest stored column that is exact for this period. */
export function eventBucket(period: Period, calendar: Calendar): Expr {
  const column = finestColumn(period.buckets);
  const { interval } = period.buckets;
  if (column === "day" && interval === "day") return field("day");
  if (column === "hour" && interval === "hour") return call("toUnixTimestamp", field("hour"));
  return bucketOf(field(column), interval, calendar);
}

/** Key of each bucket in the form that {@link rowKey} gives the engine's values. */
export function bucketKeys(period: Period, calendar: Calendar): string[] {
  const { starts, interval } = period.buckets;
  return starts.map((start) => (isSubDay(interval) ? String(start / 1000) : localDate(start, calendar)));
}

/** `2026-01-31` of a date or datetime, or the Unix seconds as text. */
export function rowKey(value: unknown, interval: Interval): string {
  return isSubDay(interval) ? String(value) : String(value).slice(0, 10);
}

type TimeColumn = "day" | "hour" | "timestamp";

const BOUNDS: Readonly<Record<TimeColumn, (ms: number) => Expr>> = {
  day: utcDate,
  hour: instant,
  timestamp: instant,
};

/** The coarsest stored column by which `from <= event time <= to` can be asked exactly. */
function exactColumn(from: number | undefined, to: number): TimeColumn {
  const whole = (unit: number) => (from ?? 0) % unit === 0 && (to + 1) % unit === 0;
  return whole(UNIT_MS.day) ? "day" : whole(UNIT_MS.hour) ? "hour" : "timestamp";
}

/** The coarsest column that tells an event's bucket and whether it is in the period, and its values at a moment. */
export function periodTime({ buckets, countFrom, range }: Period): {
  readonly column: Expr;
  readonly at: (ms: number) => Expr;
} {
  const columns = [finestColumn(buckets), exactColumn(countFrom, range.to)];
  const column = (["timestamp", "hour"] as const).find((name) => columns.includes(name)) ?? "day";
  return { column: field(column), at: BOUNDS[column] };
}

/**
 * `from <= event time <= to` (ms, both inclusive; no `from` = since ever), on the coarsest columns that are exact: whole
 * UTC days or hours are compared by their own columns, so that the timestamps needn't be read. `timestamp` is pruned by
 * day when printed.
 */
export function timeCondition(from: number | undefined, to: number): Expr {
  const within = (column: TimeColumn) =>
    and(
      ...(from === undefined ? [] : [compare(field(column), ">=", BOUNDS[column](from))]),
      compare(field(column), "<=", BOUNDS[column](to)),
    );
  const column = exactColumn(from, to);
  return column === "hour" ? and(within("day"), within("hour")) : within(column);
}
