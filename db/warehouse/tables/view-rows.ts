import { defineTable } from "../schema/table.ts";

/** Results of materialised views: one row a row of a run, its values as a JSON list in the order of the columns. */
export const viewRows = defineTable("view_rows", {
  description: "Stored rows of materialised views, by view and run",
  columns: {
    environment_id: "UInt32",
    view_id: "String",
    run: "UInt64",
    number: "UInt32",
    cells: "String",
  },
  engine: { kind: "MergeTree" },
  orderBy: ["environment_id", "view_id", "run", "number"],
  shardBy: "cityHash64(view_id)",
});
