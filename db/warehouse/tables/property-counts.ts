import { defineTable } from "../schema/table.ts";

/**
 * Which properties were seen, how often and looking like what: a row per event, day and property (`owner` "event"),
 * or per property of persons and groups (`event` '', day 1970-01-01). `property` '' counts the events themselves: a
 * cell is learnt again when `events_daily` says that it grew.
 */
export const propertyCounts = defineTable("property_counts", {
  description: "Properties seen by event and day, highest version wins",
  columns: {
    environment_id: "UInt32",
    owner: "LowCardinality(String)",
    event: "String",
    day: "Date",
    property: "String",
    count: "UInt64",
    numbers: "UInt64",
    booleans: "UInt64",
    dates: "UInt64",
    last_seen: "DateTime64(3, 'UTC')",
    version: "UInt64",
  },
  engine: { kind: "ReplacingMergeTree", version: "version" },
  orderBy: ["environment_id", "owner", "event", "day", "property"],
  shardBy: "environment_id",
});
