"use client";
import { useMemo } from "react";
import { duration } from "@/charts/duration";
import { type OnPath, Sankey, shortName } from "@/charts/sankey";
import { type PathLink, splitNode } from "@/charts/sankey-layout";
import { Value } from "@/charts/series-table";
import { exactNumber } from "@/lib/format";
import { askPath } from "@/products/insights/people/ask";
import type { PathsQuery } from "@/products/insights/query/types";
import { ChartPanel } from "@/products/insights/view/chart-panel";
import type { ViewProps } from "@/products/insights/view/types";
import { type Column, DataTable } from "@/ui/table";

interface PathItem {
  readonly source: string;
  readonly target: string;
  readonly value: number;
  readonly average_conversion_time: number;
}

/** Where people go: a Sankey diagram, and its links as a table. */
export function PathsView({ query, answer, compact, onPeople }: ViewProps<PathsQuery>) {
  const items = answer.results as readonly PathItem[];
  const links = useMemo(
    () => items.map((item): PathLink => ({ ...item, time: item.average_conversion_time })),
    [items],
  );
  const onPath: OnPath = (at) => {
    const last = !links.some((link) => link.source === at.node);
    onPeople(askPath(query, at, last));
  };
  return (
    <ChartPanel
      compact={compact}
      chart={
        <div className={compact ? "h-full overflow-auto p-2" : "p-3"}>
          <Sankey links={links} height={compact ? 300 : 460} onPath={onPath} />
        </div>
      }
      table={<LinkTable links={links} onPath={onPath} />}
    />
  );
}

interface LinkTableProps {
  readonly links: readonly PathLink[];
  readonly onPath: OnPath;
}

function LinkTable({ links, onPath }: LinkTableProps) {
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
      header: "Paths",
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
      sortBy: ({ time }) => time,
      cell: ({ time }) => duration(time / 1000),
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
