"use client";
import { useMemo } from "react";
import { type OnPath, Sankey } from "@/charts/sankey";
import { type PathLink, splitNode } from "@/charts/sankey-layout";
import { askFunnelStep } from "@/products/insights/people/ask";
import type { FunnelsQuery } from "@/products/insights/query/types";
import { ChartPanel } from "@/products/insights/view/chart-panel";
import { LinkTable } from "@/products/insights/view/link-table";
import type { ViewProps } from "@/products/insights/view/types";

interface FlowItem {
  readonly source: string;
  readonly target: string;
  readonly value: number;
  readonly average_conversion_time: number | null;
  readonly compare_label?: string;
}

/** A funnel as a stream: who goes on from each step, and who drops off. */
export function FunnelFlow({ query, answer, compact, onPeople }: ViewProps<FunnelsQuery>) {
  const items = answer.results as readonly FlowItem[];
  const links = useMemo(
    () =>
      items
        .filter(({ compare_label }) => compare_label !== "previous")
        .map((item): PathLink => ({ ...item, time: item.average_conversion_time })),
    [items],
  );
  const onPath: OnPath = ({ node, target }) => {
    const at = splitNode(node ?? target ?? "");
    const dropped = at.name === "Dropped off";
    const step = at.step + 1;
    const label = dropped ? `Dropped off before step ${step}` : `Reached ${step}. ${at.name}`;
    onPeople(askFunnelStep(query, dropped ? -step : step, {}, label));
  };
  return (
    <ChartPanel
      compact={compact}
      chart={
        <div className={compact ? "h-full overflow-auto p-2" : "p-3"}>
          <Sankey links={links} height={compact ? 300 : 460} onPath={onPath} />
        </div>
      }
      table={<LinkTable links={links} onPath={onPath} counted="People" />}
    />
  );
}
