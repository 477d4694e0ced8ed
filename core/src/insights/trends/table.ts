import { bucketKeys, rowKey } from "../date-range/event-time.ts";
import type { EngineRows } from "../query-kind.ts";
import { BREAKDOWN_NULL, BREAKDOWN_OTHER } from "./breakdown.ts";
import type { CompiledTrends } from "./compile.ts";
import type { TrendsPlan } from "./plan.ts";

/** Values of one series in one period for one breakdown value. */
export interface SeriesData {
  /** Breakdown values as text; empty without a breakdown. */
  readonly breakdown: readonly string[];
  /** One value a bucket; one value in all for total displays. */
  readonly data: number[];
}

/** `table[period][series]`: the data of each breakdown value. */
export type TrendsTable = readonly (readonly (readonly SeriesData[])[])[];

/** Sorts the engine's rows into zero-filled series. Rows outside of the buckets are dropped. */
export function readTable(
  plan: TrendsPlan,
  { columns, breakdown }: Pick<CompiledTrends, "columns" | "breakdown">,
  result: EngineRows,
): TrendsTable {
  const total = plan.mode === "total";
  const at = (row: readonly unknown[], name: string): unknown => row[columns.indexOf(name)] ?? 0;
  const positions = plan.periods.map(
    (period) => new Map(bucketKeys(period, plan.calendar).map((key, index) => [key, index])),
  );
  const sizes = plan.periods.map((period) => (total ? 1 : period.buckets.starts.length));
  const cells = plan.periods.map((_, period) =>
    plan.query.series.map(
      () => new Map<string, SeriesData>(breakdown ? [] : [["", empty([], sizes[period])]]),
    ),
  );
  for (const row of result.rows) {
    const period = Number(at(row, "period"));
    const series = cells[period]?.[Number(at(row, "series"))];
    const index = total ? 0 : positions[period]?.get(rowKey(at(row, "bucket"), plan.interval));
    if (!series || index === undefined) continue;
    const values = breakdown ? (at(row, "breakdown") as unknown[]).map(String) : [];
    const key = values.join("\0");
    const item = series.get(key) ?? empty(values, sizes[period]);
    series.set(key, item);
    item.data[index] = toNumber(at(row, "value"));
  }
  return cells.map((period) => period.map((series) => [...series.values()]));
}

const empty = (breakdown: readonly string[], size = 0): SeriesData => ({
  breakdown,
  data: Array(size).fill(0),
});

/** A value as a finite number: missing values and NaN are 0. */
function toNumber(value: unknown): number {
  const number = Number(value);
  return Number.isFinite(number) ? number : 0;
}

export const isOther = ({ breakdown }: SeriesData): boolean =>
  breakdown.length > 0 && breakdown.every((value) => value === BREAKDOWN_OTHER);
export const isNull = ({ breakdown }: SeriesData): boolean =>
  breakdown.length > 0 && breakdown.every((value) => value === BREAKDOWN_NULL);
const rank = (item: SeriesData): number => (isOther(item) ? 2 : isNull(item) ? 1 : 0);

export const sumOf = (data: readonly number[]): number => data.reduce((sum, value) => sum + value, 0);

/** Greatest total first, then by value; «null» and «other» last. */
export function sortBreakdowns(items: readonly SeriesData[]): SeriesData[] {
  return [...items].sort(
    (a, b) => rank(a) - rank(b) || sumOf(b.data) - sumOf(a.data) || compareText(a.breakdown, b.breakdown),
  );
}

function compareText(a: readonly string[], b: readonly string[]): number {
  const [left, right] = [a.join("\0"), b.join("\0")];
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * Folds the values that `keep` refuses into «other». Adds up, which is exact for counts and sums; only values beyond
 * the limit of a comparison or formula come here.
 */
export function foldRest(items: readonly SeriesData[], keep: (item: SeriesData) => boolean): SeriesData[] {
  const kept = items.filter((item) => keep(item) && !isOther(item));
  const rest = items.filter((item) => !keep(item) || isOther(item));
  const [first] = rest;
  if (!first) return kept;
  const data = first.data.map((_, bucket) => rest.reduce((sum, item) => sum + (item.data[bucket] ?? 0), 0));
  return [...kept, { breakdown: first.breakdown.map(() => BREAKDOWN_OTHER), data }];
}
