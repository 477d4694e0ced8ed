import type { JsonObject } from "../events/types.ts";
import type { TemplateTile, TileBox } from "./template.ts";

/** Builders of the queries that templates are made of; each is what the insight explorer would save. */

/** One event as a series; `null` = all events. */
export const node = (event: string | null, more: JsonObject = {}): JsonObject => ({
  kind: "EventsNode",
  event,
  name: event ?? "All events",
  ...more,
});

export const trends = (series: readonly JsonObject[], more: JsonObject = {}): JsonObject => ({
  kind: "TrendsQuery",
  series: [...series],
  interval: "day",
  dateRange: { date_from: "-30d" },
  ...more,
});

/** The most frequent values of an event property, as bars. */
export const ranking = (event: string, property: string, more: JsonObject = {}): JsonObject =>
  trends([node(event, { math: "dau" })], {
    breakdownFilter: { breakdowns: [{ property, type: "event" }], breakdown_limit: 10 },
    trendsFilter: { display: "ActionsBarValue" },
    ...more,
  });

export const funnel = (events: readonly string[], days: number): JsonObject => ({
  kind: "FunnelsQuery",
  series: events.map((event) => node(event)),
  dateRange: { date_from: "-30d" },
  funnelsFilter: { funnelWindowInterval: days, funnelWindowIntervalUnit: "day" },
});

export const retention = (
  target: string,
  returning: string,
  period: "Day" | "Week",
  totalIntervals: number,
): JsonObject => ({
  kind: "RetentionQuery",
  retentionFilter: {
    period,
    totalIntervals,
    retentionType: "retention_first_time",
    targetEntity: { id: target, name: target, type: "events" },
    returningEntity: { id: returning, name: returning, type: "events" },
  },
});

export const lifecycle = (event: string, interval: "day" | "week" = "week"): JsonObject => ({
  kind: "LifecycleQuery",
  series: [node(event)],
  interval,
  dateRange: { date_from: "-90d" },
});

export const stickiness = (event: string): JsonObject => ({
  kind: "StickinessQuery",
  series: [node(event)],
  interval: "day",
  dateRange: { date_from: "-14d" },
});

export const paths = (event: "$pageview" | "$screen"): JsonObject => ({
  kind: "PathsQuery",
  dateRange: { date_from: "-14d" },
  pathsFilter: { includeEventTypes: [event], stepLimit: 4, edgeLimit: 30 },
});

/** An insight tile at `[x, y, w, h]`. */
export const tile = (
  name: string,
  description: string,
  query: JsonObject,
  at: readonly [number, number, number, number],
): TemplateTile => ({
  type: "INSIGHT",
  name,
  description,
  query: { kind: "InsightVizNode", source: query },
  layouts: { sm: boxOf(at) },
  color: null,
});

export const heading = (body: string, at: readonly [number, number, number, number]): TemplateTile => ({
  type: "TEXT",
  body,
  layouts: { sm: boxOf(at) },
  color: null,
});

const boxOf = ([x, y, w, h]: readonly [number, number, number, number]): TileBox => ({ x, y, w, h });
