"use client";
import { useMemo } from "react";
import { duration } from "@/charts/duration";
import { FunnelChart } from "@/charts/funnel-chart";
import { FunnelTable } from "@/charts/funnel-table";
import type { OnFunnelStep } from "@/charts/funnel-types";
import { Legend } from "@/charts/legend";
import { SeriesTable } from "@/charts/series-table";
import { TrendChart } from "@/charts/trend-chart";
import { seriesColor } from "@/charts/types";
import { exactNumber, percent } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import { askFunnelStep, askFunnelTrend } from "@/products/insights/people/ask";
import type { FunnelsQuery } from "@/products/insights/query/types";
import {
  conversion,
  type FunnelItem,
  type FunnelTrendItem,
  funnelGroups,
  type TimeToConvert,
  toFunnel,
  toFunnelTrend,
  toHistogram,
} from "@/products/insights/shape/funnel";
import { ChartPanel } from "@/products/insights/view/chart-panel";
import { Correlation } from "@/products/insights/view/correlation";
import { FunnelFlow } from "@/products/insights/view/funnel-flow";
import type { ViewProps } from "@/products/insights/view/types";
import { useHidden } from "@/ui/use-hidden";

/** A funnel in the view that its query asks for. */
export function FunnelView(props: ViewProps<FunnelsQuery>) {
  const view = props.query.funnelsFilter?.funnelVizType ?? "steps";
  if (view === "time_to_convert") return <TimesView {...props} />;
  if (view === "flow") return <FunnelFlow {...props} />;
  return view === "trends" ? <TrendView {...props} /> : <StepsView {...props} />;
}

function StepsView({ query, answer, compact, onPeople }: ViewProps<FunnelsQuery>) {
  const results = answer.results as readonly FunnelItem[] | readonly (readonly FunnelItem[])[];
  const steps = useMemo(() => toFunnel(results), [results]);
  const groups = useMemo(() => funnelGroups(results), [results]);
  const bars = steps[0]?.bars ?? [];
  const onStep: OnFunnelStep = (step, key) => {
    const at = Math.abs(step);
    const bar = bars.find((item) => item.key === key);
    const part = groups[bars.findIndex((item) => item.key === key)]?.[0] ?? {};
    const name = `${at}. ${steps[at - 1]?.name ?? ""}${bar?.label ? `, ${bar.label}` : ""}`;
    onPeople(askFunnelStep(query, step, part, step < 0 ? `Dropped off before ${name}` : `Reached ${name}`));
  };
  const filter = query.funnelsFilter;
  return (
    <ChartPanel
      compact={compact}
      chart={
        <>
          {!compact && bars.length === 1 && (
            <p className="px-4 pt-3 text-sm text-muted">
              <span className="text-2xl font-semibold text-text tabular-nums">
                {percent(conversion(steps), true)}
              </span>{" "}
              came through all {steps.length} steps
            </p>
          )}
          <div className={compact ? "min-h-0 flex-1 overflow-auto" : ""}>
            <FunnelChart
              steps={steps}
              reference={filter?.funnelStepReference ?? "total"}
              layout={filter?.layout ?? "vertical"}
              compact={compact}
              onStep={onStep}
            />
          </div>
          {bars.length > 1 && (
            <ul className="flex flex-wrap gap-x-3 gap-y-1 px-4 pb-3 text-xs">
              {bars.map((bar) => (
                <li key={bar.key} className="flex items-center gap-1.5">
                  <span
                    className="size-2.5 rounded-xs"
                    style={{ background: seriesColor(bar.color), opacity: bar.faint ? 0.5 : 1 }}
                  />
                  {bar.label}
                </li>
              ))}
            </ul>
          )}
        </>
      }
      table={<FunnelTable steps={steps} onStep={onStep} />}
      more={bars.length === 1 && <Correlation query={query} />}
    />
  );
}

function TimesView({ query, answer, compact, onPeople }: ViewProps<FunnelsQuery>) {
  const times = answer.results as TimeToConvert;
  const chart = useMemo(() => toHistogram(times), [times]);
  const last = (query.funnelsFilter?.funnelToStep ?? query.series.length - 1) + 1;
  const onPoint = () => onPeople(askFunnelStep(query, last, {}, `Reached step ${last}`));
  const { hidden } = useHidden();
  return (
    <ChartPanel
      compact={compact}
      chart={
        <>
          <p className="px-4 pt-3 text-sm text-muted">
            Median{" "}
            <span className="font-semibold text-text">
              {times.median_conversion_time == null ? "–" : duration(times.median_conversion_time)}
            </span>
            , average{" "}
            <span className="font-semibold text-text">
              {times.average_conversion_time === null ? "–" : duration(times.average_conversion_time)}
            </span>
          </p>
          <div className={compact ? "min-h-0 flex-1" : "p-3"}>
            <TrendChart
              data={chart}
              kind="bar"
              hidden={hidden}
              height={compact ? "fill" : 320}
              onPoint={onPoint}
            />
          </div>
        </>
      }
      table={<SeriesTable data={chart} label="Values of the chart" summary="sum" heading="Time" />}
    />
  );
}

const share = (value: number) => `${exactNumber(value)} %`;

function TrendView({ query, answer, compact, onPeople }: ViewProps<FunnelsQuery>) {
  const project = useProject();
  const items = answer.results as readonly FunnelTrendItem[];
  const interval = query.interval ?? "day";
  const chart = useMemo(
    () => toFunnelTrend(items, { interval, timezone: project.timezone, now: Date.now() }),
    [items, interval, project.timezone],
  );
  const { hidden, toggle } = useHidden();
  const onPoint = (index: number, key: string | null) => {
    const at = Math.max(
      chart.series.findIndex((series) => series.key === key),
      0,
    );
    const day = items[at]?.days[index];
    if (day === undefined) return;
    const label = `Converted of those who entered ${chart.labels[index] ?? ""}`;
    onPeople(askFunnelTrend(query, day, items[at] ?? {}, false, label));
  };
  return (
    <ChartPanel
      compact={compact}
      chart={
        <>
          <div className={compact ? "min-h-0 flex-1" : "p-3"}>
            <TrendChart
              data={chart}
              kind="line"
              hidden={hidden}
              height={compact ? "fill" : 340}
              format={share}
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
          format={share}
          onPoint={onPoint}
        />
      }
    />
  );
}
