import { events } from "./events.ts";
import { eventsDaily } from "./events-daily.ts";
import { cohortList, cohortPeople, groups, personDistinctIds, personOverrides, persons } from "./people.ts";
import { propertyCounts } from "./property-counts.ts";
import { sessionRecordings } from "./recordings.ts";
import { sessions } from "./sessions.ts";
import type { LogicalTable } from "./table.ts";
import { viewRows } from "./view-rows.ts";

/** Tables that a query can name. Anything else is unknown, whatever the warehouse holds. */
export const TABLES: ReadonlyMap<string, LogicalTable> = new Map(
  [
    events,
    persons,
    personDistinctIds,
    personOverrides,
    groups,
    sessions,
    eventsDaily,
    cohortPeople,
    cohortList,
    propertyCounts,
    sessionRecordings,
    viewRows,
  ].map((table) => [table.name, table]),
);

/** `raw_persons` and the like are older names of the same tables. */
const TABLE_ALIASES: ReadonlyMap<string, string> = new Map([
  ["raw_persons", "persons"],
  ["raw_groups", "groups"],
  ["raw_sessions", "sessions"],
  ["raw_person_distinct_ids", "person_distinct_ids"],
  ["raw_person_distinct_id_overrides", "person_distinct_id_overrides"],
  ["raw_cohort_people", "cohort_people"],
  ["static_cohort_people", "cohort_people"],
]);

/** Tables of products that aren't built yet: a clear answer instead of "unknown". */
export const LATER_TABLES: ReadonlySet<string> = new Set([
  "session_replay_events",
  "raw_session_replay_events",
  "log_entries",
  "console_logs_log_entries",
  "heatmaps",
  "query_log",
  "app_metrics",
  "exchange_rate",
  "logs",
  "error_tracking_issue_fingerprint_overrides",
]);

export function findTable(name: string): LogicalTable | undefined {
  return TABLES.get(TABLE_ALIASES.get(name) ?? name);
}

/** Warehouse tables a query may read: the printer never prints another. */
export const PHYSICAL_TABLES: ReadonlySet<string> = new Set(
  [...TABLES.values()].map((table) => table.physical),
);

/** True for names that tables have, had or will have: a view can't be called so. */
export const isTableName = (name: string): boolean =>
  findTable(name) !== undefined || LATER_TABLES.has(name) || PHYSICAL_TABLES.has(name) || name === "numbers";
