import { type Buckets, bucketsOf } from "../date-range/buckets.ts";
import type { Calendar, Interval } from "../date-range/calendar.ts";
import { compareRange, type DateRange, resolveRange } from "../date-range/range.ts";
import { type InsightResult, insightError } from "../error.ts";
import { type Formula, parseFormula } from "../formula/parse.ts";
import type { InsightContext } from "../query-kind.ts";
import type { TrendsQuery } from "./schema.ts";

/** One range that is asked for: the current one, or the one compared with. */
export interface Period {
  readonly range: DateRange;
  readonly buckets: Buckets;
  /** First moment that counts: the start of the first bucket, or exactly `range.from` with `explicitDate`. */
  readonly countFrom: number;
}

export interface NamedFormula {
  readonly text: string;
  readonly name: string | undefined;
  readonly formula: Formula;
}

/** `series`: one value a bucket; `cumulative`: running values; `total`: one value for the whole range. */
export type TrendsMode = "series" | "cumulative" | "total";

/** A trends query with everything resolved that doesn't need the data. */
export interface TrendsPlan {
  readonly query: TrendsQuery;
  readonly calendar: Calendar;
  readonly interval: Interval;
  readonly mode: TrendsMode;
  readonly display: string;
  /** The current period, and the previous one when comparing. */
  readonly periods: readonly Period[];
  readonly formulas: readonly NamedFormula[];
  readonly smoothing: number;
}

const TOTAL_DISPLAYS: ReadonlySet<string> = new Set([
  "BoldNumber",
  "ActionsPie",
  "ActionsDonut",
  "ActionsBarValue",
  "ActionsTable",
  "WorldMap",
]);

/** Resolves dates, buckets, display and formulas of a trends query. */
export function planTrends(query: TrendsQuery, context: InsightContext): InsightResult<TrendsPlan> {
  const calendar: Calendar = { zone: context.timezone, weekStart: context.weekStartDay };
  const interval = query.interval ?? "day";
  const display = query.trendsFilter?.display ?? "ActionsLineGraph";
  const current = currentPeriod(query, interval, calendar, context);
  if (!current.ok) return current;
  const periods: Period[] = [current.value];
  if (query.compareFilter?.compare) {
    const { compare_to } = query.compareFilter;
    const range = compareRange(current.value.range, compare_to, interval, calendar, context.fourWeekMonths);
    if (!range.ok) return range;
    const previous = period(range.value, interval, calendar, query.dateRange?.explicitDate === true);
    if (!previous.ok) return previous;
    periods.push(previous.value);
  }
  const formulas = parseFormulas(query);
  if (!formulas.ok) return formulas;
  return {
    ok: true,
    value: {
      query,
      calendar,
      interval,
      mode: modeOf(display),
      display,
      periods,
      formulas: formulas.value,
      smoothing: query.trendsFilter?.smoothingIntervals ?? 1,
    },
  };
}

function modeOf(display: string): TrendsMode {
  if (TOTAL_DISPLAYS.has(display)) return "total";
  return display === "ActionsLineGraphCumulative" ? "cumulative" : "series";
}

function currentPeriod(
  query: TrendsQuery,
  interval: Interval,
  calendar: Calendar,
  context: InsightContext,
): InsightResult<Period> {
  const range = resolveRange(query.dateRange, interval, {
    now: context.now,
    calendar,
    ...(context.earliestEvent === undefined ? {} : { earliest: context.earliestEvent }),
  });
  return range.ok ? period(range.value, interval, calendar, query.dateRange?.explicitDate === true) : range;
}

function period(
  range: DateRange,
  interval: Interval,
  calendar: Calendar,
  exact: boolean,
): InsightResult<Period> {
  const buckets = bucketsOf(range, interval, calendar);
  if (!buckets.ok) return buckets;
  const first = buckets.value.starts[0] ?? range.from;
  return { ok: true, value: { range, buckets: buckets.value, countFrom: exact ? range.from : first } };
}

function parseFormulas(query: TrendsQuery): InsightResult<readonly NamedFormula[]> {
  const filter = query.trendsFilter;
  const texts: readonly { formula: string; custom_name?: string | undefined }[] = filter?.formulaNodes?.length
    ? filter.formulaNodes
    : (filter?.formulas?.map((formula) => ({ formula })) ??
      (filter?.formula ? [{ formula: filter.formula }] : []));
  const formulas: NamedFormula[] = [];
  for (const { formula: text, custom_name } of texts) {
    if (text.trim() === "") continue;
    if (text.length > 1000)
      return insightError("A formula may have at most 1000 characters.", "query__trendsFilter");
    const parsed = parseFormula(text, query.series.length, "query__trendsFilter__formula");
    if (!parsed.ok) return parsed;
    formulas.push({ text, name: custom_name || undefined, formula: parsed.value });
  }
  return { ok: true, value: formulas };
}
