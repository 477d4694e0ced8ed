import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import type { CaseFilter, CaseQuery, CaseSeries } from "./case-file.ts";

/** Words of case files for operators of the public API; others are the same. */
const OPERATORS: Readonly<Record<string, string>> = {
  eq: "exact",
  "=": "exact",
  neq: "is_not",
  ne: "is_not",
  contains: "icontains",
  not_contains: "not_icontains",
  set: "is_set",
  not_set: "is_not_set",
};

const filter = ({ key, op = "eq", value, type = "event" }: CaseFilter): JsonObject => ({
  key,
  type,
  operator: OPERATORS[op] ?? op,
  ...(value === undefined ? {} : { value }),
});

const node = ({ event, math, math_property, filters = [] }: CaseSeries): JsonObject => ({
  kind: "EventsNode",
  event: event ?? null,
  ...(math ? { math } : {}),
  ...(math_property ? { math_property } : {}),
  properties: filters.map(filter),
});

function base(query: CaseQuery): JsonObject {
  return {
    dateRange: { date_from: query.date_from ?? null, date_to: query.date_to ?? null },
    properties: (query.filters ?? []).map(filter),
    ...(query.interval ? { interval: query.interval } : {}),
    // Whatever its name, the case's group type is the only one of its project.
    ...(query.group_by_property === undefined ? {} : { aggregation_group_type_index: 0 }),
  };
}

function breakdownFilter({ breakdown }: CaseQuery): JsonObject {
  if (!breakdown) return {};
  const { property, type = "event", limit } = breakdown;
  return {
    breakdownFilter: {
      breakdown: property as JsonValue,
      breakdown_type: type,
      ...(limit ? { breakdown_limit: limit } : {}),
    },
  };
}

const KINDS: Readonly<Record<string, (query: CaseQuery) => JsonObject>> = {
  trends: (query) => ({
    kind: "TrendsQuery",
    ...base(query),
    series: (query.series ?? []).map(node),
    trendsFilter: {
      ...(query.formula ? { formula: query.formula } : {}),
      ...(query.smoothing ? { smoothingIntervals: query.smoothing } : {}),
      ...(query.cumulative ? { display: "ActionsLineGraphCumulative" } : {}),
      ...(query.display ? { display: query.display } : {}),
    },
    ...(query.compare ? { compareFilter: { compare: true, compare_to: comparedTo(query.compare) } } : {}),
    ...breakdownFilter(query),
  }),
  stickiness: (query) => ({
    kind: "StickinessQuery",
    ...base(query),
    series: (query.series ?? []).map(node),
  }),
  lifecycle: (query) => ({ kind: "LifecycleQuery", ...base(query), series: (query.series ?? []).map(node) }),
  funnel: (query) => ({
    kind: "FunnelsQuery",
    ...base(query),
    series: (query.steps ?? []).map(node),
    funnelsFilter: {
      funnelOrderType: query.order ?? "ordered",
      funnelWindowInterval: query.window?.value ?? 14,
      funnelWindowIntervalUnit: query.window?.unit.replace(/s$/, "") ?? "day",
      exclusions: (query.exclusions ?? []).map(({ event, from_step, to_step }) => ({
        kind: "EventsNode",
        event,
        funnelFromStep: from_step,
        funnelToStep: to_step,
      })),
      ...attribution(query),
    },
    ...breakdownFilter(query),
  }),
  retention: (query) => ({
    kind: "RetentionQuery",
    ...base({ ...query, interval: undefined }),
    retentionFilter: {
      period: capitalised(query.interval ?? "day"),
      totalIntervals: query.total_intervals ?? 8,
      targetEntity: entity(query.target),
      returningEntity: entity(query.returning ?? query.target),
      retentionType: `retention_${query.retention_type ?? "recurring"}`,
      ...(query.cumulative ? { cumulative: true } : {}),
      ...(query.minimum_occurrences ? { minimumOccurrences: query.minimum_occurrences } : {}),
    },
  }),
  paths: (query) => ({
    kind: "PathsQuery",
    ...base(query),
    pathsFilter: {
      includeEventTypes: [...(query.include ?? [])],
      stepLimit: query.step_limit ?? 5,
      ...(query.start_point ? { startPoint: query.start_point } : {}),
      ...(query.end_point ? { endPoint: query.end_point } : {}),
    },
  }),
};

/** `true` and words such as `previous` mean the period directly before. */
const comparedTo = (compare: string | true): string | null =>
  compare !== true && /\d/.test(compare) ? compare : null;

function attribution({ breakdown }: CaseQuery): JsonObject {
  const type = breakdown?.attribution;
  if (!type) return {};
  const step = breakdown.step ?? Number(/^step[ _](\d+)$/.exec(type)?.[1] ?? Number.NaN);
  return {
    breakdownAttributionType: type.startsWith("step") ? "step" : type,
    ...(Number.isNaN(step) ? {} : { breakdownAttributionValue: step }),
  };
}

function entity(series: CaseSeries | undefined): JsonObject {
  const { event = null, filters = [] } = series ?? {};
  return { id: event, name: event, type: "events", properties: filters.map(filter) };
}

const capitalised = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** A case's query as the public API takes it; throws for a kind that no file had so far. */
export function toApiQuery(query: CaseQuery): JsonObject {
  const translate = KINDS[query.kind];
  if (!translate)
    throw new Error(`Query kind "${query.kind}" is not one of ${Object.keys(KINDS).join(", ")}.`);
  return translate(query);
}
