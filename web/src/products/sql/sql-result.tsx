"use client";
import { Download } from "lucide-react";
import { compactNumber } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import { saveFile } from "@/lib/save-file";
import { bytes } from "@/products/insights/result-bar";
import { ChartControls } from "@/products/sql/chart-controls";
import { ALL_FORMATS, exportAll } from "@/products/sql/export-all";
import type { SqlNode } from "@/products/sql/node";
import { ResultChart } from "@/products/sql/result-chart";
import { ResultsTable } from "@/products/sql/results-table";
import { toCsv } from "@/products/sql/to-csv";
import type { RunResult } from "@/products/sql/use-run";
import { Button } from "@/ui/button";
import { Dropdown, DropdownItem } from "@/ui/dropdown";
import { EmptyState } from "@/ui/states";
import { toast } from "@/ui/toast";

interface SqlResultProps {
  readonly result: RunResult;
  readonly node: SqlNode;
  readonly onChart: (part: Pick<SqlNode, "display" | "settings">) => void;
}

/** Rows of a run: what they cost, as a chart or a table, as a file. */
export function SqlResult({ result, node, onChart }: SqlResultProps) {
  const project = useProject();
  const { answer } = result;
  const columns = answer.columns ?? [];
  const rows = answer.results;
  const cost = answer.statistics;
  const objects = () =>
    rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]])));
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-1 text-xs text-muted">
        <span className="tabular-nums">
          {rows.length} rows
          {cost &&
            ` in ${Math.round(cost.elapsed * 1000)} ms, ${compactNumber(cost.rows_read)} rows and ${bytes(cost.bytes_read)} read`}
          {answer.hasMore && `, cut at ${answer.limit ?? 100}: add a LIMIT for more`}
        </span>
        <span className="flex-1" />
        <ChartControls
          columns={columns}
          rows={rows}
          display={node.display}
          settings={node.settings}
          onChange={(display, settings) => onChart({ display, settings })}
        />
        <Dropdown
          trigger={
            <Button size="sm" variant="quiet">
              <Download /> Export
            </Button>
          }
        >
          <DropdownItem onSelect={() => saveFile("result.csv", "text/csv", toCsv(columns, rows))}>
            CSV
          </DropdownItem>
          <DropdownItem
            onSelect={() => saveFile("result.json", "application/json", JSON.stringify(objects(), null, 2))}
          >
            JSON
          </DropdownItem>
          {ALL_FORMATS.map((format) => (
            <DropdownItem
              key={format}
              onSelect={() =>
                exportAll(project.id, { ...node, sql: result.sql }, format).catch((error) =>
                  toast.error("Not exported", error),
                )
              }
            >
              All rows, {format.toUpperCase()}
            </DropdownItem>
          ))}
        </Dropdown>
      </div>
      {rows.length === 0 ? (
        <EmptyState title="No rows">The query ran and found nothing.</EmptyState>
      ) : (
        <div className="flex min-h-0 flex-1 flex-col overflow-auto">
          {node.display !== "ActionsTable" && (
            <div className="border-b border-line">
              <ResultChart columns={columns} rows={rows} display={node.display} settings={node.settings} />
            </div>
          )}
          <div className="min-h-40 flex-1">
            <ResultsTable columns={columns} rows={rows} />
          </div>
        </div>
      )}
    </>
  );
}
