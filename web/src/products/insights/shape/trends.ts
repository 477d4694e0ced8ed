import type { ChartData, ChartSeries } from "../../../charts/types.ts";
import { eventTitle } from "../../events/describe-event.ts";
import type { Interval } from "../query/types.ts";
import { breakdownText } from "./breakdown-value.ts";
import { bucketEnd, bucketLabel } from "./buckets.ts";

/** One item of a `TrendsQuery` or `StickinessQuery` answer, as far as charts read it. */
export interface TrendsItem {
  readonly label: string;
  readonly data: readonly number[] | null;
  readonly days?: readonly (string | number)[] | null;
  readonly labels?: readonly string[] | null;
  readonly count: number;
  readonly aggregated_value?: number | null;
  readonly breakdown_value?: unknown;
  readonly compare?: boolean;
  readonly compare_label?: "current" | "previous" | null;
  readonly action?: {
    readonly order?: number;
    readonly custom_name?: string | null;
    readonly name?: string | null;
    readonly math?: string | null;
  } | null;
}

export interface TimeOptions {
  readonly interval: Interval;
  readonly timezone: string;
  /** ms since the epoch. */
  readonly now: number;
}

/** Chart data of a trends answer; the key of series n is `s<n>`, n its place in the answer. */
export function toChart(items: readonly TrendsItem[], options: TimeOptions): ChartData {
  const current = items.find((item) => item.compare_label !== "previous") ?? items[0];
  const buckets = (current?.days ?? []).map(String);
  const last = buckets.at(-1);
  return {
    buckets,
    labels: buckets.map((bucket) => bucketLabel(bucket, options.interval)),
    series: toSeries(items),
    lastIncomplete: last !== undefined && bucketEnd(last, options) > options.now,
  };
}

/** Chart data of a stickiness answer: the axis is a number of intervals. */
export function toStickinessChart(items: readonly TrendsItem[]): ChartData {
  const [first] = items;
  return {
    buckets: (first?.days ?? []).map(String),
    labels: first?.labels ?? [],
    series: toSeries(items),
    lastIncomplete: false,
  };
}

/** Comparisons share the colour of what they compare. */
function toSeries(items: readonly TrendsItem[]): ChartSeries[] {
  const colors = new Map<string, number>();
  return items.map((item, index): ChartSeries => {
    const previous = item.compare_label === "previous";
    const label = seriesLabel(item, items);
    const identity = `${item.action?.order ?? ""}|${label}`;
    if (!colors.has(identity)) colors.set(identity, colors.size);
    return {
      key: `s${index}`,
      label: item.compare ? `${label} (${previous ? "before" : "now"})` : label,
      color: colors.get(identity) ?? 0,
      faint: previous,
      values: item.data ?? [],
      total: item.aggregated_value ?? item.count,
    };
  });
}

function seriesLabel(item: TrendsItem, items: readonly TrendsItem[]): string {
  const values = item.breakdown_value;
  const name = item.action?.custom_name || eventTitle(item.action?.name ?? item.label);
  if (values === undefined || values === null) return item.action ? name : item.label;
  const several = new Set(items.map((other) => other.action?.order ?? 0)).size > 1;
  return several ? `${name}: ${breakdownText(values)}` : breakdownText(values);
}
