import { boolean, index, int, mysqlTable } from "drizzle-orm/mysql-core";
import { bytes, longText, time, uuid } from "./columns.ts";

export const annotations = mysqlTable(
  "annotations",
  {
    id: int("id").autoincrement().primaryKey(),
    organizationId: uuid("organization_id").notNull(),
    projectId: int("project_id").notNull(),
    content: longText("content").notNull(),
    dateMarker: time("date_marker"),
    /** `organization` shows it in all of the organisation's projects. */
    scope: bytes("scope", { length: 24 })
      .$type<"dashboard_item" | "dashboard" | "project" | "organization">()
      .notNull(),
    creationType: bytes("creation_type", { length: 8 }).$type<"USR" | "GIT">().notNull(),
    insightId: int("insight_id"),
    dashboardId: int("dashboard_id"),
    emoji: bytes("emoji", { length: 32 }),
    hidden: boolean("hidden"),
    deleted: boolean("deleted").notNull().default(false),
    createdBy: uuid("created_by"),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [
    index("annotations_project").on(t.projectId, t.deleted, t.dateMarker),
    index("annotations_organization").on(t.organizationId, t.scope, t.deleted),
  ],
);
