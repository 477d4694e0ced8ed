import { defineTable } from "../schema/table.ts";

/** Counts per environment, day and event: event lists, totals and accounting without reading events. */
export const eventsDaily = defineTable("events_daily", {
  description: "Events per day, name and lane, aggregated from events by events_daily_view",
  columns: {
    environment_id: "UInt32",
    day: "Date",
    event: "LowCardinality(String)",
    lane: "LowCardinality(String)",
    bot: "UInt8",
    count: "SimpleAggregateFunction(sum, UInt64)",
    first_seen: "SimpleAggregateFunction(min, DateTime64(3, 'UTC'))",
    last_seen: "SimpleAggregateFunction(max, DateTime64(3, 'UTC'))",
  },
  engine: { kind: "AggregatingMergeTree" },
  orderBy: ["environment_id", "day", "event", "lane", "bot"],
  partitionBy: "toYYYYMM(day)",
});
