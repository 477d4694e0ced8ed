import { defineTable } from "../schema/table.ts";

/** One row per distinct ID whose person changed after events may have been stored; joined on `distinct_key`. */
export const personOverrides = defineTable("person_overrides", {
  description: "Distinct IDs merged after events were stored, highest version wins",
  columns: {
    environment_id: "UInt32",
    distinct_key: "UInt64",
    person_id: "UUID",
    person_key: "UInt64",
    version: "UInt64",
  },
  engine: { kind: "ReplacingMergeTree", version: "version" },
  orderBy: ["environment_id", "distinct_key"],
  shardBy: "distinct_key",
});
