import { defineTable } from "../schema/table.ts";

/** One row per stored block of a session recording; the block itself is in R2 under `object_key`. */
export const recordings = defineTable("recordings", {
  description: "Stored blocks of session recordings",
  columns: {
    environment_id: "UInt32",
    session_id: "String",
    window_id: "String",
    distinct_id: "String",
    first_timestamp: "DateTime64(3, 'UTC')",
    last_timestamp: "DateTime64(3, 'UTC')",
    object_key: "String",
    bytes: "UInt64",
    event_count: "UInt64",
    click_count: "UInt64",
    keypress_count: "UInt64",
    console_log_count: "UInt64",
    console_warn_count: "UInt64",
    console_error_count: "UInt64",
    first_url: "String",
    uuid: "UUID",
    retention_days: { type: "UInt16", default: "30" },
  },
  engine: { kind: "ReplacingMergeTree" },
  orderBy: ["environment_id", "session_id", "first_timestamp", "uuid"],
  primaryKey: ["environment_id", "session_id", "first_timestamp"],
  partitionBy: "toYYYYMM(first_timestamp)",
  ttl: "toDateTime(last_timestamp) + toIntervalDay(retention_days)",
  shardBy: "cityHash64(session_id)",
});
