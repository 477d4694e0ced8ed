"use client";
import { useMemo } from "react";
import { Legend } from "@/charts/legend";
import { SeriesTable } from "@/charts/series-table";
import { TrendChart } from "@/charts/trend-chart";
import type { OnPoint } from "@/charts/types";
import { askStickiness } from "@/products/insights/people/ask";
import type { StickinessQuery } from "@/products/insights/query/types";
import { type TrendsItem, toStickinessChart } from "@/products/insights/shape/trends";
import { ChartPanel } from "@/products/insights/view/chart-panel";
import type { ViewProps } from "@/products/insights/view/types";
import { useHidden } from "@/ui/use-hidden";

/** How many came on one day, on two, on three … */
export function StickinessView({ query, answer, compact, onPeople }: ViewProps<StickinessQuery>) {
  const items = answer.results as readonly TrendsItem[];
  const chart = useMemo(() => toStickinessChart(items), [items]);
  const { hidden, toggle } = useHidden();
  const onPoint: OnPoint = (index, key) => {
    const at = Math.max(
      chart.series.findIndex((series) => series.key === key),
      0,
    );
    const label = `${chart.series[at]?.label ?? ""}, ${chart.labels[index] ?? ""}`;
    const ask = askStickiness(query, items[at], index + 1, label);
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
              kind={query.stickinessFilter?.display === "ActionsLineGraph" ? "line" : "grouped"}
              hidden={hidden}
              height={compact ? "fill" : 340}
              onPoint={onPoint}
            />
          </div>
          <Legend series={chart.series} hidden={hidden} onToggle={toggle} />
        </>
      }
      table={<SeriesTable data={chart} label="Values of the chart" summary="sum" onPoint={onPoint} />}
    />
  );
}
