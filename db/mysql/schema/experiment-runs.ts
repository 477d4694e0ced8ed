import type { JsonObject } from "@edgewise/core/events/types.ts";
import { index, int, mysqlTable } from "drizzle-orm/mysql-core";
import { bytes, json, time, uuid } from "./columns.ts";

/** One computation of all metrics of an experiment that somebody asked for, with what it found. */
export const experimentRuns = mysqlTable(
  "experiment_runs",
  {
    id: uuid("id").primaryKey(),
    projectId: int("project_id").notNull(),
    experimentId: int("experiment_id").notNull(),
    status: bytes("status", { length: 16 }).$type<"completed" | "failed">().notNull(),
    /** The answer of the run: results, errors, counts. */
    outcome: json<JsonObject>("outcome").notNull(),
    queryTo: time("query_to").notNull(),
    createdBy: uuid("created_by"),
    createdAt: time("created_at").notNull(),
    completedAt: time("completed_at").notNull(),
  },
  (t) => [index("experiment_runs_experiment").on(t.projectId, t.experimentId, t.createdAt)],
);
