import { derivedUuid } from "./identity.ts";

/** The distinct ID that SDKs send in cookieless mode. */
export const COOKIELESS_ID = "$posthog_cookieless";

/** What tells visitors apart for one day without storing anything on their device. */
export interface CookielessVisitor {
  /** Random, of the visitor's day; forgotten afterwards, so that nobody can recompute the ID. */
  readonly dailySalt: string;
  readonly environmentId: number;
  readonly ip: string;
  readonly host: string;
  readonly userAgent: string;
  /** What the site adds to tell people behind one address apart; '' for none. */
  readonly extra?: string;
}

/** `cookieless_<uuid>`: the same for one visitor of one site on one day, different everywhere else. */
export function cookielessId(visitor: CookielessVisitor): string {
  const { dailySalt, environmentId, ip, host, userAgent, extra } = visitor;
  const parts = [dailySalt, environmentId, ip, host, userAgent, ...(extra ? [extra] : [])];
  return `cookieless_${derivedUuid(JSON.stringify(parts))}`;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Zones run from 14 hours before UTC's day to 12 after it; what an SDK kept back may come a day late. */
const EARLIEST_MS = 14 * HOUR_MS;
const LATEST_MS = 12 * HOUR_MS + DAY_MS;

/** Whether a calendar day (`2026-11-22`) may still get visitors somewhere: only then its salt exists. */
export function isCookielessDay(day: string, now: number): boolean {
  const start = Date.parse(`${day}T00:00:00Z`);
  return now >= start - EARLIEST_MS && now < saltEnd(day);
}

/** When the salt of a day is deleted, ms. */
export const saltEnd = (day: string): number => Date.parse(`${day}T00:00:00Z`) + DAY_MS + LATEST_MS;

/** The calendar days whose salts exist at a moment, oldest first. */
export function cookielessDays(now: number): string[] {
  const days = [-2, -1, 0, 1].map((offset) => utcDay(now + offset * DAY_MS));
  return days.filter((day) => isCookielessDay(day, now));
}

const utcDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

const MAX_ZONES = 500;
const formats = new Map<string, Intl.DateTimeFormat | null>();

function formatOf(zone: string): Intl.DateTimeFormat | null {
  let format = formats.get(zone);
  if (format === undefined) {
    if (formats.size >= MAX_ZONES) formats.clear();
    try {
      format = new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" });
    } catch {
      format = null;
    }
    formats.set(zone, format);
  }
  return format;
}

/**
 * The day that a visitor lives in: the event's own moment in the visitor's time zone, else in the project's. A moment
 * whose salt is gone or is yet to come counts as now.
 */
export function cookielessDay(time: number, zone: string, projectZone: string, now: number): string {
  const format = (zone === "" ? null : formatOf(zone)) ?? formatOf(projectZone);
  const dayOf = (ms: number) => (format ? format.format(ms) : utcDay(ms));
  const day = dayOf(time);
  return isCookielessDay(day, now) ? day : dayOf(now);
}
