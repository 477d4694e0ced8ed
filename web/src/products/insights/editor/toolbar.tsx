"use client";
import { Choice } from "@/products/insights/editor/choice";
import { ComparePicker } from "@/products/insights/editor/compare-picker";
import { DisplayPicker } from "@/products/insights/editor/display-picker";
import { TrendsOptions } from "@/products/insights/editor/trends-options";
import type { EditorProps } from "@/products/insights/editor/types";
import { withDisplay } from "@/products/insights/query/displays";
import {
  type FunnelsFilter,
  INTERVALS,
  type InsightQuery,
  type Interval,
} from "@/products/insights/query/types";
import { RangePicker } from "@/products/insights/range-picker";
import { Select } from "@/ui/select";
import { ToggleGroup } from "@/ui/toggle-group";

const FUNNEL_VIEWS = [
  { value: "steps", label: "Steps" },
  { value: "time_to_convert", label: "Time" },
  { value: "trends", label: "Trend" },
  { value: "flow", label: "Flow" },
] as const;

/** When, in which steps of time, and how it is shown: above every chart. */
export function Toolbar({ query, onChange }: EditorProps<InsightQuery>) {
  const range = { from: query.dateRange?.date_from ?? "-7d", to: query.dateRange?.date_to ?? null };
  const funnel = query.kind === "FunnelsQuery" ? (query.funnelsFilter ?? {}) : null;
  const setFunnel = (part: Partial<FunnelsFilter>) => {
    if (query.kind === "FunnelsQuery")
      onChange({ ...query, funnelsFilter: { ...query.funnelsFilter, ...part } });
  };
  const timed =
    query.kind === "TrendsQuery" ||
    query.kind === "StickinessQuery" ||
    query.kind === "LifecycleQuery" ||
    (query.kind === "FunnelsQuery" && query.funnelsFilter?.funnelVizType === "trends");
  return (
    <div className="flex flex-wrap items-center gap-2">
      <RangePicker
        state={range}
        label={query.kind === "RetentionQuery" && !query.dateRange?.date_from ? "Up to now" : undefined}
        onChange={({ from, to, interval }) => {
          const dateRange = {
            date_from: from ?? range.from,
            ...(to === null || to === undefined ? {} : { date_to: to }),
          };
          onChange(timed && interval ? { ...query, dateRange, interval } : { ...query, dateRange });
        }}
      />
      {timed && (
        <Select<Interval>
          aria-label="Interval"
          value={query.interval ?? "day"}
          options={INTERVALS.map((interval) => ({ value: interval, label: `by ${interval}` }))}
          onChange={(interval) => onChange({ ...query, interval })}
        />
      )}
      {(query.kind === "TrendsQuery" ||
        query.kind === "StickinessQuery" ||
        (funnel &&
          query.kind === "FunnelsQuery" &&
          funnel.funnelVizType !== "time_to_convert" &&
          funnel.funnelVizType !== "flow")) && (
        <ComparePicker
          value={query.compareFilter}
          onChange={(compareFilter) => onChange({ ...query, compareFilter })}
        />
      )}
      {query.kind === "TrendsQuery" && (
        <>
          <DisplayPicker
            value={query.trendsFilter?.display}
            onChange={(display) => onChange(withDisplay(query, display))}
          />
          <TrendsOptions query={query} onChange={onChange} />
        </>
      )}
      {funnel && (
        <>
          <ToggleGroup
            label="View of the funnel"
            value={funnel.funnelVizType ?? "steps"}
            options={FUNNEL_VIEWS}
            onChange={(funnelVizType) => setFunnel({ funnelVizType })}
          />
          {(funnel.funnelVizType ?? "steps") === "steps" && (
            <>
              <Select
                aria-label="Percent of"
                value={funnel.funnelStepReference ?? "total"}
                options={[
                  { value: "total", label: "% of all who entered" },
                  { value: "previous", label: "% of the step before" },
                ]}
                onChange={(funnelStepReference) => setFunnel({ funnelStepReference })}
              />
              <Select
                aria-label="Direction of the bars"
                value={funnel.layout ?? "vertical"}
                options={[
                  { value: "vertical", label: "Standing bars" },
                  { value: "horizontal", label: "Lying bars" },
                ]}
                onChange={(layout) => setFunnel({ layout })}
              />
            </>
          )}
          {funnel.funnelVizType === "time_to_convert" && (
            <Choice
              label="Bins"
              value={String(funnel.binCount ?? "auto")}
              options={["auto", "5", "10", "15", "25", "50", "90"].map((value) => ({ value, label: value }))}
              onChange={(value) => setFunnel({ binCount: value === "auto" ? "auto" : Number(value) })}
            />
          )}
        </>
      )}
    </div>
  );
}
