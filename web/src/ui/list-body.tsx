"use client";
import type { ReactNode } from "react";
import { SkeletonRows } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";
import { type Column, DataTable } from "@/ui/table";

interface ListBodyProps<Row> {
  /** What loads: its state decides what is shown. */
  readonly query: {
    readonly error: Error | null;
    readonly isPending: boolean;
    readonly refetch: () => unknown;
  };
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  /** Names the table, and what could not be loaded. */
  readonly label: string;
  /** Shown when everything is there and no row is. */
  readonly empty: ReactNode;
}

/** The table of a list page in each of its states. */
export function ListBody<Row extends object>(props: ListBodyProps<Row>) {
  const { query, rows, columns, rowKey, label, empty } = props;
  if (query.isPending) return <SkeletonRows rows={8} />;
  return (
    <>
      {query.error && (
        <ErrorState
          error={query.error}
          onRetry={() => void query.refetch()}
          title={`${label} could not be loaded.`}
        />
      )}
      {rows.length === 0 && !query.error && empty}
      {rows.length > 0 && (
        <DataTable
          plain
          rows={rows}
          columns={columns}
          rowKey={rowKey}
          label={label}
          className="shrink-0 md:px-3"
        />
      )}
    </>
  );
}
