import { type InsightResult, insightError } from "../error.ts";
import { type Calendar, endOf } from "./calendar.ts";
import { bucketDays } from "./labels.ts";
import type { Period } from "./period.ts";

/** A moment of a chart: number of its bucket, and its first and last millisecond that count. */
export interface AskedBucket {
  readonly index: number;
  readonly from: number;
  readonly to: number;
}

/**
 * The bucket that a chart names with `day`: `YYYY-MM-DD`, `YYYY-MM-DD HH:MM:SS` in local time, or ISO with an offset,
 * which tells hours apart that happen twice. Of a compared period its own days and, bucket by bucket, those of the
 * current one are understood.
 */
export function askedBucket(
  day: string | number,
  periods: readonly Period[],
  which: number,
  calendar: Calendar,
): InsightResult<AskedBucket> {
  const asked = periods[which] as Period;
  const moment = /T.*(?:Z|[+-]\d{2}:?\d{2})$/.test(String(day)) ? Date.parse(String(day)) : Number.NaN;
  const text = String(day).replace("T", " ").slice(0, 19);
  for (const period of [asked, ...periods]) {
    const index = Number.isNaN(moment)
      ? bucketDays(period.buckets, calendar).findIndex((name) => name === text || `${name} 00:00:00` === text)
      : period.buckets.starts.indexOf(moment);
    const start = asked.buckets.starts[index];
    if (start === undefined) continue;
    const to = Math.min(endOf(asked.buckets.interval, start, calendar), asked.range.to);
    return { ok: true, value: { index, from: Math.max(start, asked.countFrom), to } };
  }
  const shown = bucketDays(asked.buckets, calendar);
  const range = shown.length > 0 ? `${shown[0]} to ${shown.at(-1)}` : "none";
  return insightError(`"${day}" is no bucket of this chart: those are ${range}.`, "query__source__day");
}
