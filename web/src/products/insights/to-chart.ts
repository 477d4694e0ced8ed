import { tz } from "@date-fns/tz";
import { addDays, addHours, addMonths, addWeeks, parse } from "date-fns";
import type { ChartData, ChartSeries } from "../../charts/types.ts";
import { eventTitle } from "../events/describe-event.ts";
import type { Interval } from "./state.ts";

/** One item of a `TrendsQuery` answer, as far as charts read it. */
export interface TrendsItem {
  readonly label: string;
  readonly data: readonly number[] | null;
  readonly days?: readonly string[] | null;
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
  } | null;
}

const SENTINELS: Readonly<Record<string, string>> = {
  $$_posthog_breakdown_null_$$: "(not set)",
  $$_posthog_breakdown_other_$$: "Other",
};

interface ToChartOptions {
  readonly interval: Interval;
  readonly timezone: string;
  /** ms since the epoch. */
  readonly now: number;
}

/** Chart data of a trends answer. */
export function toChart(items: readonly TrendsItem[], options: ToChartOptions): ChartData {
  const current = items.find((item) => item.compare_label !== "previous") ?? items[0];
  const buckets = current?.days ?? [];
  const colors = new Map<string, number>();
  const series = items.map((item, index): ChartSeries => {
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
  const last = buckets.at(-1);
  return {
    buckets,
    labels: buckets.map((bucket) => bucketLabel(bucket, options.interval)),
    series,
    lastIncomplete: last !== undefined && bucketEnd(last, options) > options.now,
  };
}

function seriesLabel(item: TrendsItem, items: readonly TrendsItem[]): string {
  const values = item.breakdown_value;
  const name = item.action?.custom_name || eventTitle(item.action?.name ?? item.label);
  if (values === undefined || values === null) return item.action ? name : item.label;
  const list = Array.isArray(values) ? values : [values];
  const value = list.map((part) => SENTINELS[String(part)] ?? (String(part) || "(empty)")).join(" · ");
  const several = new Set(items.map((other) => other.action?.order ?? 0)).size > 1;
  return several ? `${name}: ${value}` : value;
}

/** First moment (ms) after a bucket, in the project's zone. */
function bucketEnd(bucket: string, { interval, timezone }: ToChartOptions): number {
  const start = parse(
    bucket.slice(0, 16),
    bucket.length > 10 ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd",
    new Date(0),
    { in: tz(timezone) },
  );
  const add = { hour: addHours, day: addDays, week: addWeeks, month: addMonths }[interval];
  return add(start, 1).getTime();
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `2026-01-31` → `31 Jan`; hours carry the time, months the year. */
export function bucketLabel(bucket: string, interval: Interval): string {
  const [date = "", time] = bucket.split(" ");
  const [year, month, day] = date.split("-");
  const name = MONTHS[Number(month) - 1] ?? "";
  if (interval === "month") return `${name} ${year}`;
  if (interval === "hour") return `${Number(day)} ${name} ${time?.slice(0, 5) ?? "00:00"}`;
  return `${Number(day)} ${name}`;
}
