import { tzOffset } from "@date-fns/tz";

export const FREQUENCIES = ["daily", "weekly", "monthly", "yearly"] as const;
export type Frequency = (typeof FREQUENCIES)[number];

export const WEEKDAYS = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** When something comes again and again; a subset of RFC 5545's recurrence rules. */
export interface Schedule {
  readonly frequency: Frequency;
  /** Every how many days, weeks, months or years; 1 or more. */
  readonly interval: number;
  /** Days of the week; empty = that of the start. Months take them with `bySetPos`. */
  readonly byWeekday: readonly Weekday[];
  /** Of a month's such days, which: 1 first, -1 last; null = all. */
  readonly bySetPos: number | null;
  /** ms; its clock time in the zone is the clock time of every occurrence. */
  readonly start: number;
  /** ms; nothing after it. */
  readonly until: number | null;
  readonly zone: string;
}

const DAY = 86_400_000;
/** Occurrences are looked for this far ahead: a rule without any (the 5th Friday of …) ends. */
const PERIODS_AHEAD = 400;

/**
 * The first occurrence after `after` (ms), or null when there is none. The clock on the wall stays the same across
 * daylight-saving changes; a time that a change skips is moved forward, one that it repeats is taken the first time.
 * Months that lack the start's day use their last one.
 */
export function nextOccurrence(schedule: Schedule, after: number): number | null {
  const { zone, start, until } = schedule;
  const startDay = localDay(start, zone);
  const clock = start + offset(start, zone) - startDay * DAY;
  const from = Math.max(after, start - 1);
  const first = Math.max(0, Math.floor(periodsBetween(schedule, startDay, localDay(from, zone))) - 1);
  for (let index = first; index < first + PERIODS_AHEAD; index++) {
    for (const day of daysOfPeriod(schedule, startDay, index)) {
      const at = instantOf(day, clock, zone);
      if (at <= from) continue;
      return until !== null && at > until ? null : at;
    }
  }
  return null;
}

/** Whole periods (of `interval` units) from the start's day to another. */
function periodsBetween({ frequency, interval }: Schedule, startDay: number, day: number): number {
  if (frequency === "daily") return (day - startDay) / interval;
  if (frequency === "weekly") return (monday(day) - monday(startDay)) / 7 / interval;
  const months = monthIndex(day) - monthIndex(startDay);
  return months / (frequency === "monthly" ? interval : 12 * interval);
}

/** The days of one period, in order, as days since 1970. */
function daysOfPeriod(schedule: Schedule, startDay: number, index: number): number[] {
  const { frequency, interval, byWeekday, bySetPos } = schedule;
  const wanted = byWeekday.map((name) => WEEKDAYS.indexOf(name));
  if (frequency === "daily") {
    const day = startDay + index * interval;
    return wanted.length === 0 || wanted.includes(weekday(day)) ? [day] : [];
  }
  if (frequency === "weekly") {
    const week = monday(startDay) + 7 * index * interval;
    const days = wanted.length === 0 ? [weekday(startDay)] : [...new Set(wanted)];
    return days.sort((a, b) => a - b).map((day) => week + day);
  }
  const month = monthIndex(startDay) + index * interval * (frequency === "monthly" ? 1 : 12);
  const all = daysOfMonth(month);
  if (wanted.length === 0) {
    const date = new Date(startDay * DAY).getUTCDate();
    return [all[Math.min(date, all.length) - 1]!];
  }
  const matching = all.filter((day) => wanted.includes(weekday(day)));
  if (bySetPos === null) return matching;
  const at = matching.at(bySetPos > 0 ? bySetPos - 1 : bySetPos);
  return at === undefined ? [] : [at];
}

/** 0 Monday … 6 Sunday: 1970-01-01 was a Thursday. */
const weekday = (day: number): number => (((day + 3) % 7) + 7) % 7;
const monday = (day: number): number => day - weekday(day);

function monthIndex(day: number): number {
  const date = new Date(day * DAY);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function daysOfMonth(index: number): number[] {
  const first = Date.UTC(Math.floor(index / 12), index % 12, 1) / DAY;
  const next = Date.UTC(Math.floor((index + 1) / 12), (index + 1) % 12, 1) / DAY;
  return Array.from({ length: next - first }, (_, day) => first + day);
}

const offset = (ms: number, zone: string): number => tzOffset(zone, new Date(ms)) * 60_000;

/** The day in the zone as days since 1970. */
export const localDay = (ms: number, zone: string): number => Math.floor((ms + offset(ms, zone)) / DAY);

/** The moment when clocks in the zone show `clock` (ms since midnight) on a day. */
export function instantOf(day: number, clock: number, zone: string): number {
  const wall = day * DAY + clock;
  // The offsets on both sides of any change near by: the earlier moment that shows the wanted time wins.
  const candidates = [wall - offset(wall - DAY, zone), wall - offset(wall + DAY, zone)].sort((a, b) => a - b);
  const exact = candidates.find((at) => at + offset(at, zone) === wall);
  if (exact !== undefined) return exact;
  // Skipped: as far after the gap as the wanted time lies in it.
  return candidates[1]!;
}
