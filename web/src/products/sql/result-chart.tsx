"use client";
import { useMemo } from "react";
import { BigNumbers } from "@/charts/big-number";
import { Legend } from "@/charts/legend";
import { SharePie } from "@/charts/pie";
import { TrendChart } from "@/charts/trend-chart";
import { type ChartSettings, type SqlDisplay, settingsFor, toSqlChart } from "@/products/sql/chart";
import { EmptyState } from "@/ui/states";
import { useHidden } from "@/ui/use-hidden";

interface ResultChartProps {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  readonly display: SqlDisplay;
  readonly settings: ChartSettings;
  readonly compact?: boolean;
}

const KINDS = {
  ActionsLineGraph: "line",
  ActionsBar: "grouped",
  ActionsStackedBar: "bar",
  ActionsAreaGraph: "area",
} as const;

/** Rows of SQL as a chart. */
export function ResultChart({ columns, rows, display, settings, compact = false }: ResultChartProps) {
  const chart = useMemo(() => {
    const used = settingsFor(settings, columns, rows);
    // A pie's slices are the values of x.
    if (display !== "ActionsPie" || used.seriesBreakdownColumn) return toSqlChart(columns, rows, used);
    const [first] = used.yAxis ?? [];
    const breakdown = used.xAxis ? { seriesBreakdownColumn: used.xAxis.column } : {};
    return toSqlChart(columns, rows, { ...used, ...breakdown, yAxis: first ? [first] : [] });
  }, [columns, rows, settings, display]);
  const { hidden, toggle } = useHidden();
  if (chart.series.length === 0) {
    return (
      <EmptyState title="No column of numbers">
        A chart needs at least one: count(), say, or a sum.
      </EmptyState>
    );
  }
  if (display === "BoldNumber") return <BigNumbers series={chart.series} compact={compact} />;
  const height = compact ? "fill" : 320;
  return (
    <div className={compact ? "flex h-full min-h-0 flex-col" : "flex flex-col"}>
      <div className={compact ? "min-h-0 flex-1" : "p-3"}>
        {display === "ActionsPie" ? (
          <SharePie series={chart.series.filter(({ key }) => !hidden.has(key))} height={height} />
        ) : (
          <TrendChart
            data={chart}
            kind={KINDS[display as keyof typeof KINDS] ?? "line"}
            hidden={hidden}
            height={height}
          />
        )}
      </div>
      <Legend series={chart.series} hidden={hidden} onToggle={toggle} />
    </div>
  );
}
