import { add, type Calendar, startOf } from "../../insights/date-range/calendar.ts";
import { type DateRange, resolveRange } from "../../insights/date-range/range.ts";
import type { Behaviour, Span, TimeUnit } from "../definition.ts";
import { CohortProblem } from "../problem.ts";

/** When behaviour is judged, and in whose calendar. */
export interface Moment {
  /** ms since the epoch. */
  readonly now: number;
  readonly calendar: Calendar;
}

const LETTERS: Readonly<Record<TimeUnit, string>> = {
  minute: "M",
  hour: "h",
  day: "d",
  week: "w",
  month: "m",
  year: "y",
};
const SECONDS: Readonly<Record<TimeUnit, number>> = {
  minute: 60,
  hour: 3600,
  day: 86_400,
  week: 604_800,
  month: 2_592_000,
  year: 31_536_000,
};

/** Both ends inclusive, ms: as everywhere, days begin at local midnight, `-30d` at the one 30 days ago. */
export function windowOf(behaviour: Behaviour, moment: Moment): DateRange {
  const { from, to, window } = behaviour;
  const date_from = from ?? (window ? textOf(window) : "all");
  const range = resolveRange({ date_from, date_to: to ?? null }, "day", moment);
  if (range.ok) return range.value;
  throw new CohortProblem(
    to === undefined ? "explicit_datetime" : "explicit_datetime_to",
    range.error.message,
  );
}

/** First moment of the recent part of a window. */
export function recentFrom(span: Span, moment: Moment): number {
  const range = resolveRange({ date_from: textOf(span) }, "day", moment);
  if (!range.ok) throw new CohortProblem("seq_time_value", range.error.message);
  return range.value.from;
}

/** A fixed time for the gap between two events: a month is 30 days, a year 365. */
export const milliseconds = ({ value, unit }: Span): number => value * SECONDS[unit] * 1000;

/**
 * First moments of `total` periods that end with yesterday, oldest first, and the end (exclusive) of the last. Periods
 * of minutes and hours end with the last full hour.
 */
export function periodStarts({ value, unit }: Span, total: number, { now, calendar }: Moment): number[] {
  const sub = unit === "minute" || unit === "hour";
  const end = startOf(sub ? "hour" : "day", now, calendar);
  return Array.from({ length: total + 1 }, (_, index) => add(unit, end, -value * (total - index), calendar));
}

const textOf = ({ value, unit }: Span): string => `-${value}${LETTERS[unit]}`;
