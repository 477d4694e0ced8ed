import { defineTable } from "../schema/table.ts";

/** Narrow twin of `events` in person order, for funnels, paths and the person page. Filled by a view. */
export const eventsByPerson = defineTable("events_by_person", {
  description: "Narrow copy of events sorted by person, filled by events_by_person_view",
  columns: {
    environment_id: "UInt32",
    person_key: "UInt64",
    timestamp: "DateTime64(3, 'UTC')",
    event: "LowCardinality(String)",
    distinct_key: "UInt64",
    session_key: "UInt64",
    uuid: "UUID",
    p_pathname: "LowCardinality(String)",
  },
  engine: { kind: "ReplacingMergeTree" },
  orderBy: ["environment_id", "person_key", "timestamp", "uuid"],
  primaryKey: ["environment_id", "person_key", "timestamp"],
  partitionBy: "toYYYYMM(timestamp)",
  shardBy: "person_key",
});
