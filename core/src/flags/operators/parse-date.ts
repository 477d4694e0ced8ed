import { tzOffset } from "@date-fns/tz";

const DAY = 86_400_000;
const RELATIVE = /^-?(\d+)([hdwmy])$/;
const ABSOLUTE =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?(?: ?(Z|UTC|GMT|[+-]\d{2}:?\d{2}))?)?$/i;
const WITH_ZONE = /\d{4}.*(?:Z|GMT|UTC|[+-]\d{2}:?\d{2})\)?$/;

/**
 * `-7d`, `3m`: always in the past, at most 9,999 units; months and years step one at a time and clamp to the
 * month's end each step. Null when the text is no relative date. All in ms since the epoch, calendar in UTC.
 */
export function parseRelativeDate(text: string, now: number): number | null {
  const match = RELATIVE.exec(text);
  if (match === null) return null;
  const count = Number(match[1]);
  if (count >= 10_000) return null;
  switch (match[2]) {
    case "h":
      return now - count * 3_600_000;
    case "d":
      return now - count * DAY;
    case "w":
      return now - count * 7 * DAY;
    case "m":
      return stepBack(now, count, 1);
    default:
      return stepBack(now, count, 12);
  }
}

function stepBack(now: number, steps: number, months: number): number {
  const date = new Date(now);
  let year = date.getUTCFullYear();
  let month = date.getUTCMonth();
  let day = date.getUTCDate();
  for (let step = 0; step < steps; step++) {
    month -= months;
    while (month < 0) {
      month += 12;
      year -= 1;
    }
    if (day > 28) day = Math.min(day, daysInMonth(year, month));
  }
  date.setUTCFullYear(year, month, day);
  return date.getTime();
}

function daysInMonth(year: number, month: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month + 1, 0);
  return date.getUTCDate();
}

/** RFC 3339, a date, or a date and time; without an offset it is read in `timezone`. Null when unparseable. */
export function parseAbsoluteDate(text: string, timezone: string): number | null {
  const match = ABSOLUTE.exec(text.trim());
  if (match === null) return parseOther(text);
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "0", zone] = match;
  const naive = Date.UTC(
    +year!,
    +month! - 1,
    +day!,
    +hour,
    +minute,
    +second,
    Math.round(Number(fraction) * 1000),
  );
  const isReal =
    Number(month) < 13 &&
    new Date(naive).getUTCDate() === Number(day) &&
    +hour < 24 &&
    +minute < 60 &&
    +second < 61;
  if (!isReal) return null;
  if (zone === undefined) return naive - zoneOffset(naive, timezone);
  if (/^[a-z]/i.test(zone)) return naive;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return naive - (zone.startsWith("-") ? -minutes : minutes) * 60_000;
}

/** Other spellings (`Fri, 20 Nov 2026 10:00:00 GMT`) only with a zone, else they would depend on the machine. */
function parseOther(text: string): number | null {
  if (!WITH_ZONE.test(text)) return null;
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : time;
}

function zoneOffset(naive: number, timezone: string): number {
  if (timezone === "UTC") return 0;
  const guess = tzOffset(timezone, new Date(naive));
  if (Number.isNaN(guess)) return 0;
  return tzOffset(timezone, new Date(naive - guess * 60_000)) * 60_000;
}
