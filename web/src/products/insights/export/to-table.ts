import type { QueryAnswer } from "../../../lib/api/query.ts";
import { breakdownText } from "../shape/breakdown-value.ts";
import type { FunnelItem } from "../shape/funnel.ts";
import type { RetentionItem } from "../shape/retention.ts";

type Table = readonly [columns: readonly string[], rows: readonly (readonly unknown[])[]];

interface SeriesItem {
  readonly label: string;
  readonly status?: string;
  readonly data?: readonly number[] | null;
  readonly days?: readonly (string | number)[] | null;
  readonly aggregated_value?: number | null;
  readonly breakdown_value?: unknown;
  readonly compare_label?: string | null;
}

/** Header and rows of an answer of any kind, for a CSV file. */
export function toTable(kind: string, answer: QueryAnswer<unknown>): Table {
  const results = answer.results;
  switch (kind) {
    case "TrendsQuery":
    case "StickinessQuery":
    case "LifecycleQuery":
      return seriesTable(results as readonly SeriesItem[]);
    case "FunnelsQuery":
      return funnelTable(results);
    case "RetentionQuery":
      return retentionTable(results as readonly RetentionItem[]);
    case "PathsQuery":
      return objectTable(LINK, results);
    default:
      return [answer.columns ?? [], (results as readonly (readonly unknown[])[]) ?? []];
  }
}

const LINK = ["source", "target", "value", "average_conversion_time"];

function seriesTable(items: readonly SeriesItem[]): Table {
  const buckets = items[0]?.days ?? [];
  const broken = items.some((item) => item.breakdown_value !== undefined && item.breakdown_value !== null);
  const compared = items.some((item) => item.compare_label);
  const columns = [
    "series",
    ...(broken ? ["breakdown"] : []),
    ...(compared ? ["period"] : []),
    ...(buckets.length > 0 ? buckets.map(String) : ["value"]),
  ];
  const rows = items.map((item) => [
    item.label,
    ...(broken ? [breakdownText(item.breakdown_value)] : []),
    ...(compared ? [item.compare_label ?? ""] : []),
    ...(buckets.length > 0 ? (item.data ?? []) : [item.aggregated_value ?? 0]),
  ]);
  return [columns, rows];
}

function funnelTable(results: unknown): Table {
  if (!Array.isArray(results)) {
    const { bins = [] } = (results ?? {}) as { bins?: readonly (readonly [number, number])[] };
    return [["seconds", "actors"], bins];
  }
  const [first] = results as readonly unknown[];
  if (first && !Array.isArray(first) && "data" in (first as object))
    return seriesTable(results as SeriesItem[]);
  if (first && !Array.isArray(first) && "source" in (first as object)) return objectTable(LINK, results);
  const groups = (Array.isArray(first) ? results : [results]) as readonly (readonly FunnelItem[])[];
  const columns = ["step", "name", "breakdown", "count", "average_conversion_time", "median_conversion_time"];
  const rows = groups.flatMap((group) =>
    group.map((step) => [
      step.order + 1,
      step.custom_name || step.name,
      step.breakdown_value === undefined ? "" : breakdownText(step.breakdown_value),
      step.count,
      step.average_conversion_time,
      step.median_conversion_time,
    ]),
  );
  return [columns, rows];
}

function retentionTable(items: readonly RetentionItem[]): Table {
  const columns = ["start", "breakdown", ...(items[0]?.values.map(({ label }) => label) ?? [])];
  const rows = items.map((item) => [
    item.date,
    item.breakdown_value === null || item.breakdown_value === undefined
      ? ""
      : breakdownText(item.breakdown_value),
    ...item.values.map(({ count }) => count),
  ]);
  return [columns, rows];
}

function objectTable(columns: readonly string[], results: unknown): Table {
  const items = (results ?? []) as readonly Readonly<Record<string, unknown>>[];
  return [columns, items.map((item) => columns.map((column) => item[column]))];
}
