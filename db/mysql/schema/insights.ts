import type { JsonObject } from "@edgewise/core/events/types.ts";
import { boolean, index, int, mysqlTable, uniqueIndex } from "drizzle-orm/mysql-core";
import { bytes, json, label, time, uuid } from "./columns.ts";

/** Saved queries. */
export const insights = mysqlTable(
  "insights",
  {
    id: int("id").autoincrement().primaryKey(),
    projectId: int("project_id").notNull(),
    /** Eight letters and digits: the id that links carry. */
    shortId: bytes("short_id", { length: 8 }).notNull(),
    name: label("name", { length: 400 }).notNull(),
    derivedName: label("derived_name", { length: 400 }),
    description: label("description", { length: 400 }).notNull(),
    query: json<JsonObject>("query").notNull(),
    /** Kind of the innermost query: what the list filter `insight` reads. */
    kind: bytes("kind", { length: 64 }).notNull(),
    tags: json<string[]>("tags").notNull(),
    favorited: boolean("favorited").notNull().default(false),
    saved: boolean("saved").notNull().default(true),
    deleted: boolean("deleted").notNull().default(false),
    createdBy: uuid("created_by"),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
    /** By a person: names, queries, not the bookkeeping. */
    lastModifiedBy: uuid("last_modified_by"),
    lastModifiedAt: time("last_modified_at").notNull(),
  },
  (t) => [
    uniqueIndex("insights_short_id").on(t.projectId, t.shortId),
    index("insights_project").on(t.projectId, t.deleted, t.lastModifiedAt),
  ],
);
