import { differenceInCalendarDays } from "date-fns";
import { type InsightResult, insightError } from "../error.ts";
import { add, type Calendar, endOf, type Interval, isSubDay, local, startOf } from "./calendar.ts";
import { type ParsedDate, parseDate, shiftBack } from "./relative.ts";

/** `dateRange` of the public API. */
export interface DateRangeInput {
  readonly date_from?: string | null;
  readonly date_to?: string | null;
  readonly explicitDate?: boolean | null;
}

/** A resolved range: both ends inclusive, ms since the epoch. */
export interface DateRange {
  readonly from: number;
  readonly to: number;
}

export interface RangeContext {
  readonly now: number;
  readonly calendar: Calendar;
  /** Time of the environment's first event, for `all`; undefined when there is none. */
  readonly earliest?: number;
}

const DEFAULT_FROM = "-7d";
const EARLIEST_ALL = Date.UTC(2015, 0, 1);

/**
 * Resolves `dateRange` (API.md 2.0): the start is rounded down to the local day (hour for `-24h`), the end up to the
 * end of its local day (of its hour for hourly series), unless `explicitDate`.
 */
export function resolveRange(
  input: DateRangeInput | null | undefined,
  interval: Interval,
  context: RangeContext,
): InsightResult<DateRange> {
  const exact = input?.explicitDate === true;
  const from = resolveFrom(input?.date_from ?? DEFAULT_FROM, exact, context);
  if (from === undefined) return invalid("date_from", input?.date_from);
  const to = resolveTo(input?.date_to ?? null, exact, interval, context);
  if (to === undefined) return invalid("date_to", input?.date_to);
  return { ok: true, value: { from, to } };
}

function resolveFrom(
  text: string,
  exact: boolean,
  { now, calendar, earliest }: RangeContext,
): number | undefined {
  if (text === "all") return startOf("day", Math.max(earliest ?? now, EARLIEST_ALL), calendar);
  const parsed = parseDate(text, now, calendar);
  if (!parsed || exact) return parsed?.ms;
  if (parsed.precision === "hour") return startOf("hour", parsed.ms, calendar);
  return parsed.precision === "day" ? startOf("day", parsed.ms, calendar) : parsed.ms;
}

function resolveTo(
  text: string | null,
  exact: boolean,
  interval: Interval,
  { now, calendar }: RangeContext,
): number | undefined {
  const parsed: ParsedDate | undefined =
    text === null || text === "all" ? { ms: now, precision: "now" } : parseDate(text, now, calendar);
  if (!parsed || exact) return parsed?.ms;
  if (parsed.precision === "date" || !isSubDay(interval)) {
    return endOf("day", startOf("day", parsed.ms, calendar), calendar);
  }
  const hourly = interval === "hour" && (parsed.precision === "now" || parsed.precision === "hour");
  return hourly ? endOf("hour", startOf("hour", parsed.ms, calendar), calendar) : parsed.ms;
}

function invalid(field: string, value: string | null | undefined): InsightResult<never> {
  return insightError(
    `dateRange.${field} "${value}" is not a date: use YYYY-MM-DD, an ISO datetime, or a relative date such as -7d.`,
    `query__dateRange__${field}`,
  );
}

/**
 * The range that `compareFilter` compares with: shifted by `compareTo` (`-1w`), else the same number of whole days
 * (or the same duration, for intervals shorter than a day) directly before.
 */
export function compareRange(
  range: DateRange,
  compareTo: string | null | undefined,
  interval: Interval,
  calendar: Calendar,
  fourWeekMonths = false,
): InsightResult<DateRange> {
  if (compareTo) {
    const from = shiftBack(range.from, compareTo, calendar, fourWeekMonths);
    const to = shiftBack(range.to, compareTo, calendar, fourWeekMonths);
    if (from === undefined || to === undefined) {
      return insightError(
        `compareFilter.compare_to "${compareTo}" is not a relative date: use for example -1w, -30d or -1y.`,
        "query__compareFilter__compare_to",
      );
    }
    return { ok: true, value: { from, to } };
  }
  if (isSubDay(interval)) {
    const length = range.to - range.from + 1;
    return { ok: true, value: { from: range.from - length, to: range.from - 1 } };
  }
  const days = differenceInCalendarDays(local(range.to, calendar), local(range.from, calendar)) + 1;
  return {
    ok: true,
    value: { from: add("day", range.from, -days, calendar), to: add("day", range.to, -days, calendar) },
  };
}
