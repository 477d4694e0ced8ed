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

/**
 * Rows for lines: `<key>` is the solid part, `<key>-tail` the dashed last step into the bucket that still fills.
 * Both share the point where they meet; bars share none.
 */
export function chartRows(data: ChartData, { log, bars }: RowOptions = {}): ChartRow[] {
  const last = data.buckets.length - 1;
  return data.labels.map((_, index) => {
    const row: Record<string, number | null> = { index };
    for (const series of data.series) {
      const dashed = data.lastIncomplete && !series.faint && (last > 0 || bars === true);
      const exact = series.values[index];
      const value = exact === undefined || (log && exact <= 0) ? null : exact;
      row[series.key] = dashed && index === last ? null : value;
      row[`${series.key}-tail`] = dashed && index >= (bars ? last : last - 1) ? value : null;
    }
    return row as ChartRow;
  });
}
