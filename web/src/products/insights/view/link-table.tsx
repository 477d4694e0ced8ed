"use client";
import { duration } from "@/charts/duration";
import { type OnPath, shortName } from "@/charts/sankey";
import { type PathLink, splitNode } from "@/charts/sankey-layout";
import { Value } from "@/charts/series-table";
import { exactNumber } from "@/lib/format";
import { type Column, DataTable } from "@/ui/table";

interface LinkTableProps {
  readonly links: readonly PathLink[];
  readonly onPath: OnPath;
  /** What is counted. */
  readonly counted?: string;
}

/** Links of a Sankey diagram, one a row. */
export function LinkTable({ links, onPath, counted = "Paths" }: LinkTableProps) {
  const columns: Column<PathLink>[] = [
    {
      id: "step",
      header: "Step",
      sortBy: ({ source }) => splitNode(source).step,
      cell: ({ source }) => `${splitNode(source).step + 1} → ${splitNode(source).step + 2}`,
      className: "whitespace-nowrap",
    },
    {
      id: "from",
      header: "From",
      sortBy: ({ source }) => source,
      cell: ({ source }) => <Name id={source} />,
    },
    { id: "to", header: "To", sortBy: ({ target }) => target, cell: ({ target }) => <Name id={target} /> },
    {
      id: "value",
      header: counted,
      align: "right",
      sortBy: ({ value }) => value,
      cell: ({ source, target, value }) => (
        <Value text={exactNumber(value)} onPress={() => onPath({ source, target })} />
      ),
    },
    {
      id: "time",
      header: "Average time",
      align: "right",
      sortBy: ({ time }) => time ?? -1,
      cell: ({ time }) => (time === null ? "–" : duration(time / 1000)),
    },
  ];
  return (
    <DataTable
      rows={links}
      columns={columns}
      rowKey={(link) => `${link.source} ${link.target}`}
      label="Links of the paths"
    />
  );
}

function Name({ id }: { readonly id: string }) {
  const { name } = splitNode(id);
  return (
    <span className="block max-w-72 truncate" title={name}>
      {shortName(name)}
    </span>
  );
}
