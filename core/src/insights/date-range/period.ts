import type { InsightResult } from "../error.ts";
import type { InsightContext } from "../query-kind.ts";
import { type Buckets, bucketsOf } from "./buckets.ts";
import type { Calendar, Interval } from "./calendar.ts";
import { isoLocal } from "./labels.ts";
import { compareRange, type DateRange, type DateRangeInput, resolveRange } from "./range.ts";

/** One range that is asked for: the current one, or the one compared with. */
export interface Period {
  readonly range: DateRange;
  readonly buckets: Buckets;
  /** First moment that counts: the start of the first bucket, or exactly `range.from` with `explicitDate`. */
  readonly countFrom: number;
}

interface DatedQuery {
  readonly dateRange?: Optional<DateRangeInput> | undefined;
  readonly compareFilter?:
    | { readonly compare?: boolean | undefined; readonly compare_to?: string | undefined }
    | undefined;
}
type Optional<Type> = { readonly [Key in keyof Type]?: Type[Key] | undefined };

/** The project's local time. */
export const calendarOf = (context: InsightContext): Calendar => ({
  zone: context.timezone,
  weekStart: context.weekStartDay,
});

/** The range of a query without buckets. */
export function rangeOf(
  { dateRange }: DatedQuery,
  interval: Interval,
  context: InsightContext,
): InsightResult<DateRange> {
  const input = {
    date_from: dateRange?.date_from ?? null,
    date_to: dateRange?.date_to ?? null,
    explicitDate: dateRange?.explicitDate ?? null,
  };
  return resolveRange(input, interval, {
    now: context.now,
    calendar: calendarOf(context),
    ...(context.earliestEvent === undefined ? {} : { earliest: context.earliestEvent }),
  });
}

/** The current period and, when the query compares, the previous one. */
export function periodsOf(
  query: DatedQuery,
  interval: Interval,
  context: InsightContext,
): InsightResult<readonly [Period, ...Period[]]> {
  const calendar = calendarOf(context);
  const exact = query.dateRange?.explicitDate === true;
  const range = rangeOf(query, interval, context);
  if (!range.ok) return range;
  const current = periodOf(range.value, interval, calendar, exact);
  if (!current.ok) return current;
  if (!query.compareFilter?.compare) return { ok: true, value: [current.value] };
  const { compare_to } = query.compareFilter;
  const before = compareRange(range.value, compare_to, interval, calendar, context.fourWeekMonths);
  if (!before.ok) return before;
  const previous = periodOf(before.value, interval, calendar, exact);
  return previous.ok ? { ok: true, value: [current.value, previous.value] } : previous;
}

function periodOf(
  range: DateRange,
  interval: Interval,
  calendar: Calendar,
  exact: boolean,
): InsightResult<Period> {
  const buckets = bucketsOf(range, interval, calendar);
  if (!buckets.ok) return buckets;
  const first = buckets.value.starts[0] ?? range.from;
  return { ok: true, value: { range, buckets: buckets.value, countFrom: exact ? range.from : first } };
}

/** A range as the answer's envelope names it. */
export const resolvedDates = ({ from, to }: DateRange, calendar: Calendar) => ({
  date_from: isoLocal(from, calendar),
  date_to: isoLocal(to, calendar),
});
