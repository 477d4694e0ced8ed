"use client";
import { useMemo } from "react";
import { valueAt } from "@/charts/rows";
import {
  type ChartData,
  type ChartSeries,
  type OnPoint,
  seriesColor,
  type ValueFormat,
} from "@/charts/types";
import { exactNumber } from "@/lib/format";
import { type Column, DataTable } from "@/ui/table";

interface SeriesTableProps {
  readonly data: ChartData;
  readonly label: string;
  /** What stands for a whole line. */
  readonly summary: Summary;
  readonly format?: ValueFormat;
  readonly onPoint?: OnPoint | undefined;
  /** Heading of the first column. */
  readonly heading?: string;
}

export type Summary = "sum" | "average" | "last";
const HEADERS: Readonly<Record<Summary, string>> = { sum: "Sum", average: "Average", last: "Last" };

/** The exact values of a chart; a press on one asks who is behind it. */
export function SeriesTable(props: SeriesTableProps) {
  const { data, label, summary, format = exactNumber, onPoint, heading = "Series" } = props;
  const columns = useMemo((): Column<ChartSeries>[] => {
    const timed = data.buckets.length > 0;
    return [
      {
        id: "series",
        header: heading,
        sortBy: (row) => row.label,
        className: "sticky left-0 bg-surface min-w-36 max-w-64",
        cell: (row) => (
          <span className="flex items-center gap-2">
            <span
              className="size-2 shrink-0 rounded-full"
              style={{ background: seriesColor(row.color), opacity: row.faint ? 0.5 : 1 }}
            />
            <span className="truncate" title={row.label}>
              {row.label}
            </span>
          </span>
        ),
      },
      {
        id: "total",
        header: timed ? HEADERS[summary] : "Value",
        align: "right",
        sortBy: (row) => summarize(row, timed, summary),
        cell: (row) =>
          timed ? (
            <span className="font-medium">{format(summarize(row, timed, summary))}</span>
          ) : (
            <Value text={format(row.total)} onPress={onPoint && (() => onPoint(0, row.key))} />
          ),
      },
      ...data.labels.map(
        (bucket, index): Column<ChartSeries> => ({
          id: `b${index}`,
          header: bucket,
          align: "right",
          className: "whitespace-nowrap",
          sortBy: (row) => valueAt(row, index),
          cell: (row) =>
            row.values[index] === undefined ? null : (
              <Value
                text={format(valueAt(row, index))}
                onPress={onPoint && (() => onPoint(index, row.key))}
              />
            ),
        }),
      ),
    ];
  }, [data, summary, format, onPoint, heading]);
  return <DataTable rows={data.series} columns={columns} rowKey={(row) => row.key} label={label} />;
}

interface ValueProps {
  readonly text: string;
  readonly onPress?: (() => void) | undefined;
}

/** A number; with someone behind it, a button. */
export function Value({ text, onPress }: ValueProps) {
  if (!onPress) return <span className="tabular-nums">{text}</span>;
  return (
    <button
      type="button"
      onClick={onPress}
      className="rounded-sm tabular-nums decoration-dotted underline-offset-4 hover:text-accent hover:underline"
    >
      {text}
    </button>
  );
}

function summarize(row: ChartSeries, timed: boolean, summary: Summary): number {
  if (!timed || row.values.length === 0) return row.total;
  if (summary === "last") return row.values.at(-1) ?? 0;
  const sum = row.values.reduce((total, value) => total + value, 0);
  return summary === "sum" ? sum : sum / row.values.length;
}
