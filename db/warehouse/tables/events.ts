import { MAP_COUNT, PROPERTY_COLUMNS, type PropertyColumnType } from "@edgewise/core/events/properties.ts";
import { type ColumnType, defineTable } from "../schema/table.ts";

const PROPERTY_TYPES: Readonly<Record<PropertyColumnType, ColumnType>> = {
  string: "String",
  lowcard: "LowCardinality(String)",
  float: "Nullable(Float64)",
};

const propertyColumns: Record<`p_${string}`, ColumnType> = Object.fromEntries(
  PROPERTY_COLUMNS.map(({ column, type }) => [column, PROPERTY_TYPES[type]]),
);

const mapColumns: Record<`m${number}`, ColumnType> = Object.fromEntries(
  Array.from({ length: MAP_COUNT }, (_, index) => [`m${index}`, "Map(LowCardinality(String), String)"]),
);

/** Every accepted event. The sort key is event first: trends, funnels and breakdowns read only their events. */
export const events = defineTable("events", {
  description: "Every accepted event, one row each",
  columns: {
    environment_id: "UInt32",
    uuid: "UUID",
    event: "LowCardinality(String)",
    timestamp: "DateTime64(3, 'UTC')",
    day: "Date",
    hour: "DateTime('UTC')",
    received_at: "DateTime64(3, 'UTC')",
    distinct_id: "String",
    distinct_key: "UInt64",
    person_id: "UUID",
    person_key: "UInt64",
    person_mode: "LowCardinality(String)",
    session_id: "String",
    window_id: "String",
    session_key: "UInt64",
    group_0: "String",
    group_1: "String",
    group_2: "String",
    group_3: "String",
    group_4: "String",
    elements_chain: "String",
    lane: "LowCardinality(String)",
    bot: "UInt8",
    ip: "String",
    ...propertyColumns,
    ...mapColumns,
    properties: { type: "String", codec: "ZSTD(3)" },
    batch: "UInt64",
    sample_weight: { type: "UInt16", default: "1" },
  },
  engine: { kind: "ReplacingMergeTree" },
  orderBy: ["environment_id", "event", "day", "person_key", "timestamp", "uuid"],
  primaryKey: ["environment_id", "event", "day", "person_key"],
  partitionBy: "toYYYYMM(day)",
  shardBy: "person_key",
});
