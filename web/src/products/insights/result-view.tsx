"use client";
import { useState } from "react";
import { BigNumbers } from "@/charts/big-number";
import { Legend } from "@/charts/legend";
import { Ranking } from "@/charts/ranking";
import { SeriesTable } from "@/charts/series-table";
import { TrendChart } from "@/charts/trend-chart";
import type { ChartData } from "@/charts/types";
import type { Display } from "@/products/insights/state";
import { Panel } from "@/ui/page";

interface ResultViewProps {
  readonly chart: ChartData;
  readonly display: Display;
  readonly summary: "sum" | "average" | "last";
}

/** Chart and, below it, its exact values. */
export function ResultView({ chart, display, summary }: ResultViewProps) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const toggle = (key: string) =>
    setHidden((before) =>
      before.has(key) ? new Set([...before].filter((k) => k !== key)) : new Set([...before, key]),
    );
  const timed =
    display === "ActionsLineGraph" || display === "ActionsBar" || display === "ActionsLineGraphCumulative";
  return (
    <div className="flex min-w-0 flex-col gap-4">
      {display !== "ActionsTable" && (
        <Panel>
          {timed && (
            <div className="p-3">
              <TrendChart data={chart} kind={display === "ActionsBar" ? "bar" : "line"} hidden={hidden} />
            </div>
          )}
          {timed && <Legend series={chart.series} hidden={hidden} onToggle={toggle} />}
          {display === "BoldNumber" && <BigNumbers series={chart.series} />}
          {display === "ActionsBarValue" && <Ranking series={chart.series} />}
        </Panel>
      )}
      <Panel>
        <SeriesTable data={chart} label="Values of the chart" summary={summary} />
      </Panel>
    </div>
  );
}
