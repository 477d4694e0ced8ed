import { add, type Calendar, startOf } from "../insights/date-range/calendar.ts";
import { instantOf, localDay } from "../subscriptions/schedule.ts";

export const CHECK_INTERVALS = [
  "real_time",
  "every_15_minutes",
  "hourly",
  "daily",
  "weekly",
  "monthly",
] as const;
export type CheckInterval = (typeof CHECK_INTERVALS)[number];

/** When an alert may be checked; clock times in the project's zone. */
export interface CheckSchedule {
  readonly interval: CheckInterval;
  readonly skipWeekend: boolean;
  /** `HH:MM` of daily and longer checks; default 01:00, when late events of the day before are in. */
  readonly startTime: string | null;
  /** Half-open windows `[start, end)` in which nothing is checked; `end` before `start` goes past midnight. */
  readonly blocked: readonly { readonly start: string; readonly end: string }[];
  readonly zone: string;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
const REAL_TIME_MS = 2 * MINUTE;
const QUARTER = 15 * MINUTE;
/** Events of an hour that is over may still be on their way for so long. */
const LATE_MS = 5 * MINUTE;

/** The first moment after `now` (ms) at which an alert is due. */
export function nextCheck(schedule: CheckSchedule, now: number): number {
  let at = plain(schedule, now);
  // Each step moves on; a rule that blocks everything ends in a check a week later.
  for (let step = 0; step < 20; step++) {
    const moved = outOfBlocked(schedule, outOfWeekend(schedule, at));
    if (moved === at) return at;
    at = moved;
  }
  return at;
}

function plain({ interval, startTime, zone }: CheckSchedule, now: number): number {
  const calendar: Calendar = { zone, weekStart: 1 };
  switch (interval) {
    case "real_time":
      return now + REAL_TIME_MS;
    case "every_15_minutes":
      return (Math.floor(now / QUARTER) + 1) * QUARTER;
    case "hourly": {
      const hour = startOf("hour", now, calendar);
      return hour + LATE_MS > now ? hour + LATE_MS : hour + 60 * MINUTE + LATE_MS;
    }
    default: {
      const unit = interval === "daily" ? "day" : interval === "weekly" ? "week" : "month";
      const clock = clockOf(startTime ?? "01:00");
      const first = startOf(unit, now, calendar);
      const candidates = [first, startOf(unit, add(unit, first, 1, calendar), calendar)];
      const times = candidates.map((start) => instantOf(localDay(start, zone), clock, zone));
      return times.find((time) => time > now) ?? times.at(-1)!;
    }
  }
}

const clockOf = (text: string): number => {
  const [hours = 0, minutes = 0] = text.split(":").map(Number);
  return (hours * 60 + minutes) * MINUTE;
};

/** 5 Saturday, 6 Sunday: 1970-01-01 was a Thursday. */
const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;

/** Moves a check on a weekend to the same clock time on Monday; those through the day to its first minutes. */
function outOfWeekend({ skipWeekend, interval, zone }: CheckSchedule, at: number): number {
  const day = localDay(at, zone);
  const weekday = weekdayOf(day);
  if (!skipWeekend || weekday < 5) return at;
  const monday = day + 7 - weekday;
  const midnight = instantOf(day, 0, zone);
  const isSparse = interval === "daily" || interval === "weekly" || interval === "monthly";
  return instantOf(monday, isSparse ? at - midnight : LATE_MS, zone);
}

function outOfBlocked({ blocked, zone }: CheckSchedule, at: number): number {
  const day = localDay(at, zone);
  for (const { start, end } of blocked) {
    const [from, to] = [clockOf(start), clockOf(end)];
    // Yesterday's window may reach into today.
    for (const first of [day - 1, day]) {
      const begins = instantOf(first, from, zone);
      const ends = instantOf(to > from ? first : first + 1, to, zone);
      if (at >= begins && at < ends && ends - begins < DAY) return ends;
    }
  }
  return at;
}
