"use client";
import { useMemo } from "react";
import { BigNumbers } from "@/charts/big-number";
import { Legend } from "@/charts/legend";
import { SharePie } from "@/charts/pie";
import { Ranking } from "@/charts/ranking";
import { SeriesTable, type Summary } from "@/charts/series-table";
import { TrendChart } from "@/charts/trend-chart";
import type { ChartData, OnPoint } from "@/charts/types";
import { type Country, countryName, WorldMap } from "@/charts/world-map";
import { useProject } from "@/lib/project-context";
import { isAdditive } from "@/products/insights/maths";
import { askTrend } from "@/products/insights/people/ask";
import { displayInfo } from "@/products/insights/query/displays";
import type { TrendsQuery } from "@/products/insights/query/types";
import { overLimitBands } from "@/products/insights/shape/over-limit";
import { type TrendsItem, toChart } from "@/products/insights/shape/trends";
import { ChartPanel } from "@/products/insights/view/chart-panel";
import type { ViewProps } from "@/products/insights/view/types";
import { useNotes } from "@/products/insights/view/use-notes";
import { valueFormat } from "@/products/insights/view/value-format";
import { useHidden } from "@/ui/use-hidden";

interface TrendsViewProps extends ViewProps<TrendsQuery> {
  /** Keeps what was switched off in the legend; absent: until the page is left. */
  readonly onChange?: ((query: TrendsQuery) => void) | undefined;
}

/** A trend in the display that its query asks for. */
export function TrendsView({ query, answer, compact, onPeople, onChange }: TrendsViewProps) {
  const project = useProject();
  const items = answer.results as readonly TrendsItem[];
  const interval = query.interval ?? "day";
  const filter = query.trendsFilter;
  const display = displayInfo(filter?.display);
  const chart = useMemo(() => {
    const drawn = toChart(items, { interval, timezone: project.timezone, now: Date.now() });
    if (display.id !== "WorldMap") return drawn;
    return { ...drawn, series: drawn.series.map((item) => ({ ...item, label: countryName(item.label) })) };
  }, [items, interval, project.timezone, display.id]);
  const legend = useHidden((filter?.hiddenLegendIndexes ?? []).map((index) => `s${index}`));
  const hidden = onChange
    ? new Set((filter?.hiddenLegendIndexes ?? []).map((index) => `s${index}`))
    : legend.hidden;
  const toggle = (key: string) => {
    if (!onChange) return legend.toggle(key);
    const index = Number(key.slice(1));
    const before = filter?.hiddenLegendIndexes ?? [];
    const hiddenLegendIndexes = before.includes(index)
      ? before.filter((one) => one !== index)
      : [...before, index];
    onChange({ ...query, trendsFilter: { ...filter, hiddenLegendIndexes } });
  };
  const format = useMemo(() => valueFormat(filter), [filter]);
  const notes = useNotes(chart.buckets, interval, filter?.showAnnotations !== false && !display.total);
  const bands = useMemo(
    () =>
      display.total
        ? []
        : overLimitBands(answer.over_limit, chart.buckets, { interval, timezone: project.timezone }),
    [answer.over_limit, chart.buckets, interval, project.timezone, display.total],
  );
  const onPoint: OnPoint = (index, key) => {
    const at =
      key === null ? largestAt(chart, index, hidden) : chart.series.findIndex((item) => item.key === key);
    const item = items[at];
    const label = chart.series[at]?.label ?? "";
    const bucket = chart.labels[index];
    const ask = askTrend(query, item, display.total ? null : index, bucket ? `${label}, ${bucket}` : label);
    if (ask) onPeople(ask);
  };
  const asks = items.some((item) => item.action) ? onPoint : undefined;
  const picture = display.chart ? (
    <>
      <div className={compact ? "min-h-0 flex-1" : "p-3"}>
        <TrendChart
          data={chart}
          kind={display.chart}
          hidden={hidden}
          height={compact ? "fill" : 340}
          log={filter?.yAxisScaleType === "log10"}
          goals={filter?.goalLines ?? []}
          notes={notes}
          bands={bands}
          format={format}
          percent={
            filter?.showPercentStackView === true && (display.chart === "bar" || display.chart === "area")
          }
          showValues={filter?.showValuesOnSeries === true}
          onPoint={asks}
        />
      </div>
      <Legend series={chart.series} hidden={hidden} onToggle={toggle} />
    </>
  ) : display.id === "BoldNumber" ? (
    <BigNumbers series={chart.series} format={format} onPoint={asks} compact={compact} />
  ) : display.id === "ActionsBarValue" ? (
    <div className={compact ? "min-h-0 overflow-auto" : ""}>
      <Ranking series={chart.series} format={format} onPoint={asks} />
    </div>
  ) : display.id === "WorldMap" ? (
    <WorldMap countries={countriesOf(items, chart)} format={format} onPoint={asks} />
  ) : display.id === "ActionsPie" ? (
    <>
      <div className={compact ? "min-h-0 flex-1" : "p-3"}>
        <SharePie
          series={chart.series.filter((series) => !hidden.has(series.key))}
          height={compact ? "fill" : 340}
          format={format}
          onPoint={asks}
        />
      </div>
      <Legend series={chart.series} hidden={hidden} onToggle={toggle} />
    </>
  ) : null;
  const table = (
    <SeriesTable
      data={chart}
      label="Values of the chart"
      summary={summaryOf(query)}
      format={format}
      onPoint={asks}
    />
  );
  if (compact && picture === null) return <div className="h-full overflow-auto">{table}</div>;
  return <ChartPanel compact={compact} chart={picture} table={table} />;
}

/** The country codes that an answer is broken down by, of the current period. */
function countriesOf(items: readonly TrendsItem[], chart: ChartData): Country[] {
  return items.flatMap((item, index) => {
    const series = chart.series[index];
    const value = Array.isArray(item.breakdown_value) ? item.breakdown_value[0] : item.breakdown_value;
    return series && !series.faint ? [{ code: String(value), series }] : [];
  });
}

/** Place of the visible series with the greatest value in a bucket. */
function largestAt(chart: ChartData, index: number, hidden: ReadonlySet<string>): number {
  let best = -1;
  chart.series.forEach((series, at) => {
    if (hidden.has(series.key) || series.faint) return;
    if (best < 0 || (series.values[index] ?? 0) > (chart.series[best]?.values[index] ?? 0)) best = at;
  });
  return best;
}

/** How one number stands for a whole line: counts add up, unique persons and averages do not. */
export function summaryOf({ trendsFilter, series }: TrendsQuery): Summary {
  if (trendsFilter?.display === "ActionsLineGraphCumulative") return "last";
  const formula = trendsFilter?.formula || trendsFilter?.formulaNodes?.length;
  return !formula && series.every(({ math }) => isAdditive(math)) ? "sum" : "average";
}
