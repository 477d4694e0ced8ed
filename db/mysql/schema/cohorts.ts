import type { JsonObject } from "@edgewise/core/events/types.ts";
import { boolean, index, int, mysqlTable } from "drizzle-orm/mysql-core";
import { json, label, longText, time, uuid } from "./columns.ts";

export const cohorts = mysqlTable(
  "cohorts",
  {
    id: int("id").autoincrement().primaryKey(),
    projectId: int("project_id").notNull(),
    name: label("name", { length: 400 }).notNull(),
    description: longText("description").notNull(),
    filters: json<JsonObject>("filters").notNull(),
    isStatic: boolean("is_static").notNull().default(false),
    deleted: boolean("deleted").notNull().default(false),
    version: int("version").notNull(),
    createdBy: uuid("created_by"),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [index("cohorts_project").on(t.projectId, t.deleted)],
);
