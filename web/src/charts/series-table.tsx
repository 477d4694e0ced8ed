"use client";
import { useMemo } from "react";
import { valueAt } from "@/charts/rows";
import { type ChartData, type ChartSeries, seriesColor } from "@/charts/types";
import { exactNumber } from "@/lib/format";
import { type Column, DataTable } from "@/ui/table";

interface SeriesTableProps {
  readonly data: ChartData;
  readonly label: string;
}

/** The exact values of a chart. */
export function SeriesTable({ data, label }: SeriesTableProps) {
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
        header: timed ? "Sum" : "Value",
        align: "right",
        sortBy: (row) => row.total,
        cell: (row) => <span className="font-medium">{exactNumber(row.total)}</span>,
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
  }, [data]);
  return <DataTable rows={data.series} columns={columns} rowKey={(row) => row.key} label={label} />;
}
