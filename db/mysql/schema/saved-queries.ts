import { int, mysqlTable, uniqueIndex } from "drizzle-orm/mysql-core";
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
    createdBy: uuid("created_by"),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [uniqueIndex("saved_queries_name").on(t.projectId, t.name)],
);
