import { defineTable } from "../schema/table.ts";

/** Current properties of each group. */
export const groups = defineTable("groups", {
  description: "Groups: current properties, highest version wins",
  columns: {
    environment_id: "UInt32",
    group_type_index: "UInt8",
    group_key: "String",
    properties: { type: "String", codec: "ZSTD(3)" },
    created_at: "DateTime64(3, 'UTC')",
    updated_at: "DateTime64(3, 'UTC')",
    is_deleted: "UInt8",
    version: "UInt64",
  },
  engine: { kind: "ReplacingMergeTree", version: "version" },
  orderBy: ["environment_id", "group_type_index", "group_key"],
  shardBy: "cityHash64(group_key)",
});
