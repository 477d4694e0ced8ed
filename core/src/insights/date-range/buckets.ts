import { type InsightResult, insightError } from "../error.ts";
import { add, type Calendar, endOf, type Interval, startOf } from "./calendar.ts";
import type { DateRange } from "./range.ts";

/** The buckets of a series: `starts[i]` is the first millisecond of bucket i; `end` the last of the last one. */
export interface Buckets {
  readonly interval: Interval;
  readonly starts: readonly number[];
  readonly end: number;
}

/** Most buckets a series may have; more is an error that asks for a coarser interval. */
export const MAX_BUCKETS = 25_000;

/** All buckets that a range touches, in order. */
export function bucketsOf(range: DateRange, interval: Interval, calendar: Calendar): InsightResult<Buckets> {
  const first = startOf(interval, range.from, calendar);
  const starts: number[] = [];
  let start = first;
  while (start <= range.to) {
    if (starts.length === MAX_BUCKETS) {
      return insightError(
        `The date range has more than ${MAX_BUCKETS} buckets of one ${interval}: choose a longer interval or a shorter range.`,
        "query__interval",
      );
    }
    starts.push(start);
    start = startOf(interval, add(interval, first, starts.length, calendar), calendar);
  }
  const last = starts.at(-1) ?? first;
  return { ok: true, value: { interval, starts, end: endOf(interval, last, calendar) } };
}

/**
 * The coarsest stored time column whose units fit between all bucket edges: `day` when every edge is a UTC midnight,
 * `hour` when every edge is a full UTC hour, else `timestamp`.
 */
export function finestColumn(buckets: Buckets): "day" | "hour" | "timestamp" {
  const edges = [...buckets.starts, buckets.end + 1];
  if (edges.every((edge) => edge % 86_400_000 === 0)) return "day";
  return edges.every((edge) => edge % 3_600_000 === 0) ? "hour" : "timestamp";
}
