import type { JsonObject } from "@edgewise/core/events/types.ts";
import { boolean, double, index, int, mysqlTable, primaryKey } from "drizzle-orm/mysql-core";
import { json, label, longText, time, uuid } from "./columns.ts";

export const cohorts = mysqlTable(
  "cohorts",
  {
    id: int("id").autoincrement().primaryKey(),
    projectId: int("project_id").notNull(),
    name: label("name", { length: 400 }).notNull(),
    description: longText("description").notNull(),
    filters: json<JsonObject>("filters").notNull(),
    /** The query that a static cohort was filled from. */
    query: json<JsonObject>("query"),
    isStatic: boolean("is_static").notNull().default(false),
    deleted: boolean("deleted").notNull().default(false),
    version: int("version").notNull(),
    createdBy: uuid("created_by"),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [index("cohorts_project").on(t.projectId, t.deleted)],
);

/** Where the calculation of a cohort stands in one environment: one row, made by its first calculation. */
export const cohortStates = mysqlTable(
  "cohort_states",
  {
    cohortId: int("cohort_id").notNull(),
    environmentId: int("environment_id").notNull(),
    projectId: int("project_id").notNull(),
    /** Set while a calculation runs; one that is older than its time limit died. */
    startedAt: time("started_at"),
    /** The definition's version that the members are of. */
    calculatedVersion: int("calculated_version"),
    calculatedAt: time("calculated_at"),
    count: int("count"),
    /** Failures in a row. */
    errors: int("errors").notNull().default(0),
    lastError: longText("last_error"),
    /**
     * Distinct IDs of the members, for flags: only of cohorts that can't be evaluated from properties, and only as long
     * as there are not too many.
     */
    edgeIds: json<string[]>("edge_ids"),
    /** When the scheduled job takes it next. */
    dueAt: time("due_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.cohortId, t.environmentId] }), index("cohort_states_due").on(t.dueAt)],
);

/** What each calculation found. */
export const cohortCalculations = mysqlTable(
  "cohort_calculations",
  {
    id: uuid("id").primaryKey(),
    cohortId: int("cohort_id").notNull(),
    environmentId: int("environment_id").notNull(),
    version: int("version").notNull(),
    startedAt: time("started_at").notNull(),
    finishedAt: time("finished_at").notNull(),
    seconds: double("seconds").notNull(),
    count: int("count"),
    joined: int("joined").notNull(),
    left: int("left_count").notNull(),
    error: longText("error"),
  },
  (t) => [index("cohort_calculations_of").on(t.cohortId, t.environmentId, t.finishedAt)],
);
