import { defineTable } from "../schema/table.ts";

/** Persons put on the list of a static cohort, as they were added: later merges and their undoing find them again. */
export const cohortList = defineTable("cohort_list", {
  description: "Persons listed in static cohorts, highest version wins",
  columns: {
    environment_id: "UInt32",
    cohort_id: "UInt32",
    person_key: "UInt64",
    person_id: "UUID",
    is_deleted: "UInt8",
    version: "UInt64",
  },
  engine: { kind: "ReplacingMergeTree", version: "version" },
  orderBy: ["environment_id", "cohort_id", "person_key"],
  shardBy: "person_key",
});
