import type { ErasedTable } from "./erase.ts";

/** Every table of the warehouse: all rows name their environment. */
export const ENVIRONMENT_TABLES = [
  "cohort_list",
  "cohort_members",
  "events_by_person",
  "events_daily",
  "events",
  "groups",
  "ingestion_warnings",
  "person_distinct_ids",
  "person_overrides",
  "persons",
  "property_counts",
  "recordings",
  "sessions",
  "view_rows",
] as const;

/** All rows of an environment in a table. */
export const rowsOfEnvironment = (table: string, environmentId: number): ErasedTable => ({
  table,
  where: { sql: "environment_id = {p0:UInt32}", params: { p0: { type: "UInt32", value: environmentId } } },
});
