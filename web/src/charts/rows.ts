import type { ChartData, ChartSeries } from "./types.ts";

export type ChartRow = {
  readonly index: number;
  readonly label: string;
  readonly [key: string]: number | string | null;
};

export function valueAt(series: ChartSeries, index: number): number {
  return series.values[index] ?? 0;
}

/**
 * Rows for lines: `<key>` is the solid part, `<key>-tail` the dashed last step into the bucket that still fills.
 * Both share the point where they meet.
 */
export function chartRows(data: ChartData): ChartRow[] {
  const last = data.buckets.length - 1;
  return data.labels.map((label, index) => {
    const row: Record<string, number | string | null> = { index, label };
    for (const series of data.series) {
      const dashed = data.lastIncomplete && !series.faint && last > 0;
      const value = valueAt(series, index);
      row[series.key] = dashed && index === last ? null : value;
      row[`${series.key}-tail`] = dashed && index >= last - 1 ? value : null;
    }
    return row as ChartRow;
  });
}
