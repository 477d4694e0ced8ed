"use client";
import type { OnRetentionCell, RetentionCell, RetentionData } from "@/charts/retention-types";
import { exactNumber, percent } from "@/lib/format";
import { cn } from "@/ui/cn";

interface RetentionTableProps {
  readonly data: RetentionData;
  readonly showMean: boolean;
  readonly compact?: boolean;
  readonly onCell?: OnRetentionCell | undefined;
}

/** The heat table of retention: darker is more. Cells that still fill are hatched, cells of the future are empty. */
export function RetentionTable({ data, showMean, compact, onCell }: RetentionTableProps) {
  return (
    <div className="h-full overflow-auto">
      <table className="w-full border-separate border-spacing-0.5 p-1 text-xs" aria-label="Retention">
        <thead className="text-muted">
          <tr>
            <th scope="col" className="sticky left-0 bg-surface px-2 py-1 text-left font-medium">
              Started
            </th>
            <th scope="col" className="px-2 py-1 text-right font-medium">
              Size
            </th>
            {data.columns.map((column) => (
              <th
                key={column}
                scope="col"
                className="min-w-14 px-1 py-1 text-center font-medium whitespace-nowrap"
              >
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {showMean && data.rows.length > 1 && (
            <tr>
              <th
                scope="row"
                className="sticky left-0 bg-surface px-2 py-1 text-left font-semibold whitespace-nowrap"
              >
                Mean
              </th>
              <td />
              {data.mean.map((rate, index) => (
                <td
                  key={data.columns[index]}
                  className="rounded-sm bg-sunken px-1 py-1.5 text-center font-semibold tabular-nums"
                >
                  {rate === null ? "" : percent(rate)}
                </td>
              ))}
            </tr>
          )}
          {data.rows.map((row, rowIndex) => (
            <tr key={row.key}>
              <th
                scope="row"
                className="sticky left-0 bg-surface px-2 py-1 text-left font-medium whitespace-nowrap"
              >
                {row.label}
              </th>
              <td className="px-2 py-1 text-right text-muted tabular-nums">{exactNumber(row.size)}</td>
              {row.cells.map((cell, column) => (
                <td key={data.columns[column]} className="p-0">
                  <Heat
                    cell={cell}
                    compact={compact ?? false}
                    onPress={onCell && (() => onCell(rowIndex, column))}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface HeatProps {
  readonly cell: RetentionCell;
  readonly compact: boolean;
  readonly onPress: (() => void) | undefined;
}

function Heat({ cell, compact, onPress }: HeatProps) {
  if (cell.state === "future") return <span aria-hidden className="block h-7" />;
  const strong = cell.rate > 0.55;
  return (
    <button
      type="button"
      disabled={!onPress || cell.count === 0}
      onClick={onPress}
      title={`${exactNumber(cell.count)} of them (${percent(cell.rate)})${cell.state === "filling" ? ", still filling" : ""}`}
      className={cn(
        "block w-full rounded-sm text-center tabular-nums enabled:hover:outline-2 enabled:hover:outline-accent",
        compact ? "h-6" : "h-8",
        strong ? "text-accent-ink" : "text-text",
        cell.state === "filling" && "border border-dashed border-accent",
      )}
      style={{
        background: `color-mix(in oklab, var(--accent) ${Math.round(4 + cell.rate * 96)}%, var(--surface))`,
      }}
    >
      {percent(cell.rate)}
    </button>
  );
}
