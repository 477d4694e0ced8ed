import type { JsonObject, JsonValue } from "../events/types.ts";

/**
 * Kinds whose answers are numbers, or the rows that the author of an SQL query chose. Lists of people and events are
 * not among them: what is shared shows nobody's data by itself.
 */
const PUBLIC_KINDS: ReadonlySet<string> = new Set([
  "TrendsQuery",
  "FunnelsQuery",
  "RetentionQuery",
  "StickinessQuery",
  "LifecycleQuery",
  "PathsQuery",
  "CalendarHeatmapQuery",
  "HogQLQuery",
]);

const WRAPPERS: ReadonlySet<string> = new Set(["InsightVizNode", "DataTableNode", "DataVisualizationNode"]);

/** The kind of the query inside of display nodes; null when there is none. */
export function innerKind(query: JsonValue): string | null {
  let node = query;
  for (let depth = 0; depth < 5; depth++) {
    if (typeof node !== "object" || node === null || Array.isArray(node)) return null;
    if (typeof node.kind !== "string") return null;
    if (!WRAPPERS.has(node.kind)) return node.kind;
    node = node.source ?? null;
  }
  return null;
}

/** Whether an insight may be shown to people without an account. */
export const isPublicKind = (query: JsonValue): boolean => PUBLIC_KINDS.has(innerKind(query) ?? "");

/** What drawing an answer needs of its query. Filters, SQL, variables and whatever comes later stay inside. */
const SHOWN: ReadonlySet<string> = new Set([
  ...["kind", "source", "display", "chartSettings", "tableSettings", "interval", "dateRange"],
  ...["series", "event", "id", "name", "custom_name", "nodes", "math", "math_property", "order"],
  ...[
    "samplingFactor",
    "math_group_type_index",
    "breakdownFilter",
    "compareFilter",
    "aggregation_group_type_index",
  ],
  ...[
    "trendsFilter",
    "funnelsFilter",
    "retentionFilter",
    "stickinessFilter",
    "lifecycleFilter",
    "pathsFilter",
  ],
]);

/** Keys below the shown ones that hold conditions. */
const HIDDEN: ReadonlySet<string> = new Set([
  ...["properties", "fixedProperties", "query", "values", "variables", "filters", "modifiers", "tags"],
  ...["funnelAggregateByHogQL", "pathsHogQLExpression", "localPathCleaningFilters", "exclusions"],
  ...["math_hogql", "hogql", "uuid", "resultCustomizations"],
]);

/** A query as strangers may see it: enough to draw the answer, nothing of how it was filtered. */
export function publicQuery(query: JsonValue): JsonObject {
  if (typeof query !== "object" || query === null || Array.isArray(query)) return {};
  const shown = Object.entries(query)
    .filter(([key]) => SHOWN.has(key))
    .map(
      ([key, value]) =>
        [key, key === "source" ? publicQuery(value ?? null) : without(value ?? null)] as const,
    );
  return Object.fromEntries(shown);
}

function without(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(without);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !HIDDEN.has(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, without(inner ?? null)]));
}

/** Fields of an answer that say what it is, and not how it was computed. */
const ANSWER = ["columns", "types", "hasMore", "last_refresh", "timezone", "resolved_date_range"] as const;

/** An answer as strangers may see it: the numbers, without SQL, costs, filters and links to people. */
export function publicAnswer(answer: JsonObject): JsonObject {
  const fields = Object.fromEntries(ANSWER.map((name) => [name, answer[name] ?? null]));
  return { ...fields, results: publicResults(answer.results ?? null) };
}

/** Series and steps repeat their node with its filters, and link to the people behind each number. */
const INNER = new Set([
  "action",
  "filter",
  "properties",
  "persons_urls",
  "converted_people_url",
  "dropped_people_url",
]);

function publicResults(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(publicResults);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).map(([key, inner]) => {
    if (!INNER.has(key)) return [key, publicResults(inner ?? null)] as const;
    return [key, key === "action" ? entityOf(inner ?? null) : null] as const;
  });
  return Object.fromEntries(kept);
}

function entityOf(action: JsonValue): JsonValue {
  if (typeof action !== "object" || action === null || Array.isArray(action)) return null;
  const { id = null, type = null, order = null, name = null, custom_name = null, math = null } = action;
  return { id, type, order, name, custom_name, math };
}
