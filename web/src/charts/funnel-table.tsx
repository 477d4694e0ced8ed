"use client";
import { duration } from "@/charts/duration";
import type { FunnelBar, FunnelStep, OnFunnelStep } from "@/charts/funnel-types";
import { Value } from "@/charts/series-table";
import { exactNumber, percent } from "@/lib/format";
import { type Column, DataTable } from "@/ui/table";

interface FunnelTableProps {
  readonly steps: readonly FunnelStep[];
  readonly onStep?: OnFunnelStep | undefined;
}

interface Row {
  readonly key: string;
  readonly index: number;
  readonly name: string;
  readonly bar: FunnelBar;
}

/** The exact numbers of every step and breakdown value. */
export function FunnelTable({ steps, onStep }: FunnelTableProps) {
  const broken = (steps[0]?.bars.length ?? 0) > 1 || (steps[0]?.bars[0]?.label ?? "") !== "";
  const rows = steps.flatMap((step, index) =>
    step.bars.map((bar): Row => ({ key: `${index}-${bar.key}`, index, name: step.name, bar })),
  );
  const seconds = (value: number | null) => (value === null ? "–" : duration(value));
  const columns: Column<Row>[] = [
    {
      id: "step",
      header: "Step",
      sortBy: (row) => row.index,
      className: "sticky left-0 bg-surface min-w-32 max-w-64 truncate",
      cell: (row) => `${row.index + 1}. ${row.name}`,
    },
    ...(broken
      ? [
          {
            id: "value",
            header: "Value",
            sortBy: (row: Row) => row.bar.label,
            cell: (row: Row) => row.bar.label,
          },
        ]
      : []),
    {
      id: "count",
      header: "Reached",
      align: "right",
      sortBy: (row) => row.bar.count,
      cell: (row) => (
        <Value
          text={exactNumber(row.bar.count)}
          onPress={onStep && (() => onStep(row.index + 1, row.bar.key))}
        />
      ),
    },
    {
      id: "dropped",
      header: "Dropped off",
      align: "right",
      sortBy: (row) => row.bar.dropped,
      cell: (row) =>
        row.index === 0 ? (
          "–"
        ) : (
          <Value
            text={exactNumber(row.bar.dropped)}
            onPress={onStep && (() => onStep(-(row.index + 1), row.bar.key))}
          />
        ),
    },
    {
      id: "total",
      header: "Of entered",
      align: "right",
      sortBy: (row) => row.bar.ofEntered,
      cell: (row) => percent(row.bar.ofEntered, true),
    },
    {
      id: "previous",
      header: "Of step before",
      align: "right",
      sortBy: (row) => row.bar.ofPrevious,
      cell: (row) => percent(row.bar.ofPrevious, true),
    },
    {
      id: "median",
      header: "Median time",
      align: "right",
      sortBy: (row) => row.bar.medianSeconds ?? -1,
      cell: (row) => seconds(row.bar.medianSeconds),
    },
    {
      id: "average",
      header: "Average time",
      align: "right",
      sortBy: (row) => row.bar.averageSeconds ?? -1,
      cell: (row) => seconds(row.bar.averageSeconds),
    },
  ];
  return <DataTable rows={rows} columns={columns} rowKey={(row) => row.key} label="Values of the funnel" />;
}
