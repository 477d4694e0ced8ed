import type { JsonObject } from "@edgewise/core/events/types.ts";
import { int, mysqlTable, primaryKey } from "drizzle-orm/mysql-core";
import { json, time, uuid } from "./columns.ts";

/** What a person has pinned in a project, and where the person starts there. */
export const homeSettings = mysqlTable(
  "home_settings",
  {
    userId: uuid("user_id").notNull(),
    projectId: int("project_id").notNull(),
    tabs: json<JsonObject[]>("tabs").notNull(),
    homepage: json<JsonObject>("homepage"),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.projectId] })],
);
