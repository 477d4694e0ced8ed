import { defineTable } from "../schema/table.ts";

/** Which person each distinct ID belongs to now. */
export const personDistinctIds = defineTable("person_distinct_ids", {
  description: "Distinct IDs of persons, highest version wins",
  columns: {
    environment_id: "UInt32",
    distinct_key: "UInt64",
    distinct_id: "String",
    person_id: "UUID",
    person_key: "UInt64",
    is_deleted: "UInt8",
    version: "UInt64",
  },
  engine: { kind: "ReplacingMergeTree", version: "version" },
  orderBy: ["environment_id", "distinct_key"],
  shardBy: "distinct_key",
});
