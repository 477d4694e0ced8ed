import { defineTable } from "../schema/table.ts";

/** Current properties of each person; the row with the highest version counts. */
export const persons = defineTable("persons", {
  description: "Persons: current properties, highest version wins",
  columns: {
    environment_id: "UInt32",
    person_key: "UInt64",
    person_id: "UUID",
    properties: { type: "String", codec: "ZSTD(3)" },
    is_identified: "UInt8",
    is_deleted: "UInt8",
    created_at: "DateTime64(3, 'UTC')",
    version: "UInt64",
  },
  engine: { kind: "ReplacingMergeTree", version: "version" },
  orderBy: ["environment_id", "person_key"],
  shardBy: "person_key",
});
