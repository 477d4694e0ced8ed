"use client";
import { useMemo } from "react";
import { type OnPath, Sankey } from "@/charts/sankey";
import type { PathLink } from "@/charts/sankey-layout";
import { askPath } from "@/products/insights/people/ask";
import type { PathsQuery } from "@/products/insights/query/types";
import { ChartPanel } from "@/products/insights/view/chart-panel";
import { LinkTable } from "@/products/insights/view/link-table";
import type { ViewProps } from "@/products/insights/view/types";

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
