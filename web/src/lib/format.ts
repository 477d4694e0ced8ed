import { formatDistanceToNowStrict } from "date-fns";

const compact = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });
const exact = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });

/** 12,345 → `12.3K`: for axes and hints. */
export function compactNumber(value: number): string {
  return compact.format(value);
}

/** At most two decimals, with separators: for every value that someone may copy. */
export function exactNumber(value: number): string {
  return exact.format(value);
}

/** A share (0–1) as `12.3 %`; small ones with a second decimal where `fine`. */
export function percent(rate: number, fine = false): string {
  return `${(rate * 100).toFixed(fine && rate > 0 && rate < 0.1 ? 2 : 1)} %`;
}

/** `3 minutes ago`; the time given is ISO 8601 or ms. */
export function ago(time: string | number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return "–";
  if (Math.abs(Date.now() - date.getTime()) < 1500) return "just now";
  return formatDistanceToNowStrict(date, { addSuffix: true });
}

/** Date and time to the second in a zone (IANA name; the browser's when absent). */
export function fullTime(time: string | number, timeZone?: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return String(time);
  return new Intl.DateTimeFormat("en-GB", {
    dateStyle: "medium",
    timeStyle: "medium",
    ...(timeZone ? { timeZone } : {}),
  }).format(date);
}

/** Time of today, else day and time, to the second. */
export function shortTime(time: string | number, timeZone: string, now = Date.now()): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return String(time);
  const day = (value: Date | number) => new Intl.DateTimeFormat("en-CA", { timeZone }).format(value);
  const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone }).format(date);
  if (day(date) === day(now)) return clock;
  return `${new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone }).format(date)} ${clock}`;
}

/** Any JSON value as one line of text. */
export function showValue(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "string") return value;
  return JSON.stringify(value);
}
