import { tz } from "@date-fns/tz";
import { addDays, addHours, addMinutes, addMonths, addWeeks, parse } from "date-fns";
import type { Interval } from "../query/types.ts";

const ADD = { minute: addMinutes, hour: addHours, day: addDays, week: addWeeks, month: addMonths } as const;

interface Zone {
  readonly interval: Interval;
  readonly timezone: string;
}

/** First moment (ms) of a bucket, in the project's zone. */
export function bucketStart(bucket: string, { timezone }: Pick<Zone, "timezone">): number {
  const format = bucket.length > 10 ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd";
  return parse(bucket.slice(0, 16), format, new Date(0), { in: tz(timezone) }).getTime();
}

/** First moment (ms) after a bucket, in the project's zone. */
export function bucketEnd(bucket: string, zone: Zone): number {
  const start = parse(
    bucket.slice(0, 16),
    bucket.length > 10 ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd",
    new Date(0),
    { in: tz(zone.timezone) },
  );
  return ADD[zone.interval](start, 1).getTime();
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `2026-01-31` → `31 Jan`; hours and minutes carry the time, months the year. */
export function bucketLabel(bucket: string, interval: Interval): string {
  const [date = "", time] = bucket.split(" ");
  const [year, month, day] = date.split("-");
  const name = MONTHS[Number(month) - 1] ?? "";
  if (interval === "month") return `${name} ${year}`;
  if (interval === "hour" || interval === "minute")
    return `${Number(day)} ${name} ${time?.slice(0, 5) ?? "00:00"}`;
  return `${Number(day)} ${name}`;
}

/** Index of the bucket that a moment (ms) falls into; −1 outside. */
export function bucketOf(time: number, buckets: readonly string[], zone: Zone): number {
  const last = buckets.at(-1);
  if (last === undefined || time >= bucketEnd(last, zone)) return -1;
  return buckets.findLastIndex((bucket) => bucketStart(bucket, zone) <= time);
}
