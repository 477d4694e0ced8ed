import type { InsightResult } from "../error.ts";
import type { EngineRows } from "../query-kind.ts";
import { BREAKDOWN_OTHER, type Breakdown } from "./breakdown.ts";
import { type CompiledTrends, compileRest, type TrendsPart } from "./compile.ts";
import type { TrendsPlan } from "./plan.ts";
import { isNull, readTable, type SeriesData, sortBreakdowns, type TrendsTable } from "./table.ts";

/** A part with more breakdown values than its limit, whose rest can't be had by adding up. */
interface Rest {
  readonly part: TrendsPart;
  /** Breakdown values that stay. */
  readonly kept: readonly (readonly string[])[];
}

export interface RestQuery extends Pick<CompiledTrends, "select" | "columns"> {
  readonly rests: readonly Rest[];
}

/** The query for every «other» that the first query's rows lack; undefined when they lack none. */
export function restQuery(
  plan: TrendsPlan,
  { parts, breakdown }: CompiledTrends,
  table: TrendsTable,
): InsightResult<RestQuery | undefined> {
  if (!breakdown) return { ok: true, value: undefined };
  const rests = parts.flatMap((part): Rest[] => {
    const named = namedValues(table[part.period]?.[part.series] ?? []);
    if (!part.restMissing || named.length <= part.limit) return [];
    const nulls = (table[part.period]?.[part.series] ?? []).filter(isNull);
    const kept = [...named.slice(0, part.limit), ...nulls];
    return [{ part, kept: kept.map((item) => item.breakdown) }];
  });
  if (rests.length === 0) return { ok: true, value: undefined };
  const compiled = compileRest(plan, breakdown, rests);
  return compiled.ok ? { ok: true, value: { ...compiled.value, rests } } : compiled;
}

const namedValues = (items: readonly SeriesData[]) => sortBreakdowns(items.filter((item) => !isNull(item)));

/** The first query's table with the values beyond the limit replaced by the «other» that was asked for. */
export function withRest(
  plan: TrendsPlan,
  table: TrendsTable,
  { columns, rests }: RestQuery,
  breakdown: Breakdown,
  rows: EngineRows,
): TrendsTable {
  const others = readTable(plan, { columns, breakdown: undefined }, rows);
  return table.map((period, periodIndex) =>
    period.map((items, series) => {
      const rest = rests.find(({ part }) => part.period === periodIndex && part.series === series);
      const data = others[periodIndex]?.[series]?.[0]?.data;
      if (!rest || !data) return items;
      const kept = new Set(rest.kept.map((values) => values.join("\0")));
      const other = { breakdown: breakdown.values.map(() => BREAKDOWN_OTHER), data };
      return [...items.filter((item) => kept.has(item.breakdown.join("\0"))), other];
    }),
  );
}
