import type { ChartBand } from "../../../charts/types.ts";
import type { OverLimit } from "../../../lib/api/query.ts";
import type { Interval } from "../query/types.ts";
import { bucketEnd, bucketStart } from "./buckets.ts";

const DAY_MS = 86_400_000;

/** Events over the limit that UTC days touching a time counted. */
function eventsIn({ days }: OverLimit, from: number, to: number): number {
  return days
    .filter(({ day }) => Date.parse(day) < to && Date.parse(day) + DAY_MS > from)
    .reduce((sum, { events }) => sum + events, 0);
}

const sentence = (events: number): string =>
  `Over the limit: ${events.toLocaleString("en-US")} events counted. Totals are exact, people are one in ten.`;

/** The buckets of a chart that a time over the limit touches, neighbours together. */
export function overLimitBands(
  over: OverLimit | undefined,
  buckets: readonly string[],
  zone: { readonly interval: Interval; readonly timezone: string },
): ChartBand[] {
  if (!over || over.periods.length === 0) return [];
  const spans = over.periods.map(({ started_at, ended_at }) => [
    Date.parse(started_at),
    ended_at === null ? Number.POSITIVE_INFINITY : Date.parse(ended_at),
  ]);
  const now = Math.max(...over.days.map(({ day }) => Date.parse(day) + DAY_MS));
  const bands: { from: number; to: number }[] = [];
  buckets.forEach((bucket, index) => {
    const [start, end] = [bucketStart(bucket, zone), bucketEnd(bucket, zone)];
    if (start >= now || !spans.some(([from = 0, to = 0]) => from < end && to >= start)) return;
    const last = bands.at(-1);
    if (last && last.to === index - 1) last.to = index;
    else bands.push({ from: index, to: index });
  });
  return bands.map(({ from, to }) => {
    const events = eventsIn(over, bucketStart(buckets[from]!, zone), bucketEnd(buckets[to]!, zone));
    return { from, to, text: sentence(events) };
  });
}

/** The same in words, for answers without a time axis: what came over the limit since a time (ms). */
export function overLimitText(over: OverLimit | undefined, since: number): string | null {
  if (!over?.periods.some(({ ended_at }) => ended_at === null || Date.parse(ended_at) >= since)) return null;
  const events = eventsIn(over, since, Number.POSITIVE_INFINITY);
  return events > 0 ? sentence(events) : null;
}
