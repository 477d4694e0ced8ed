"use client";
import { useMemo } from "react";
import { valueAt } from "@/charts/rows";
import { type ChartData, type ChartSeries, seriesColor } from "@/charts/types";
import { exactNumber } from "@/lib/format";
import { type Column, DataTable } from "@/ui/table";

interface SeriesTableProps {
  readonly data: ChartData;
  readonly label: string;
  /** What stands for a whole line. */
  readonly summary: Summary;
}

type Summary = "sum" | "average" | "last";
const HEADERS: Readonly<Record<Summary, string>> = { sum: "Sum", average: "Average", last: "Last" };

/** The exact values of a chart. */
export function SeriesTable({ data, label, summary }: SeriesTableProps) {
  const columns = useMemo((): Column<ChartSeries>[] => {
    const timed = data.buckets.length > 0;
    return [
      {
        id: "series",
        header: "Series",
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
        cell: (row) => <span className="font-medium">{exactNumber(summarize(row, timed, summary))}</span>,
      },
      ...data.labels.map(
        (bucket, index): Column<ChartSeries> => ({
          id: `b${index}`,
          header: bucket,
          align: "right",
          className: "whitespace-nowrap",
          sortBy: (row) => valueAt(row, index),
          cell: (row) => exactNumber(valueAt(row, index)),
        }),
      ),
    ];
  }, [data, summary]);
  return <DataTable rows={data.series} columns={columns} rowKey={(row) => row.key} label={label} />;
}

function summarize(row: ChartSeries, timed: boolean, summary: Summary): number {
  if (!timed || row.values.length === 0) return row.total;
  if (summary === "last") return row.values.at(-1) ?? 0;
  const sum = row.values.reduce((total, value) => total + value, 0);
  return summary === "sum" ? sum : sum / row.values.length;
}
