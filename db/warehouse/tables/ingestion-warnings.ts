import { defineTable } from "../schema/table.ts";

/** Refused events (counted by reason) and warnings about kept ones, for 90 days. */
export const ingestionWarnings = defineTable("ingestion_warnings", {
  description: "Refused events by reason and warnings about kept ones",
  columns: {
    environment_id: "UInt32",
    timestamp: "DateTime64(3, 'UTC')",
    type: "LowCardinality(String)",
    detail: "String",
    reason: "LowCardinality(String)",
    lane: "LowCardinality(String)",
    count: { type: "UInt64", default: "1" },
    distinct_id: "String",
    uuid: "String",
    sample: { type: "String", codec: "ZSTD(3)" },
  },
  engine: { kind: "MergeTree" },
  orderBy: ["environment_id", "timestamp"],
  partitionBy: "toYYYYMM(timestamp)",
  ttl: "toDateTime(timestamp) + INTERVAL 90 DAY",
});
