import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import type { CaseQuery, InsightCase } from "./case-file.ts";

const BREAKDOWN_NULL = "$$_posthog_breakdown_null_$$";

type Item = Readonly<Record<string, JsonValue>>;

/** An API answer in the shape of a case's `expected`. */
export function toCaseAnswer(one: InsightCase, answer: JsonObject): JsonObject {
  const results = answer.results as readonly Item[];
  const read = READERS[one.query.kind];
  if (!read) throw new Error(`Answers of kind "${one.query.kind}" can't be read.`);
  return read(results, one);
}

const READERS: Readonly<Record<string, (results: readonly Item[], one: InsightCase) => JsonObject>> = {
  trends: (results, { query, expected }) => ({
    buckets: bucketNames(results[0]?.days, query),
    results: results.map((item) => trendsItem(item, query, expected)),
  }),
  stickiness: (results) => ({ bins: results[0]?.days ?? [], data: results.map((item) => item.data ?? []) }),
  lifecycle: (results, { query }) => ({
    buckets: bucketNames(results[0]?.days, query),
    ...Object.fromEntries(results.map((item) => [String(item.status), item.data ?? []])),
  }),
  retention: (results, { query, expected }) => ({
    buckets: results.map(({ date }) => bucketName(String(date), query)),
    rows: results.map(({ values }, row) => counts(values, (expected.rows as JsonValue[][])[row]?.length)),
  }),
  paths: (results) => ({
    links: results.map(({ source, target, value, average_conversion_time }) => ({
      source: source ?? null,
      target: target ?? null,
      value: value ?? null,
      average_conversion_time_ms: average_conversion_time ?? null,
    })),
  }),
  funnel: (results, { query }): JsonObject => {
    if (!query.breakdown) return { steps: results.map(funnelStep) };
    const groups = results as unknown as readonly Item[][];
    const breakdowns = groups.map((steps) => ({
      value: steps[0]?.breakdown_value ?? null,
      steps: steps.map(funnelStep),
    }));
    // The API lists the value that most people entered with first; files list values in alphabetical order.
    return { breakdowns: breakdowns.sort((a, b) => (String(a.value) < String(b.value) ? -1 : 1)) };
  },
};

function trendsItem(item: Item, query: CaseQuery, expected: JsonObject): JsonObject {
  const data = item.data as number[] | null;
  const nulls = JSON.stringify(expected.results ?? null).includes('"breakdown":null');
  const breakdown = nulls && item.breakdown_value === BREAKDOWN_NULL ? null : (item.breakdown_value ?? null);
  const action = item.action as Item | null;
  const total = item.aggregated_value ?? null;
  return {
    series: action ? (action.order ?? null) : "formula",
    breakdown,
    compare: item.compare_label ?? null,
    data,
    // Files count a running total as the sum of its points; the API says its last one.
    count: query.cumulative && data ? data.reduce((sum, value) => sum + value, 0) : (item.count ?? null),
    label: item.label ?? null,
    labels: item.labels ?? null,
    aggregated_value: total,
    value: total,
    total,
  };
}

const funnelStep = ({ count, average_conversion_time, median_conversion_time }: Item): JsonObject => ({
  count: count ?? null,
  average_conversion_time: average_conversion_time ?? null,
  median_conversion_time: median_conversion_time ?? null,
});

/** Later columns of a row are outside of the case's triangle. */
function counts(values: JsonValue | undefined, length: number | undefined): JsonValue[] {
  return ((values ?? []) as Item[]).slice(0, length).map(({ count }) => count ?? null);
}

const bucketNames = (days: JsonValue | undefined, query: CaseQuery): string[] =>
  ((days ?? []) as string[]).map((day) => bucketName(day, query));

/** `2026-01-31`, or `2026-01-31T14:00` for hours. */
function bucketName(day: string, { interval }: CaseQuery): string {
  const text = day.replace(" ", "T");
  return interval === "hour" || interval === "minute" ? text.slice(0, 16) : text.slice(0, 10);
}
