import type { Table } from "../schema/table.ts";
import { cohortList } from "./cohort-list.ts";
import { cohortMembers } from "./cohort-members.ts";
import { events } from "./events.ts";
import { eventsByPerson } from "./events-by-person.ts";
import { eventsDaily } from "./events-daily.ts";
import { groups } from "./groups.ts";
import { ingestionWarnings } from "./ingestion-warnings.ts";
import { personDistinctIds } from "./person-distinct-ids.ts";
import { personOverrides } from "./person-overrides.ts";
import { persons } from "./persons.ts";
import { propertyCounts } from "./property-counts.ts";
import { recordings } from "./recordings.ts";
import { sessions } from "./sessions.ts";
import { viewRows } from "./view-rows.ts";

/** Every table of the warehouse, in the order they are created. */
export const TABLES: readonly Table[] = [
  events,
  eventsByPerson,
  persons,
  personDistinctIds,
  personOverrides,
  groups,
  sessions,
  ingestionWarnings,
  recordings,
  eventsDaily,
  cohortMembers,
  cohortList,
  propertyCounts,
  viewRows,
];
