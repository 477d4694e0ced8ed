import { bigint, index, int, mysqlTable, primaryKey, uniqueIndex } from "drizzle-orm/mysql-core";
import { bytes, json, longText, time, uuid } from "./columns.ts";

/** Views: SQL of a project that other SQL reads as a table. */
export const savedQueries = mysqlTable(
  "saved_queries",
  {
    id: uuid("id").primaryKey(),
    projectId: int("project_id").notNull(),
    name: bytes("name", { length: 128 }).notNull(),
    /** The SELECT as text. */
    query: longText("query").notNull(),
    columns: json<readonly { readonly name: string; readonly type: string }[]>("columns").notNull(),
    /** How often its result is stored anew; null: computed whenever it is read. `never`: stored once. */
    syncFrequency: bytes("sync_frequency", { length: 8 }),
    createdBy: uuid("created_by"),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [uniqueIndex("saved_queries_name").on(t.projectId, t.name)],
);

/** The stored result of a materialised view in one environment. */
export const savedQueryResults = mysqlTable(
  "saved_query_results",
  {
    savedQueryId: uuid("saved_query_id").notNull(),
    projectId: int("project_id").notNull(),
    environmentId: int("environment_id").notNull(),
    /** Which rows of the warehouse it is; null: none is stored yet. */
    run: bigint("run", { mode: "number" }),
    /** Columns and SQL of those rows, as they were. */
    columns: json<readonly { readonly name: string; readonly type: string }[]>("columns"),
    /** When the next run is due; null: when somebody asks. */
    dueAt: time("due_at"),
    storedAt: time("stored_at"),
  },
  (t) => [
    primaryKey({ columns: [t.savedQueryId, t.environmentId] }),
    index("saved_query_results_due").on(t.dueAt),
    index("saved_query_results_environment").on(t.environmentId),
  ],
);

/** Runs of materialised views, the latest few of each kept. */
export const savedQueryRuns = mysqlTable(
  "saved_query_runs",
  {
    id: uuid("id").primaryKey(),
    savedQueryId: uuid("saved_query_id").notNull(),
    environmentId: int("environment_id").notNull(),
    status: bytes("status", { length: 16 }).notNull(),
    startedAt: time("started_at").notNull(),
    endedAt: time("ended_at"),
    rowCount: int("row_count"),
    error: longText("error"),
  },
  (t) => [index("saved_query_runs_view").on(t.savedQueryId, t.environmentId, t.startedAt)],
);
