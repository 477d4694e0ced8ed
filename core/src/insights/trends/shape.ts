import type { JsonObject } from "../../events/types.ts";
import { evaluateFormula, evaluateSeries } from "../formula/evaluate.ts";
import type { Breakdown } from "./breakdown.ts";
import { formulaItem, type ItemContext, seriesItem } from "./item.ts";
import type { NamedFormula, TrendsPlan } from "./plan.ts";
import { accumulate, smooth } from "./smooth.ts";
import { foldRest, isNull, isOther, type SeriesData, sortBreakdowns, type TrendsTable } from "./table.ts";

/** What was read as `{results, hasMore}` (API.md 2.6): current series first, then those compared with. */
export function shapeTrends(
  plan: TrendsPlan,
  breakdown: Breakdown | undefined,
  read: TrendsTable,
): JsonObject {
  const table = transform(plan, read);
  const results: JsonObject[] = [];
  let hasMore = false;
  plan.periods.forEach((period, index) => {
    const context: ItemContext = { plan, period, periodIndex: index, breakdown };
    const groups = plan.formulas.length > 0 ? formulaGroups(plan, table, index) : (table[index] ?? []);
    for (const [group, items] of groups.entries()) {
      const kept = limitTo(
        items,
        breakdown,
        groups.length > 0 ? currentValues(plan, table, breakdown, group) : null,
      );
      hasMore ||= kept.some(isOther);
      for (const item of sortBreakdowns(kept)) {
        if (breakdown?.hideOther && isOther(item)) continue;
        const formula = plan.formulas[group];
        results.push(formula ? formulaItem(context, formula, group, item) : seriesItem(context, group, item));
      }
    }
  });
  return { results, hasMore };
}

/** Multipliers, running totals and moving averages, in that order; applied before formulas. */
function transform(plan: TrendsPlan, table: TrendsTable): TrendsTable {
  const change = (item: SeriesData, series: number): SeriesData => {
    const multiplier = plan.query.series[series]?.math_multiplier ?? 1;
    let data = multiplier === 1 ? item.data : item.data.map((value) => value * multiplier);
    if (plan.mode === "cumulative") data = accumulate(data);
    if (plan.mode !== "total" && plan.smoothing > 1) data = smooth(data, plan.smoothing);
    return { ...item, data };
  };
  return table.map((period) => period.map((items, series) => items.map((item) => change(item, series))));
}

/** Per formula, one item a breakdown value; a series without that value counts as 0. */
function formulaGroups(plan: TrendsPlan, table: TrendsTable, period: number): SeriesData[][] {
  const series = table[period] ?? [];
  const byValue = new Map<string, { breakdown: readonly string[]; data: (readonly number[])[] }>();
  for (const [index, items] of series.entries()) {
    for (const item of items) {
      const key = item.breakdown.join("\0");
      const entry = byValue.get(key) ?? { breakdown: item.breakdown, data: [] };
      entry.data[index] = item.data;
      byValue.set(key, entry);
    }
  }
  const length = plan.mode === "total" ? 1 : (plan.periods[period]?.buckets.starts.length ?? 0);
  return plan.formulas.map((formula) =>
    [...byValue.values()].map(({ breakdown, data }) => ({
      breakdown,
      data: evaluate(
        plan,
        formula,
        plan.query.series.map((_, index) => data[index] ?? []),
        length,
      ),
    })),
  );
}

function evaluate(
  plan: TrendsPlan,
  { formula }: NamedFormula,
  series: (readonly number[])[],
  length: number,
): number[] {
  if (plan.mode === "total")
    return [
      evaluateFormula(
        formula,
        series.map((data) => data[0] ?? 0),
      ),
    ];
  return evaluateSeries(formula, series, length);
}

/** Breakdown values that the current period shows for this group: the compared period shows the same. */
function currentValues(
  plan: TrendsPlan,
  table: TrendsTable,
  breakdown: Breakdown | undefined,
  group: number,
): ReadonlySet<string> | null {
  if (!breakdown) return null;
  const items = plan.formulas.length > 0 ? formulaGroups(plan, table, 0)[group] : table[0]?.[group];
  const named = sortBreakdowns((items ?? []).filter((item) => !isOther(item)));
  const kept = named.filter((item, index) => index < breakdown.limit || isNull(item));
  return new Set(kept.map((item) => item.breakdown.join("\0")));
}

function limitTo(
  items: readonly SeriesData[],
  breakdown: Breakdown | undefined,
  values: ReadonlySet<string> | null,
): readonly SeriesData[] {
  if (!breakdown || !values) return items;
  return foldRest(items, (item) => values.has(item.breakdown.join("\0")));
}
