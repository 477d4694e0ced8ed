import { add } from "../../insights/date-range/calendar.ts";
import { parseDate } from "../../insights/date-range/relative.ts";
import type { FilterContext } from "../property-filter.ts";

interface ResolvedDate {
  /** The moment; of a date without time, its first. */
  readonly start: number;
  /** First moment after the day of a date without time; else `start`. */
  readonly end: number;
  readonly dateOnly: boolean;
}

const RELATIVE = /^-?\d{1,6}[hdwmqyMs](Start|End)?$/;

/** A filter's date in the project's time zone; null when the text is neither a date nor relative. */
export function resolveDate(text: string, context: FilterContext): ResolvedDate | null {
  const calendar = { zone: context.timezone, weekStart: 0 } as const;
  if (!RELATIVE.test(text.trim()) && !/^\s*\d{4}-/.test(text)) return null;
  const parsed = parseDate(text.trim(), context.now, calendar);
  if (!parsed || parsed.precision === "now") return null;
  const dateOnly = parsed.precision === "date";
  return { start: parsed.ms, end: dateOnly ? add("day", parsed.ms, 1, calendar) : parsed.ms, dateOnly };
}
