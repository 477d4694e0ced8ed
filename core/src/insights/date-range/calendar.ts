import { TZDate, tzOffset } from "@date-fns/tz";
import {
  addDays,
  addMonths,
  startOfDay,
  startOfMonth,
  startOfQuarter,
  startOfWeek,
  startOfYear,
} from "date-fns";

/** Bucket sizes of a time series. */
export const INTERVALS = ["second", "minute", "hour", "day", "week", "month", "quarter", "year"] as const;
export type Interval = (typeof INTERVALS)[number];

/** The project's local time: an IANA zone and the first day of its week (0 Sunday, 1 Monday). */
export interface Calendar {
  readonly zone: string;
  readonly weekStart: 0 | 1;
}

const FIXED_MS: Partial<Record<Interval, number>> = { second: 1000, minute: 60_000, hour: 3_600_000 };

/** True when the runtime knows the IANA zone. */
export function isKnownZone(zone: string): boolean {
  return zone !== "" && !Number.isNaN(tzOffset(zone, new Date(0)));
}

/** True for intervals shorter than a day: their buckets are fixed spans of time, not calendar units. */
export function isSubDay(interval: Interval): boolean {
  return FIXED_MS[interval] !== undefined;
}

/** The moment as a date whose fields are those of the calendar's zone. */
export function local(ms: number, calendar: Calendar): TZDate {
  return new TZDate(ms, calendar.zone);
}

/** First millisecond of the bucket that holds `ms`: local midnights for day and longer, local full hours for hour. */
export function startOf(interval: Interval, ms: number, calendar: Calendar): number {
  const fixed = FIXED_MS[interval];
  if (fixed !== undefined) {
    const offset = tzOffset(calendar.zone, new Date(ms)) * 60_000;
    return Math.floor((ms + offset) / fixed) * fixed - offset;
  }
  const date = local(ms, calendar);
  switch (interval) {
    case "week":
      return +startOfWeek(date, { weekStartsOn: calendar.weekStart });
    case "month":
      return +startOfMonth(date);
    case "quarter":
      return +startOfQuarter(date);
    case "year":
      return +startOfYear(date);
    default:
      return +startOfDay(date);
  }
}

/** `ms` moved by `count` intervals; calendar units keep the local wall-clock time and clamp to the month's end. */
export function add(interval: Interval, ms: number, count: number, calendar: Calendar): number {
  const fixed = FIXED_MS[interval];
  if (fixed !== undefined) return ms + count * fixed;
  const date = local(ms, calendar);
  switch (interval) {
    case "week":
      return +addDays(date, 7 * count);
    case "month":
      return +addMonths(date, count);
    case "quarter":
      return +addMonths(date, 3 * count);
    case "year":
      return +addMonths(date, 12 * count);
    default:
      return +addDays(date, count);
  }
}

/** Last millisecond of the bucket that starts at `start`. */
export function endOf(interval: Interval, start: number, calendar: Calendar): number {
  return startOf(interval, add(interval, start, 1, calendar), calendar) - 1;
}
