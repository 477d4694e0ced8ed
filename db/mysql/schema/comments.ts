import type { JsonObject } from "@edgewise/core/events/types.ts";
import { boolean, index, int, mysqlTable } from "drizzle-orm/mysql-core";
import { bytes, json, longText, time, uuid } from "./columns.ts";

/** What people say about things of a project: a comment, a reply to one (`replyTo`) or a task. */
export const comments = mysqlTable(
  "comments",
  {
    id: uuid("id").primaryKey(),
    projectId: int("project_id").notNull(),
    /** Kind of the thing, e.g. `Insight`, and its number or id. */
    scope: bytes("scope", { length: 79 }).notNull(),
    itemId: bytes("item_id", { length: 72 }),
    content: longText("content").notNull(),
    richContent: json<JsonObject>("rich_content"),
    itemContext: json<JsonObject>("item_context"),
    replyTo: uuid("reply_to"),
    isTask: boolean("is_task").notNull().default(false),
    completedAt: time("completed_at"),
    completedBy: uuid("completed_by"),
    version: int("version").notNull().default(0),
    deleted: boolean("deleted").notNull().default(false),
    createdBy: uuid("created_by"),
    createdAt: time("created_at").notNull(),
  },
  (t) => [
    index("comments_item").on(t.projectId, t.scope, t.itemId, t.createdAt),
    index("comments_thread").on(t.projectId, t.replyTo, t.createdAt),
  ],
);
