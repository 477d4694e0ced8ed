"use client";
import { useMemo, useState } from "react";
import { showValue } from "@/lib/format";
import { CodeBlock, CopyButton } from "@/ui/code-block";
import { Dialog } from "@/ui/dialog";
import { type Column, DataTable } from "@/ui/table";

interface ResultsTableProps {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

interface Row {
  readonly index: number;
  readonly cells: readonly unknown[];
}

/** Rows of a query; a press on a long cell opens it. */
export function ResultsTable({ columns, rows }: ResultsTableProps) {
  const [open, setOpen] = useState<{ name: string; text: string } | null>(null);
  const data = useMemo(() => rows.map((cells, index): Row => ({ index, cells })), [rows]);
  const defs = useMemo(
    () =>
      columns.map((name, column): Column<Row> => {
        const numeric =
          rows.length > 0 && rows.every((row) => row[column] === null || typeof row[column] === "number");
        return {
          id: `${column}:${name}`,
          header: <span className="font-mono">{name}</span>,
          ...(numeric ? { align: "right" as const } : {}),
          sortBy: (row) => {
            const value = row.cells[column];
            return typeof value === "number" ? value : showValue(value);
          },
          cell: (row) => <Cell value={row.cells[column]} onOpen={(text) => setOpen({ name, text })} />,
        };
      }),
    [columns, rows],
  );
  return (
    <>
      <DataTable
        rows={data}
        columns={defs}
        rowKey={(row) => String(row.index)}
        label="Result"
        className="h-full"
      />
      <Dialog open={open !== null} onOpenChange={() => setOpen(null)} title={open?.name ?? ""}>
        <CodeBlock code={open?.text ?? ""} label="value" wrap />
      </Dialog>
    </>
  );
}

function Cell({ value, onOpen }: { readonly value: unknown; readonly onOpen: (text: string) => void }) {
  if (value === null || value === undefined) return <span className="text-xs text-muted italic">null</span>;
  const text = showValue(value);
  if (text.length <= 60 && typeof value !== "object") {
    return <span className="font-mono text-xs whitespace-nowrap">{text}</span>;
  }
  const pretty = typeof value === "object" ? JSON.stringify(value, null, 2) : text;
  return (
    <span className="flex items-center gap-1">
      <button
        type="button"
        className="max-w-80 truncate font-mono text-xs hover:underline"
        title="Open"
        onClick={() => onOpen(pretty)}
      >
        {text}
      </button>
      <CopyButton text={pretty} label="Copy cell" className="size-5" />
    </span>
  );
}
