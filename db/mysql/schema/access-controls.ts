import { index, int, mysqlTable, uniqueIndex } from "drizzle-orm/mysql-core";
import { bytes, time, uuid } from "./columns.ts";

/** What a rule is about: everybody, a role, or one member. */
export type AccessSubject = "default" | "role" | "member";

/** Who may do what with one dashboard or flag, where that differs from their role. */
export const accessControls = mysqlTable(
  "access_controls",
  {
    id: uuid("id").primaryKey(),
    organizationId: uuid("organization_id").notNull(),
    projectId: int("project_id").notNull(),
    resource: bytes("resource", { length: 32 }).$type<"dashboard" | "feature_flag">().notNull(),
    resourceId: int("resource_id").notNull(),
    subject: bytes("subject", { length: 16 }).$type<AccessSubject>().notNull(),
    /** Name of the role, id of the user, or empty. */
    subjectId: bytes("subject_id", { length: 36 }).notNull(),
    level: bytes("level", { length: 16 }).$type<"none" | "viewer" | "editor" | "manager">().notNull(),
    createdBy: uuid("created_by"),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [
    uniqueIndex("access_controls_rule").on(t.projectId, t.resource, t.resourceId, t.subject, t.subjectId),
    index("access_controls_user").on(t.organizationId, t.subjectId),
  ],
);
