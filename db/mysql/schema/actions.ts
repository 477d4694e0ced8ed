import type { ActionStep } from "@edgewise/core/actions/action.ts";
import { boolean, index, int, mysqlTable, uniqueIndex } from "drizzle-orm/mysql-core";
import { json, label, longText, time, uuid } from "./columns.ts";

/** Named combinations of events. */
export const actions = mysqlTable(
  "actions",
  {
    id: int("id").autoincrement().primaryKey(),
    projectId: int("project_id").notNull(),
    name: label("name", { length: 400 }).notNull(),
    /** The name while the action lives, null once it is deleted: unique among live ones. */
    liveName: label("live_name", { length: 400 }),
    description: longText("description").notNull(),
    tags: json<string[]>("tags").notNull(),
    steps: json<ActionStep[]>("steps").notNull(),
    postToSlack: boolean("post_to_slack").notNull().default(false),
    slackMessageFormat: label("slack_message_format", { length: 1200 }).notNull(),
    pinnedAt: time("pinned_at"),
    deleted: boolean("deleted").notNull().default(false),
    createdBy: uuid("created_by"),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [
    uniqueIndex("actions_live_name").on(t.projectId, t.liveName),
    index("actions_project").on(t.projectId, t.deleted),
  ],
);
