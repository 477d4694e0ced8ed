import { differenceInCalendarDays } from "date-fns";
import type { Expr } from "../../sql/ast.ts";
import { arithmetic, call, constant } from "../../sql/build.ts";
import { add, endOf, type Interval, isSubDay, local } from "../date-range/calendar.ts";
import { localDate } from "../date-range/labels.ts";
import type { RowsInput } from "./rows.ts";

const SECONDS: Partial<Record<Interval, number>> = { second: 1, minute: 60, hour: 3600 };

/** Days, or the buckets that are shorter, as numbers: 0 is the first that is shown. */
export interface TrailingUnits {
  readonly unit: Interval;
  /** First moment whose activity reaches into the first unit, `lead` units before it. */
  readonly from: number;
  readonly lead: number;
  /** Units that activity lasts, its own among them. */
  readonly window: number;
  readonly count: number;
  /** Units whose value a bucket shows. */
  readonly closing: "all" | readonly number[];
  /** Date, or Unix seconds, of a unit's number. */
  readonly bucketOf: (unit: Expr) => Expr;
}

/** The units that a window of days moves by: days, or the interval when it is shorter. */
export function trailingUnits({ plan, period }: RowsInput, days: number): TrailingUnits {
  const { calendar, interval } = plan;
  const { starts } = period.buckets;
  const first = starts[0] ?? period.range.from;
  const seconds = SECONDS[interval];
  if (isSubDay(interval) && seconds !== undefined) {
    const window = (days * 86_400) / seconds;
    return {
      unit: interval,
      from: first - (window - 1) * seconds * 1000,
      lead: window - 1,
      window,
      count: starts.length,
      closing: "all",
      bucketOf: (unit) => arithmetic(constant(first / 1000), "+", arithmetic(unit, "*", constant(seconds))),
    };
  }
  const dayOf = (ms: number) => differenceInCalendarDays(local(ms, calendar), local(first, calendar));
  const start = call("toDate", constant(localDate(first, calendar)));
  const lastDay = (bucket: number) => dayOf(Math.min(endOf(interval, bucket, calendar), period.range.to));
  return {
    unit: "day",
    from: add("day", first, 1 - days, calendar),
    lead: days - 1,
    window: days,
    count: dayOf(period.range.to) + 1,
    closing: interval === "day" ? "all" : starts.map(lastDay),
    bucketOf: (unit) => call("toDate", call("addDays", start, unit)),
  };
}
