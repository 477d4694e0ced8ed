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

const counted = (events: number): string => `${events.toLocaleString("en-US")} events counted`;
const ESTIMATES = "Totals are exact, people are estimated from one in ten.";
const sentence = (events: number): string => `Over the limit: ${counted(events)}. ${ESTIMATES}`;

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
    // What was restored since is whole again.
    if (eventsIn(over, start, end) === 0) return;
    const last = bands.at(-1);
    if (last && last.to === index - 1) last.to = index;
    else bands.push({ from: index, to: index });
  });
  return bands.map(({ from, to }) => {
    const events = eventsIn(over, bucketStart(buckets[from]!, zone), bucketEnd(buckets[to]!, zone));
    return { from, to, text: sentence(events) };
  });
}

/** Dates that an answer is about (ms), the end inclusive. */
export interface AnswerSpan {
  readonly from: number;
  readonly to: number;
}

/** What the weights of an answer are worth: figures of people are estimates, or (SQL) rows are those that were kept. */
export type Weighed = "estimates" | "rows";

/** The same in words, for answers without a time axis: when within its dates events came over the limit, and how many. */
export function overLimitText(
  over: OverLimit | undefined,
  { from, to }: AnswerSpan,
  weighed: Weighed = "estimates",
): string | null {
  const days = (over?.days ?? []).filter(
    ({ day, events }) => events > 0 && Date.parse(day) <= to && Date.parse(day) + DAY_MS > from,
  );
  const [first, last] = [days[0]?.day, days.at(-1)?.day];
  if (first === undefined || last === undefined) return null;
  const events = days.reduce((sum, one) => sum + one.events, 0);
  const when = first === last ? dayText(first) : `${dayText(first)} to ${dayText(last)}`;
  const meaning =
    weighed === "rows"
      ? "Rows of that time are those of one person in ten: each stands for sample_weight events."
      : ESTIMATES;
  return `Over the limit ${when}: ${counted(events)}. ${meaning}`;
}

const dayText = (day: string): string =>
  new Date(day).toLocaleDateString("en-GB", { month: "short", day: "numeric", timeZone: "UTC" });
