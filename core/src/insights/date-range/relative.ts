import type { TZDate } from "@date-fns/tz";
import { addDays, addHours, addMonths, addSeconds, addWeeks, setDate } from "date-fns";
import { type Calendar, local } from "./calendar.ts";

/** A bound of a range as the caller wrote it, resolved to a moment. */
export interface ParsedDate {
  readonly ms: number;
  /** How exact the text was: decides how the range is rounded. */
  readonly precision: "now" | "minute" | "hour" | "day" | "date" | "instant";
}

const ABSOLUTE =
  /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?\s*$/i;
const RELATIVE = /-?(\d{1,6})?([hdwmqysHDWMQY])(Start|End)?/;
/** What the engine's datetimes hold; beyond, every event is on the same side anyway. */
const FIRST_MS = Date.UTC(1900, 0, 1);
const LAST_MS = Date.UTC(2299, 0, 1);
const END_OF_DAY = { hours: 23, minutes: 59, seconds: 59, milliseconds: 999 };

/**
 * Reads a date of `dateRange`: `2026-01-31`, an ISO datetime (without offset: local time), or a relative date such as
 * `-7d`, `-1mStart`, `dEnd`. As PostHog, relative dates always point back, upper-case units move nothing except `M`
 * (minutes), and text that is neither means `now`. Undefined for impossible dates such as `2026-02-31`. Moments before
 * 1900 and after 2298 become these.
 */
export function parseDate(text: string, now: number, calendar: Calendar): ParsedDate | undefined {
  const absolute = ABSOLUTE.exec(text);
  if (absolute) return parseAbsolute(absolute, calendar);
  const match = RELATIVE.exec(text);
  if (!match) return { ms: now, precision: "now" };
  const unit = match[2] as string;
  const count = match[1] === undefined ? 0 : Number(match[1]);
  const moved = move(local(now, calendar), unit, count);
  const placed = place(moved, unit, match[3]);
  return {
    ms: withinReach(+placed),
    precision: unit === "h" ? "hour" : unit === "M" || unit === "s" ? "minute" : "day",
  };
}

/** `ms` moved back by a relative date such as `-1w`; undefined when the text is none. */
export function shiftBack(
  ms: number,
  text: string,
  calendar: Calendar,
  fourWeekMonths = false,
): number | undefined {
  const match = /^-?(\d{1,6})([hdwmqyMs])(?:Start|End)?$/.exec(text.trim());
  if (!match) return undefined;
  const unit = match[2] as string;
  const count = Number(match[1]);
  const date = local(ms, calendar);
  if (fourWeekMonths && unit === "m") return withinReach(+addWeeks(date, -4 * count));
  if (fourWeekMonths && unit === "y") return withinReach(+addWeeks(date, -52 * count));
  return withinReach(+move(date, unit, count));
}

/** Relative dates of many thousand years are no date at all in JavaScript. */
const withinReach = (ms: number): number =>
  Number.isNaN(ms) ? FIRST_MS : Math.min(Math.max(ms, FIRST_MS), LAST_MS);

function parseAbsolute(match: RegExpExecArray, calendar: Calendar): ParsedDate | undefined {
  const [, year, month, day, hour, minute, second, fraction, offset] = match;
  const parts = [year, month, day, hour ?? 0, minute ?? 0, second ?? 0].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [y, mo, d, h, mi, s] = parts;
  const milliseconds = fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1000);
  const naive = Date.UTC(y, mo - 1, d, h, mi, s, milliseconds);
  const check = new Date(naive);
  if (check.getUTCMonth() !== mo - 1 || check.getUTCDate() !== d || h > 23 || mi > 59 || s > 59)
    return undefined;
  if (offset !== undefined) return { ms: withinReach(naive - offsetMs(offset)), precision: "instant" };
  const midnight = local(0, calendar);
  midnight.setFullYear(y, mo - 1, d);
  midnight.setHours(h, mi, s, milliseconds);
  return { ms: withinReach(+midnight), precision: hour === undefined ? "date" : "instant" };
}

function offsetMs(offset: string): number {
  if (offset.toUpperCase() === "Z") return 0;
  const digits = offset.slice(1).replace(":", "");
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return (offset[0] === "-" ? -1 : 1) * minutes * 60_000;
}

function move(date: TZDate, unit: string, count: number): TZDate {
  switch (unit) {
    case "s":
      return addSeconds(date, -count);
    case "M":
      return addSeconds(date, -60 * count);
    case "h":
      return addHours(date, -count);
    case "d":
      return addDays(date, -count);
    case "w":
      return addWeeks(date, -count);
    case "q":
      return addWeeks(date, -13 * count);
    case "m":
      return addMonths(date, -count);
    case "y":
      return addMonths(date, -12 * count);
    default:
      return date;
  }
}

function place(date: TZDate, unit: string, position: string | undefined): TZDate {
  if (position === undefined) return date;
  const start = position === "Start";
  const result = local(+date, { zone: date.timeZone ?? "UTC", weekStart: 0 });
  if (unit === "h") {
    if (start) result.setMinutes(0, 0, 0);
    else result.setMinutes(59, 59, 999);
    return result;
  }
  if (unit === "d") {
    if (start) result.setHours(0, 0, 0, 0);
    else result.setHours(END_OF_DAY.hours, END_OF_DAY.minutes, END_OF_DAY.seconds, END_OF_DAY.milliseconds);
    return result;
  }
  if (unit === "m") return setDate(result, start ? 1 : lastDay(result));
  if (unit === "y") {
    if (start) result.setMonth(0, 1);
    else result.setDate(lastDay(result));
  }
  return result;
}

function lastDay(date: TZDate): number {
  return new Date(Date.UTC(date.getFullYear(), date.getMonth() + 1, 0)).getUTCDate();
}
