import type { Buckets } from "./buckets.ts";
import { type Calendar, endOf, type Interval, isSubDay, local } from "./calendar.ts";
import type { DateRange } from "./range.ts";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const two = (value: number): string => String(value).padStart(2, "0");

/** `1-Jan-2026`, `1-Jan 14:00`, `Jan 2026`, `4–10 Jan` (weeks clipped to the range): one label a bucket. */
export function bucketLabels(buckets: Buckets, range: DateRange, calendar: Calendar): string[] {
  return buckets.starts.map((start) => label(start, buckets.interval, range, calendar));
}

function label(start: number, interval: Interval, range: DateRange, calendar: Calendar): string {
  const date = local(start, calendar);
  const month = MONTHS[date.getMonth()];
  switch (interval) {
    case "minute":
    case "hour":
      return `${date.getDate()}-${month} ${two(date.getHours())}:${two(date.getMinutes())}`;
    case "month":
      return `${month} ${date.getFullYear()}`;
    case "week":
      return weekLabel(start, range, calendar);
    default:
      return dayLabel(start, calendar);
  }
}

function dayLabel(ms: number, calendar: Calendar, year = true): string {
  const date = local(ms, calendar);
  const day = `${date.getDate()}-${MONTHS[date.getMonth()]}`;
  return year ? `${day}-${date.getFullYear()}` : day;
}

function weekLabel(start: number, range: DateRange, calendar: Calendar): string {
  const first = local(Math.max(start, range.from), calendar);
  const last = local(Math.min(endOf("week", start, calendar), range.to), calendar);
  if (first.getFullYear() !== last.getFullYear()) {
    return `${dayLabel(+first, calendar)} – ${dayLabel(+last, calendar)}`;
  }
  if (first.getMonth() !== last.getMonth()) {
    return `${dayLabel(+first, calendar, false)} – ${dayLabel(+last, calendar, false)}`;
  }
  if (first.getDate() === last.getDate()) return dayLabel(+first, calendar);
  return `${first.getDate()}–${last.getDate()} ${MONTHS[first.getMonth()]}`;
}

/** Bucket starts in local time: `YYYY-MM-DD` for day and longer, `YYYY-MM-DD HH:MM:SS` for shorter. */
export function bucketDays(buckets: Buckets, calendar: Calendar): string[] {
  const withTime = isSubDay(buckets.interval);
  return buckets.starts.map((start) =>
    withTime ? localDateTime(start, calendar) : localDate(start, calendar),
  );
}

/** `YYYY-MM-DD` in the calendar's zone. */
export function localDate(ms: number, calendar: Calendar): string {
  const date = local(ms, calendar);
  return `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** `YYYY-MM-DD HH:MM:SS` in the calendar's zone. */
export function localDateTime(ms: number, calendar: Calendar): string {
  const date = local(ms, calendar);
  return `${localDate(ms, calendar)} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** ISO 8601 with the zone's offset (`Z` for zero), to the second or, when `ms` ends a unit, `.999999`. */
export function isoLocal(ms: number, calendar: Calendar): string {
  const text = local(ms, calendar).toISOString();
  const [, body = "", offset = "Z"] = /^(.*?)\.\d+(Z|[+-]\d{2}:\d{2})$/.exec(text) ?? [];
  const rest = ((ms % 1000) + 1000) % 1000;
  const fraction = rest === 0 ? "" : rest === 999 ? ".999999" : `.${String(rest).padStart(3, "0")}000`;
  return `${body}${fraction}${offset === "+00:00" || offset === "-00:00" ? "Z" : offset}`;
}
