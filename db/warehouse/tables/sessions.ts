import { defineTable } from "../schema/table.ts";

const TEXT_AT_TIME = "String, DateTime64(3, 'UTC')";

/** A row a session and insert, merged in the background: read with `GROUP BY environment_id, session_key`. */
export const sessions = defineTable("sessions", {
  description: "Sessions, aggregated from events by sessions_view",
  columns: {
    environment_id: "UInt32",
    session_key: "UInt64",
    session_id: "SimpleAggregateFunction(any, String)",
    distinct_id: `AggregateFunction(argMin, ${TEXT_AT_TIME})`,
    distinct_key: "AggregateFunction(argMin, UInt64, DateTime64(3, 'UTC'))",
    person_key: "AggregateFunction(argMin, UInt64, DateTime64(3, 'UTC'))",
    person_id: "AggregateFunction(argMin, UUID, DateTime64(3, 'UTC'))",
    min_timestamp: "SimpleAggregateFunction(min, DateTime64(3, 'UTC'))",
    max_timestamp: "SimpleAggregateFunction(max, DateTime64(3, 'UTC'))",
    entry_url: `AggregateFunction(argMin, ${TEXT_AT_TIME})`,
    entry_pathname: `AggregateFunction(argMin, ${TEXT_AT_TIME})`,
    exit_url: `AggregateFunction(argMax, ${TEXT_AT_TIME})`,
    exit_pathname: `AggregateFunction(argMax, ${TEXT_AT_TIME})`,
    referring_domain: `AggregateFunction(argMin, ${TEXT_AT_TIME})`,
    utm_source: `AggregateFunction(argMin, ${TEXT_AT_TIME})`,
    utm_medium: `AggregateFunction(argMin, ${TEXT_AT_TIME})`,
    utm_campaign: `AggregateFunction(argMin, ${TEXT_AT_TIME})`,
    pageview_count: "SimpleAggregateFunction(sum, UInt64)",
    autocapture_count: "SimpleAggregateFunction(sum, UInt64)",
    event_count: "SimpleAggregateFunction(sum, UInt64)",
    bot: "SimpleAggregateFunction(max, UInt8)",
  },
  engine: { kind: "AggregatingMergeTree" },
  orderBy: ["environment_id", "session_key"],
  partitionBy: "toYYYYMM(min_timestamp)",
  shardBy: "session_key",
});
