import type { JsonObject } from "../../events/types.ts";
import { scaledCount } from "../nodes/sampling.ts";
import type { EngineRows } from "../query-kind.ts";

/** Values by day of the week (row: 0 Sunday … 6) and hour (column: 0 … 23), their totals; cells without events are left out. */
export function shapeHeatmap({ rows }: EngineRows, factor: number): JsonObject {
  const read = rows.map((row) => {
    const [day, column, value] = row.map(Number);
    return { row: (day ?? 0) - 1, column: (column ?? 0) - 1, value: scaledCount(value ?? 0, factor) };
  });
  const cells = read.filter(({ row, column }) => row >= 0 && column >= 0);
  const rowTotals = read.filter(({ row, column }) => row >= 0 && column < 0);
  const columnTotals = read.filter(({ row, column }) => row < 0 && column >= 0);
  return {
    results: {
      data: cells.toSorted((a, b) => a.row - b.row || a.column - b.column),
      rowAggregations: rowTotals.map(({ row, value }) => ({ row, value })).sort((a, b) => a.row - b.row),
      columnAggregations: columnTotals
        .map(({ column, value }) => ({ column, value }))
        .sort((a, b) => a.column - b.column),
      allAggregations: read.find(({ row, column }) => row < 0 && column < 0)?.value ?? 0,
    },
  };
}
