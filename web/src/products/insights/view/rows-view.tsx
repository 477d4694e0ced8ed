"use client";
import type { QueryAnswer } from "@/lib/api/query";
import { fromNode } from "@/products/sql/node";
import { ResultChart } from "@/products/sql/result-chart";
import { ResultsTable } from "@/products/sql/results-table";
import { EmptyState } from "@/ui/states";

interface RowsViewProps {
  readonly node: unknown;
  readonly answer: QueryAnswer<unknown>;
  readonly compact: boolean;
}

/** Rows and columns of SQL, events or persons; SQL also as the chart it was saved with. */
export function RowsView({ node, answer, compact }: RowsViewProps) {
  const rows = Array.isArray(answer.results) ? answer.results : [];
  const lists = rows.filter((row): row is readonly unknown[] => Array.isArray(row));
  if (lists.length === 0) return <EmptyState title="No rows">The query ran and found nothing.</EmptyState>;
  const columns = answer.columns ?? lists[0]?.map((_, index) => `${index + 1}`) ?? [];
  const saved = fromNode(node);
  const drawn = saved && saved.display !== "ActionsTable";
  const table = (
    <div className={compact ? "h-full overflow-auto" : "[&>div]:max-h-[32rem]"}>
      <ResultsTable columns={columns} rows={lists} />
    </div>
  );
  if (!drawn) return table;
  return (
    <>
      <ResultChart
        columns={columns}
        rows={lists}
        display={saved.display}
        settings={saved.settings}
        compact={compact}
      />
      {!compact && table}
    </>
  );
}
