import { duration } from "../../../charts/duration.ts";
import type { FunnelBar, FunnelStep } from "../../../charts/funnel-types.ts";
import type { ChartData } from "../../../charts/types.ts";
import { eventTitle } from "../../events/describe-event.ts";
import { breakdownText } from "./breakdown-value.ts";
import { bucketEnd, bucketLabel } from "./buckets.ts";
import type { TimeOptions } from "./trends.ts";

/** A step of a `FunnelsQuery` answer. */
export interface FunnelItem {
  readonly name: string;
  readonly custom_name?: string | null;
  readonly order: number;
  readonly count: number;
  readonly average_conversion_time: number | null;
  readonly median_conversion_time: number | null;
  readonly breakdown_value?: unknown;
  readonly compare_label?: "current" | "previous";
}

type FunnelResults = readonly FunnelItem[] | readonly (readonly FunnelItem[])[];

/** The funnels of an answer: one a breakdown value and period. Without breakdown the periods stand in one list. */
export function funnelGroups(results: FunnelResults): readonly (readonly FunnelItem[])[] {
  if (Array.isArray(results[0])) return results as readonly (readonly FunnelItem[])[];
  const items = results as readonly FunnelItem[];
  const periods = [...new Set(items.map((item) => item.compare_label))];
  return periods.map((period) => items.filter((item) => item.compare_label === period));
}

/** Steps with one bar a breakdown value; the bar's key is `b<n>`, n the value's place in the answer. */
export function toFunnel(results: FunnelResults): FunnelStep[] {
  const groups = funnelGroups(results);
  const steps = groups[0] ?? [];
  const values = [...new Set(groups.map(valueKey))];
  return steps.map((step, index) => ({
    name: step.custom_name || eventTitle(step.name),
    bars: groups.map((group, at) => barOf(group, index, at, values.indexOf(valueKey(group)))),
  }));
}

/** What tells groups apart besides the period. */
const valueKey = (group: readonly FunnelItem[]): string => JSON.stringify(group[0]?.breakdown_value ?? null);

/** Value and period in words; empty where there is neither. */
function labelOf(value: unknown, period: "current" | "previous" | undefined): string {
  const text = value === undefined || value === null ? "" : breakdownText(value);
  if (!period) return text;
  const when = period === "previous" ? "before" : "now";
  return text ? `${text} (${when})` : when;
}

function barOf(group: readonly FunnelItem[], index: number, at: number, color: number): FunnelBar {
  const count = group[index]?.count ?? 0;
  const entered = group[0]?.count ?? 0;
  const before = index === 0 ? count : (group[index - 1]?.count ?? 0);
  return {
    key: `b${at}`,
    label: labelOf(group[0]?.breakdown_value, group[0]?.compare_label),
    color,
    faint: group[0]?.compare_label === "previous",
    count,
    ofEntered: entered === 0 ? 0 : count / entered,
    ofPrevious: before === 0 ? 0 : count / before,
    dropped: before - count,
    medianSeconds: group[index]?.median_conversion_time ?? null,
    averageSeconds: group[index]?.average_conversion_time ?? null,
  };
}

/** Share of those who entered that came through to the last step, 0–1. */
export function conversion(steps: readonly FunnelStep[]): number {
  return steps.at(-1)?.bars[0]?.ofEntered ?? 0;
}

export interface TimeToConvert {
  readonly bins: readonly (readonly [number, number])[];
  readonly average_conversion_time: number | null;
  readonly median_conversion_time?: number | null;
}

/** A histogram: one bar a bin; the last edge counts into the last bin. */
export function toHistogram({ bins }: TimeToConvert): ChartData {
  const edges = bins.map(([from]) => from);
  const counts = bins
    .slice(0, -1)
    .map(([, count], index) => count + (index === bins.length - 2 ? (bins.at(-1)?.[1] ?? 0) : 0));
  return {
    buckets: counts.map((_, index) => String(edges[index])),
    labels: counts.map((_, index) => `${duration(edges[index] ?? 0)} – ${duration(edges[index + 1] ?? 0)}`),
    series: [
      {
        key: "s0",
        label: "Converted",
        color: 0,
        faint: false,
        values: counts,
        total: counts.reduce((sum, count) => sum + count, 0),
      },
    ],
    lastIncomplete: false,
  };
}

export interface FunnelTrendItem {
  readonly data: readonly number[];
  readonly days: readonly string[];
  readonly breakdown_value?: unknown;
  readonly compare_label?: "current" | "previous";
}

/** Conversion in percent by the bucket in which people entered. */
export function toFunnelTrend(items: readonly FunnelTrendItem[], options: TimeOptions): ChartData {
  const buckets = items[0]?.days ?? [];
  const last = buckets.at(-1);
  const values = [...new Set(items.map((item) => JSON.stringify(item.breakdown_value ?? null)))];
  return {
    buckets,
    labels: buckets.map((bucket) => bucketLabel(bucket, options.interval)),
    series: items.map((item, index) => ({
      key: `s${index}`,
      label: labelOf(item.breakdown_value, item.compare_label) || "Conversion",
      color: values.indexOf(JSON.stringify(item.breakdown_value ?? null)),
      faint: item.compare_label === "previous",
      values: item.data,
      total: item.data.at(-1) ?? 0,
    })),
    lastIncomplete: last !== undefined && bucketEnd(last, options) > options.now,
  };
}
