"use client";
import type { QueryAnswer } from "@/lib/api/query";
import { ResultsTable } from "@/products/sql/results-table";
import { EmptyState } from "@/ui/states";

interface RowsViewProps {
  readonly node: unknown;
  readonly answer: QueryAnswer<unknown>;
  readonly compact: boolean;
}

/** Rows and columns of SQL, events or persons. */
export function RowsView({ answer, compact }: RowsViewProps) {
  const rows = Array.isArray(answer.results) ? answer.results : [];
  const lists = rows.filter((row): row is readonly unknown[] => Array.isArray(row));
  if (lists.length === 0) return <EmptyState title="No rows">The query ran and found nothing.</EmptyState>;
  const columns = answer.columns ?? lists[0]?.map((_, index) => `${index + 1}`) ?? [];
  return (
    <div className={compact ? "h-full overflow-auto" : ""}>
      <ResultsTable columns={columns} rows={lists} />
    </div>
  );
}
