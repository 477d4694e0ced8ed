import type { EntityNode, InsightKind, InsightQuery, RetentionEntity } from "./types.ts";

export const MAX_SERIES = 26;
export const MAX_STEPS = 20;

/** A series of one event; null is any event. */
export function eventNode(event: string | null): EntityNode {
  return event === null ? { kind: "EventsNode", event: null } : { kind: "EventsNode", event, name: event };
}

/** Where an editor starts. */
export function defaultQuery(kind: InsightKind): InsightQuery {
  const dateRange = { date_from: "-7d" };
  const pageview = eventNode("$pageview");
  switch (kind) {
    case "TrendsQuery":
      return { kind, series: [pageview], interval: "day", dateRange };
    case "FunnelsQuery":
      return { kind, series: [pageview], dateRange: { date_from: "-30d" } };
    case "RetentionQuery":
      return {
        kind,
        retentionFilter: {
          period: "Week",
          totalIntervals: 8,
          targetEntity: { id: "$pageview", name: "$pageview", type: "events" },
          returningEntity: { id: "$pageview", name: "$pageview", type: "events" },
        },
      };
    case "StickinessQuery":
      return { kind, series: [pageview], interval: "day", dateRange: { date_from: "-30d" } };
    case "LifecycleQuery":
      return { kind, series: [pageview], interval: "day", dateRange: { date_from: "-30d" } };
    case "PathsQuery":
      return { kind, dateRange, pathsFilter: { includeEventTypes: ["$pageview"], stepLimit: 5 } };
  }
}

/** The same question as another kind: events, filters, dates and breakdowns stay as far as the kind knows them. */
export function switchKind(query: InsightQuery, kind: InsightKind): InsightQuery {
  if (query.kind === kind) return query;
  const start = defaultQuery(kind);
  const series = seriesOf(query);
  const common = {
    ...(query.properties ? { properties: query.properties } : {}),
    ...(query.filterTestAccounts ? { filterTestAccounts: true } : {}),
    ...(query.samplingFactor ? { samplingFactor: query.samplingFactor } : {}),
    ...(query.dateRange && kind !== "RetentionQuery" ? { dateRange: query.dateRange } : {}),
    ...(typeof query.aggregation_group_type_index === "number"
      ? { aggregation_group_type_index: query.aggregation_group_type_index }
      : {}),
  };
  const breakdown =
    "breakdownFilter" in query && query.breakdownFilter ? { breakdownFilter: query.breakdownFilter } : {};
  const interval = "interval" in query && query.interval ? { interval: query.interval } : {};
  switch (start.kind) {
    case "TrendsQuery":
      return { ...start, ...common, ...breakdown, ...interval, ...(series.length > 0 ? { series } : {}) };
    case "FunnelsQuery":
      return {
        ...start,
        ...common,
        ...breakdown,
        ...(series.length > 0 ? { series: series.map(plain) } : {}),
      };
    case "StickinessQuery":
    case "LifecycleQuery": {
      const kept = start.kind === "LifecycleQuery" ? series.slice(0, 1).map(plain) : series.map(plain);
      return { ...start, ...common, ...interval, ...(kept.length > 0 ? { series: kept } : {}) };
    }
    case "RetentionQuery": {
      const [first, second = first] = series.map(toRetentionEntity);
      const entities = first ? { targetEntity: first, returningEntity: second } : {};
      return {
        ...start,
        ...common,
        ...breakdown,
        retentionFilter: { ...start.retentionFilter, ...entities },
      };
    }
    case "PathsQuery":
      return { ...start, ...common };
  }
}

/** The events a query is about. */
export function seriesOf(query: InsightQuery): readonly EntityNode[] {
  if ("series" in query) return query.series;
  if (query.kind === "RetentionQuery") {
    const { targetEntity, returningEntity } = query.retentionFilter ?? {};
    return [targetEntity, returningEntity].flatMap((entity) => (entity ? [fromRetentionEntity(entity)] : []));
  }
  return [];
}

export function toRetentionEntity(node: EntityNode): RetentionEntity {
  const own = node.properties?.length ? { properties: node.properties } : {};
  if (node.kind === "ActionsNode") {
    return { id: node.id ?? null, type: "actions", ...(node.name ? { name: node.name } : {}), ...own };
  }
  const event = node.kind === "GroupNode" ? (node.nodes?.[0]?.event ?? null) : (node.event ?? null);
  return { id: event, type: "events", ...(event ? { name: event } : {}), ...own };
}

export function fromRetentionEntity(entity: RetentionEntity): EntityNode {
  const own = entity.properties?.length ? { properties: entity.properties } : {};
  if (entity.type === "actions") {
    return {
      kind: "ActionsNode",
      id: Number(entity.id),
      ...(entity.name ? { name: entity.name } : {}),
      ...own,
    };
  }
  return { ...eventNode(typeof entity.id === "string" ? entity.id : null), ...own };
}

/** A node without its measure: steps, targets and the like only match. */
function plain({
  math: _,
  math_property: _p,
  math_property_type: _t,
  math_hogql: _h,
  ...node
}: EntityNode): EntityNode {
  return node;
}
