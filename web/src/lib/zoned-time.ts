import { tz } from "@date-fns/tz";
import { format, parse } from "date-fns";

const FIELD = "yyyy-MM-dd'T'HH:mm";

/** A moment as a `datetime-local` field shows it in a zone (IANA name). */
export function toLocalField(time: string | number, timeZone: string): string {
  return format(new Date(time), FIELD, { in: tz(timeZone) });
}

/** The moment (ISO 8601, UTC) that a `datetime-local` field means in a zone; null when it is empty or unreadable. */
export function fromLocalField(text: string, timeZone: string): string | null {
  const moment = parse(text.slice(0, 16), FIELD, new Date(0), { in: tz(timeZone) });
  return Number.isNaN(moment.getTime()) ? null : new Date(moment.getTime()).toISOString();
}
