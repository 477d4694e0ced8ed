import { defineTable } from "../schema/table.ts";

/**
 * Who is in which cohort: a row per person and change, the highest version counts (`is_deleted` = left). Written by
 * the calculation, which only adds what differs from the last one; persons are those of the latest merges.
 */
export const cohortMembers = defineTable("cohort_members", {
  description: "Members of cohorts, highest version wins",
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
