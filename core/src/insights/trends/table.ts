import { bucketKeys, rowKey } from "../date-range/event-time.ts";
import type { EngineRows } from "../query-kind.ts";
import { BREAKDOWN_NULL, BREAKDOWN_OTHER, type Breakdown } from "./breakdown.ts";
import type { CompiledTrends } from "./compile.ts";
import type { TrendsPlan } from "./plan.ts";

/** Values of one series in one period for one breakdown value. */
export interface SeriesData {
  /** Breakdown values as text; empty without a breakdown. */
  readonly breakdown: readonly string[];
  /** One value a bucket; one value in all for total displays. */
  readonly data: readonly number[];
}

/** `table[period][series]`: the data of each breakdown value. */
export type TrendsTable = readonly (readonly (readonly SeriesData[])[])[];

/** Position of a row's bucket among the buckets of a period; undefined when it is outside. */
export function bucketPositions(
  plan: TrendsPlan,
  period: number,
): ((bucket: unknown) => number | undefined) & { readonly size: number } {
  const asked = plan.periods[period];
  const keys = asked ? bucketKeys(asked, plan.calendar) : [];
  const positions = new Map(keys.map((key, index) => [key, index]));
  const find = (bucket: unknown) => positions.get(rowKey(bucket, plan.interval));
  return Object.assign(find, { size: keys.length });
}

/** Sorts the engine's rows into zero-filled series. Rows outside of the buckets are dropped. */
export function readTable(
  plan: TrendsPlan,
  { columns, breakdown }: Pick<CompiledTrends, "columns" | "breakdown">,
  result: EngineRows,
): TrendsTable {
  const total = plan.mode === "total";
  const at = (row: readonly unknown[], name: string): unknown => row[columns.indexOf(name)] ?? 0;
  const positions = plan.periods.map((_, period) => bucketPositions(plan, period));
  const empty = (period: number, values: readonly string[]) => ({
    breakdown: values,
    data: Array<number>(total ? 1 : (positions[period]?.size ?? 0)).fill(0),
  });
  const cells = plan.periods.map((_, period) =>
    plan.query.series.map(
      () => new Map(valuesBefore(breakdown).map((values) => [values.join("\0"), empty(period, values)])),
    ),
  );
  for (const row of result.rows) {
    const period = Number(at(row, "period"));
    const number = Number(at(row, "series"));
    const series = cells[period]?.[number];
    const index = total ? 0 : positions[period]?.(at(row, "bucket"));
    if (!series || index === undefined) continue;
    const value = finite(at(row, "value"));
    // Events before the range give active people a row also where nobody of theirs was active.
    if (value === 0 && plan.query.series[number]?.math?.endsWith("_active")) continue;
    const values = breakdown ? (at(row, "breakdown") as unknown[]).map(String) : [];
    const key = values.join("\0");
    const item = series.get(key) ?? empty(period, values);
    series.set(key, item);
    item.data[index] = value;
  }
  return cells.map((period) => period.map((series) => [...series.values()]));
}

/** Breakdown values that are shown though no event has them: cohorts that were asked for. */
function valuesBefore(breakdown: Breakdown | undefined): (readonly string[])[] {
  if (!breakdown) return [[]];
  const [only, ...more] = breakdown.dimensions;
  return more.length === 0 ? (only?.cohorts ?? []).map(({ id }) => [String(id)]) : [];
}

/** A value as a finite number: missing values and NaN are 0. */
export function finite(value: unknown): number {
  const number = Number(value);
  return Number.isFinite(number) ? number : 0;
}

export const keyOf = ({ breakdown }: SeriesData): string => breakdown.join("\0");
export const isOther = ({ breakdown }: SeriesData): boolean =>
  breakdown.length > 0 && breakdown.every((value) => value === BREAKDOWN_OTHER);
export const isNull = ({ breakdown }: SeriesData): boolean =>
  breakdown.length > 0 && breakdown.every((value) => value === BREAKDOWN_NULL);
const rank = (item: SeriesData): number => (isOther(item) ? 2 : isNull(item) ? 1 : 0);

export const sumOf = (data: readonly number[]): number => data.reduce((sum, value) => sum + value, 0);

/** Greatest total first, then by value; «null» and «other» last. */
export function sortBreakdowns(items: readonly SeriesData[]): SeriesData[] {
  return [...items].sort(
    (a, b) => rank(a) - rank(b) || sumOf(b.data) - sumOf(a.data) || compareText(keyOf(a), keyOf(b)),
  );
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Bucket by bucket, what the items are together. */
export function addUp(items: readonly SeriesData[]): number[] {
  const [first] = items;
  return (first?.data ?? []).map((_, bucket) =>
    items.reduce((sum, item) => sum + (item.data[bucket] ?? 0), 0),
  );
}
