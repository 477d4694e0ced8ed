import type { ChartData, ChartSeries } from "./types.ts";

export type ChartRow = {
  readonly index: number;
  readonly [key: string]: number | null;
};

export function valueAt(series: ChartSeries, index: number): number {
  return series.values[index] ?? 0;
}

interface RowOptions {
  /** A logarithmic axis has no place for 0 and less. */
  readonly log?: boolean;
  /** Bars: the filling bucket stands alone instead of sharing a point with its line. */
  readonly bars?: boolean;
}

/** First bucket of a series that still fills; the number of buckets when none does. */
function fillingFrom(data: ChartData, series: ChartSeries): number {
  const end = data.buckets.length;
  if (series.incompleteFrom !== undefined) return series.incompleteFrom;
  return data.lastIncomplete && !series.faint ? end - 1 : end;
}

/**
 * Rows for lines: `<key>` is the solid part, `<key>-tail` the dashed part, into buckets that still fill. Both share the
 * point where they meet; bars share none. A line that would have no solid part stays solid.
 */
export function chartRows(data: ChartData, { log, bars }: RowOptions = {}): ChartRow[] {
  return data.labels.map((_, index) => {
    const row: Record<string, number | null> = { index };
    for (const series of data.series) {
      const from = fillingFrom(data, series);
      const dashed = bars === true || from > 0;
      const exact = series.values[index];
      const value = exact === undefined || (log && exact <= 0) ? null : exact;
      row[series.key] = dashed && index >= from ? null : value;
      row[`${series.key}-tail`] =
        dashed && index >= (bars ? from : from - 1) && from < data.buckets.length ? value : null;
    }
    return row as ChartRow;
  });
}
