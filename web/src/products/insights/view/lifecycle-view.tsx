"use client";
import { useMemo } from "react";
import { Legend } from "@/charts/legend";
import { SeriesTable } from "@/charts/series-table";
import { TrendChart } from "@/charts/trend-chart";
import type { OnPoint } from "@/charts/types";
import { useProject } from "@/lib/project-context";
import { askLifecycle } from "@/products/insights/people/ask";
import { LIFECYCLES, type LifecycleQuery } from "@/products/insights/query/types";
import { type LifecycleItem, toLifecycle } from "@/products/insights/shape/lifecycle";
import { ChartPanel } from "@/products/insights/view/chart-panel";
import type { ViewProps } from "@/products/insights/view/types";
import { useHidden } from "@/ui/use-hidden";

/** New, returning and resurrecting above the line, dormant below it. */
export function LifecycleView({ query, answer, compact, onPeople }: ViewProps<LifecycleQuery>) {
  const project = useProject();
  const items = answer.results as readonly LifecycleItem[];
  const interval = query.interval ?? "day";
  const shown = query.lifecycleFilter?.toggledLifecycles ?? LIFECYCLES;
  const chart = useMemo(
    () => toLifecycle(items, shown, { interval, timezone: project.timezone, now: Date.now() }),
    [items, shown, interval, project.timezone],
  );
  const { hidden, toggle } = useHidden();
  const onPoint: OnPoint = (index, key) => {
    const series = chart.series.find((item) => item.key === key) ?? chart.series[0];
    const item = items.find((one) => one.status === series?.key);
    const ask = askLifecycle(query, item, index, `${series?.label ?? ""}, ${chart.labels[index] ?? ""}`);
    if (ask) onPeople(ask);
  };
  return (
    <ChartPanel
      compact={compact}
      chart={
        <>
          <div className={compact ? "min-h-0 flex-1" : "p-3"}>
            <TrendChart
              data={chart}
              kind="bar"
              hidden={hidden}
              height={compact ? "fill" : 340}
              onPoint={onPoint}
            />
          </div>
          <Legend series={chart.series} hidden={hidden} onToggle={toggle} />
        </>
      }
      table={
        <SeriesTable
          data={chart}
          label="Values of the chart"
          summary="average"
          heading="Status"
          onPoint={onPoint}
        />
      }
    />
  );
}
