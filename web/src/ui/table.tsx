"use client";
import {
  type ColumnDef,
  createSortedRowModel,
  rowSortingFeature,
  sortFn_alphanumeric,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { ArrowDown, ArrowUp } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { cn } from "@/ui/cn";

export interface Column<Row> {
  readonly id: string;
  readonly header: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  /** What the column sorts by; absent: the column does not sort. */
  readonly sortBy?: (row: Row) => string | number;
  readonly align?: "right";
  readonly className?: string;
}

interface DataTableProps<Row> {
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  readonly label: string;
  readonly onRowClick?: (row: Row) => void;
  readonly className?: string;
  /** Stands on the page itself, not in a panel. */
  readonly plain?: boolean;
}

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric },
});

/** A dense table whose headers sort. Scrolls inside itself, so that a page never scrolls sideways. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { rows, columns, rowKey } = props;
  const defs = useMemo(
    () =>
      columns.map(
        (column): ColumnDef<typeof features, Row> => ({
          id: column.id,
          accessorFn: (row) => column.sortBy?.(row) ?? "",
          enableSorting: column.sortBy !== undefined,
          sortFn: (a, b) => compare(column.sortBy?.(a.original) ?? "", column.sortBy?.(b.original) ?? ""),
        }),
      ),
    [columns],
  );
  const table = useTable({ features, columns: defs, data: rows as Row[], getRowId: rowKey });
  const byId = new Map(columns.map((column) => [column.id, column]));
  return (
    <div className={cn("overflow-auto", props.className)}>
      <table className="w-full border-collapse text-sm" aria-label={props.label}>
        <thead className={cn("sticky top-0 z-10", props.plain ? "bg-canvas" : "bg-surface")}>
          <tr className="border-b border-line">
            {table.getFlatHeaders().map((header) => {
              const column = byId.get(header.id);
              const sorted = header.column.getIsSorted();
              return (
                <th
                  key={header.id}
                  scope="col"
                  aria-sort={sorted ? (sorted === "asc" ? "ascending" : "descending") : undefined}
                  className={cn(
                    "px-3 py-2 text-left text-xs font-medium whitespace-nowrap text-muted",
                    column?.align === "right" && "text-right",
                    column?.className,
                  )}
                >
                  {column?.sortBy ? (
                    <button
                      type="button"
                      onClick={header.column.getToggleSortingHandler()}
                      className="inline-flex items-center gap-1 hover:text-text [&_svg]:size-3"
                    >
                      {column.header}
                      {sorted === "asc" && <ArrowUp aria-hidden />}
                      {sorted === "desc" && <ArrowDown aria-hidden />}
                    </button>
                  ) : (
                    column?.header
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {table.getRowModel().rows.map((row) => (
            <tr
              key={row.id}
              onClick={props.onRowClick && (() => props.onRowClick?.(row.original))}
              className={cn(
                "border-b border-line last:border-0 hover:bg-hover/60",
                props.onRowClick && "cursor-pointer",
              )}
            >
              {columns.map((column) => (
                <td
                  key={column.id}
                  className={cn(
                    "px-3 py-1.5 align-middle",
                    column.align === "right" && "text-right",
                    column.className,
                  )}
                >
                  {column.cell(row.original)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), undefined, { numeric: true, sensitivity: "base" });
}
