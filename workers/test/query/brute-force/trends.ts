import type { TestEvent } from "../event-rows.ts";
import { byUser, type Place, type UnitOf, unitOf } from "./history.ts";

export type Interval = "hour" | "day" | "week" | "month";
type Events = readonly TestEvent[];

/** What a series counts: which events it is about, and which of them meet all filters. */
export interface SeriesAsked {
  readonly math: string;
  readonly about: (event: TestEvent) => boolean;
  readonly meets: (event: TestEvent) => boolean;
}

/** Days of a range as ISO dates, both included. */
export interface Range {
  readonly first: string;
  readonly last: string;
}

export interface View {
  readonly place: Place;
  readonly interval: Interval;
  readonly range: Range;
  readonly display: "series" | "cumulative" | "total";
}

/** Number of the local hour, day, week or month; hours of half-hour zones start at half past. */
export function bucketOf(interval: Interval, place: Place): UnitOf {
  if (interval !== "hour") return unitOf(interval, place);
  const shift = place.zone === "Asia/Kolkata" ? 1_800_000 : 0;
  return (at) => Math.floor((Date.parse(at) + shift) / 3_600_000);
}

/** First and last moment (ISO) of the range's local days. */
function bounds({ place, range }: View): { first: string; last: string } {
  const day = unitOf("day", place);
  const find = (date: string, step: number) => {
    let ms = Date.parse(`${date}T12:00:00Z`);
    const number = day(`${date}T12:00:00Z`);
    while (day(new Date(ms + step).toISOString()) === number) ms += step;
    return new Date(ms).toISOString();
  };
  return { first: find(range.first, -60_000), last: find(range.last, 60_000) };
}

/** The value of each bucket; one value of the whole range for totals. */
export function seriesData(events: Events, asked: SeriesAsked, view: View): number[] {
  const bucket = bucketOf(view.interval, view.place);
  const { first, last } = bounds(view);
  const numbers: number[] = [];
  for (let number = bucket(first); number <= bucket(last); number++) numbers.push(number);
  const inTime = events.filter(
    ({ at }) =>
      bucket(at) >= bucket(first) && unitOf("day", view.place)(at) <= unitOf("day", view.place)(last),
  );
  if (view.display === "total") return [total(events, inTime, asked, view, last)];
  const value = (number: number) =>
    valueIn(events, inTime, asked, view, (at) => bucket(at) === number, number);
  if (view.display === "series") return numbers.map(value);
  return numbers.map((number, index) =>
    asked.math === "dau"
      ? valueIn(events, inTime, asked, view, (at) => bucket(at) <= number, number)
      : numbers.slice(0, index + 1).reduce((sum, one) => sum + value(one), 0),
  );
}

function total(events: Events, inTime: Events, asked: SeriesAsked, view: View, last: string): number {
  const day = unitOf("day", view.place);
  const days = TRAILING[asked.math];
  if (days !== undefined) return trailing(events, asked, (at) => day(last) - day(at), days);
  return valueIn(events, inTime, asked, view, () => true, 0);
}

const TRAILING: Readonly<Record<string, number>> = { weekly_active: 7, monthly_active: 30 };

/** Users with an event less than `length` units before the last one, and not after it. */
function trailing(events: Events, asked: SeriesAsked, age: UnitOf, length: number): number {
  const active = events
    .filter(asked.about)
    .filter(asked.meets)
    .filter(({ at }) => age(at) >= 0 && age(at) < length);
  return new Set(active.map(({ user }) => user)).size;
}

function valueIn(
  events: Events,
  inTime: Events,
  asked: SeriesAsked,
  view: View,
  inside: (at: string) => boolean,
  number: number,
): number {
  const { math } = asked;
  const days = TRAILING[math];
  if (days !== undefined) {
    const unit = view.interval === "hour" ? bucketOf("hour", view.place) : unitOf("day", view.place);
    const closing = view.interval === "hour" ? number : lastDayOf(number, view);
    return trailing(events, asked, (at) => closing - unit(at), view.interval === "hour" ? days * 24 : days);
  }
  if (math === "first_time_for_user" || math === "first_matching_event_for_user") {
    const among = (event: TestEvent) =>
      asked.about(event) && (math === "first_time_for_user" || asked.meets(event));
    const firsts = [...byUser(events.filter(among)).values()].flatMap((own) => own.slice(0, 1));
    return firsts.filter((event) => inTime.includes(event) && inside(event.at) && asked.meets(event)).length;
  }
  return aggregate(
    math,
    inTime.filter((event) => asked.about(event) && asked.meets(event) && inside(event.at)),
  );
}

/** The last local day of a bucket, or of the range when that comes first. */
function lastDayOf(number: number, view: View): number {
  const day = unitOf("day", view.place);
  const bucket = bucketOf(view.interval, view.place);
  const end = day(bounds(view).last);
  for (let ms = Date.parse(`${view.range.last}T12:00:00Z`); ; ms -= 86_400_000) {
    const at = new Date(ms).toISOString();
    if (bucket(at) === number) return Math.min(day(at), end);
    if (bucket(at) < number) throw new Error("The bucket is not in the range.");
  }
}

const PERCENTILES: Readonly<Record<string, number>> = {
  median: 0.5,
  p75: 0.75,
  p90: 0.9,
  p95: 0.95,
  p99: 0.99,
};

function aggregate(math: string, events: Events): number {
  const distinct = (values: readonly (string | undefined)[]) => new Set(values.filter((value) => value)).size;
  if (math === "total") return events.length;
  if (math === "dau") return distinct(events.map(({ user }) => user));
  if (math === "unique_session") return distinct(events.map(({ session }) => session));
  if (math === "unique_group") return distinct(events.map(({ groups }) => groups?.[0]));
  if (math.endsWith("_count_per_actor")) {
    const counts = [...byUser(events).values()].map((own) => own.length);
    return ofNumbers(math.replace("_count_per_actor", ""), counts);
  }
  return ofNumbers(
    math,
    events.flatMap(({ properties }) => (typeof properties?.amount === "number" ? [properties.amount] : [])),
  );
}

/** Of no numbers it is 0; percentiles interpolate between the two nearest. */
function ofNumbers(math: string, numbers: readonly number[]): number {
  if (numbers.length === 0) return 0;
  const sum = numbers.reduce((all, one) => all + one, 0);
  if (math === "sum") return sum;
  if (math === "avg") return sum / numbers.length;
  if (math === "min") return Math.min(...numbers);
  if (math === "max") return Math.max(...numbers);
  const sorted = numbers.toSorted((a, b) => a - b);
  const position = (PERCENTILES[math] ?? Number.NaN) * (sorted.length - 1);
  const [low = 0, high = low] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]];
  return low + (high - low) * (position - Math.floor(position));
}
