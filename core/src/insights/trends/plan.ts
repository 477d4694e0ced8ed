import type { Calendar, Interval } from "../date-range/calendar.ts";
import { calendarOf, type Period, periodsOf } from "../date-range/period.ts";
import { type InsightResult, insightError } from "../error.ts";
import { type Formula, parseFormula } from "../formula/parse.ts";
import type { InsightContext } from "../query-kind.ts";
import type { TrendsQuery } from "./schema.ts";

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
  readonly periods: readonly [Period, ...Period[]];
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
  const calendar = calendarOf(context);
  const interval = query.interval ?? "day";
  const display = query.trendsFilter?.display ?? "ActionsLineGraph";
  const periods = periodsOf(query, interval, context);
  if (!periods.ok) return periods;
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
      periods: periods.value,
      formulas: formulas.value,
      smoothing: query.trendsFilter?.smoothingIntervals ?? 1,
    },
  };
}

/** What a display asks for. */
export function modeOf(display: string): TrendsMode {
  if (TOTAL_DISPLAYS.has(display)) return "total";
  return display === "ActionsLineGraphCumulative" ? "cumulative" : "series";
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
