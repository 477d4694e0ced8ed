import { evaluateFormula, evaluateSeries } from "../formula/evaluate.ts";
import { BREAKDOWN_NULL, type Breakdown } from "./breakdown.ts";
import type { NamedFormula, TrendsPlan } from "./plan.ts";
import { isNull, isOther, keyOf, type SeriesData, sortBreakdowns, type TrendsTable } from "./table.ts";
import { transformed } from "./transform.ts";

/** What is shown together, with breakdown values of its own: a series, or a formula with all it is made of. */
export interface Group {
  readonly index: number;
  readonly series: readonly number[];
  readonly formula: NamedFormula | undefined;
}

export function groupsOf({ query, formulas }: TrendsPlan): readonly Group[] {
  const series = [...query.series.keys()];
  if (formulas.length === 0) return series.map((index) => ({ index, series: [index], formula: undefined }));
  return formulas.map((formula, index) => ({ index, series, formula }));
}

/** The items of a group in one period: its series, or its formula with one item a breakdown value. */
export function groupItems(
  plan: TrendsPlan,
  table: TrendsTable,
  period: number,
  { series, formula }: Group,
): SeriesData[] {
  const items = series.map((index) =>
    (table[period]?.[index] ?? []).map((item) => transformed(plan, index, item)),
  );
  if (!formula) return items[0] ?? [];
  const byValue = new Map<string, { breakdown: readonly string[]; data: (readonly number[])[] }>();
  for (const [index, own] of items.entries()) {
    for (const item of own) {
      const entry = byValue.get(keyOf(item)) ?? { breakdown: item.breakdown, data: [] };
      entry.data[index] = item.data;
      byValue.set(keyOf(item), entry);
    }
  }
  const length = plan.mode === "total" ? 1 : (plan.periods[period]?.buckets.starts.length ?? 0);
  return [...byValue.values()].map(({ breakdown, data }) => {
    const values = series.map((_, index) => data[index] ?? []);
    return { breakdown, data: evaluate(plan, formula, values, length) };
  });
}

/** A value that a series lacks counts as 0. */
function evaluate(
  plan: TrendsPlan,
  { formula }: NamedFormula,
  series: (readonly number[])[],
  length: number,
): number[] {
  if (plan.mode !== "total") return evaluateSeries(formula, series, length);
  return [
    evaluateFormula(
      formula,
      series.map((data) => data[0] ?? 0),
    ),
  ];
}

/** Keys of the breakdown values that a group shows: the greatest of the current period, and «null». */
export function shownValues(
  plan: TrendsPlan,
  table: TrendsTable,
  breakdown: Breakdown,
  group: Group,
): ReadonlySet<string> {
  // A series as the engine ranks it: by its own total, before running sums and averages.
  const [only = 0] = group.series;
  const all = group.formula ? groupItems(plan, table, 0, group) : (table[0]?.[only] ?? []);
  const items = all.filter((item) => !isOther(item));
  const named = sortBreakdowns(items.filter((item) => !isNull(item))).slice(0, breakdown.limit);
  return new Set([...named.map(keyOf), breakdown.dimensions.map(() => BREAKDOWN_NULL).join("\0")]);
}
