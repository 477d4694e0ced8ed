const HOUR = 3_600_000;
const FUTURE_LIMIT = 23 * HOUR;
/** Range of the warehouse's DateTime64(3): 1900-01-01 to 2299-12-31. */
const EARLIEST = -2_208_988_800_000;

const ISO =
  /^([+-]\d{6}|[+-]?\d{4,5})(?:-(\d\d)(?:-(\d\d))?)?(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)? ?(Z|z|UTC|[+-]\d\d(?::?\d\d)?)?$/;

/** Epoch milliseconds of a UTC date in any year: Date.UTC reads years 0–99 as 1900–1999. */
function utc(year: number, month: number, day: number, hour: number, minute: number, second: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  return date.getTime();
}

/** The minute of the last time read, and how it was written. */
let minuteText = "?";
let minute = Number.NaN;

const MINUTE_TEXT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:/;
const SECONDS_TEXT = /^[0-5]\d\.\d{3}$/;

/** `2026-11-22T04:02:38.344Z`. Events of a request mostly share their minute. */
function canonicalTime(text: string): number {
  if (text.startsWith(minuteText)) {
    const seconds = text.slice(17, 23);
    if (SECONDS_TEXT.test(seconds)) return minute + Math.round(Number(seconds) * 1000);
  }
  const time = Date.parse(text);
  if (!Number.isNaN(time) && MINUTE_TEXT.test(text)) {
    minuteText = text.slice(0, 17);
    minute = Math.floor(time / 60_000) * 60_000;
  }
  return time;
}

/** Milliseconds of an ISO 8601 text, or of an epoch number in seconds or milliseconds; NaN when it is neither. */
export function parseTime(value: unknown): number {
  if (typeof value === "number") return Math.abs(value) > 1e11 ? value : value * 1000;
  if (typeof value !== "string" || value === "") return Number.NaN;
  // What SDKs send; Date.parse reads far more than ISO, so nothing else reaches it.
  if (value.length === 24 && value.charCodeAt(23) === 0x5a && value.charCodeAt(10) === 0x54)
    return canonicalTime(value);
  const match = ISO.exec(value.trim());
  if (!match) return Number.NaN;
  const [, year, month = "1", day = "1", hour = "0", minute = "0", second = "0", fraction = "", zone = "Z"] =
    match;
  if (+month < 1 || +month > 12 || +day < 1 || +day > 31 || +hour > 24 || +minute > 59 || +second > 60)
    return Number.NaN;
  const time =
    utc(Number(year), +month, +day, +hour, +minute, +second) +
    Math.floor(Number(`0.${fraction || "0"}`) * 1000);
  const sign = zone.charCodeAt(0) === 0x2b ? 1 : zone.charCodeAt(0) === 0x2d ? -1 : 0;
  if (sign === 0) return time;
  const digits = zone.slice(1).replace(":", "");
  return time - sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || "0")) * 60_000;
}

export interface EventTimeInput {
  readonly timestamp: unknown;
  /** Milliseconds ago, sent by older browsers SDKs; wins. */
  readonly offset: unknown;
  /** When the client says it sent the request, ms; NaN when unknown. */
  readonly sentAt: number;
  readonly ignoreSentAt: boolean;
  /** Time of arrival, ms. */
  readonly now: number;
}

/**
 * When an event happened, by the server's clock (WIRE.md 2): the client's clock error is `sentAt - now`.
 * `future` tells that the result was more than 23 hours ahead and replaced by the time of arrival.
 */
export function eventTime(input: EventTimeInput): { time: number; future: boolean } {
  const { now, offset } = input;
  let time: number;
  if (typeof offset === "number" && Number.isFinite(offset) && offset >= 0) time = now - offset;
  else {
    time = parseTime(input.timestamp);
    if (!input.ignoreSentAt && !Number.isNaN(input.sentAt)) time -= input.sentAt - now;
  }
  if (Number.isNaN(time)) return { time: now, future: false };
  if (time > now + FUTURE_LIMIT) {
    const beyond = time > 253_402_300_799_999;
    return beyond ? { time: 0, future: false } : { time: now, future: true };
  }
  // Before year 0 nothing is meant; before 1900 the warehouse can't say it.
  if (time < -62_167_219_200_000) return { time: 0, future: false };
  return { time: Math.trunc(Math.max(time, EARLIEST)), future: false };
}

/** `sent_at` from the query (`_` or `sent_at`, ms), as beacons and old SDKs send it; NaN when absent or absurd. */
export function querySentAt(text: string | undefined): number {
  const time = text ? Number(text) : Number.NaN;
  return time >= 1_609_459_200_000 ? time : Number.NaN;
}
