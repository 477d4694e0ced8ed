import { index, mysqlTable, uniqueIndex } from "drizzle-orm/mysql-core";
import { bytes, json, label, time, uuid } from "./columns.ts";

export type Role = "owner" | "admin" | "member" | "viewer";

export const organizations = mysqlTable("organizations", {
  id: uuid("id").primaryKey(),
  name: label("name", { length: 255 }).notNull(),
  slug: bytes("slug", { length: 64 }).notNull().unique(),
  settings: json<Record<string, unknown>>("settings").notNull(),
  createdAt: time("created_at").notNull(),
  updatedAt: time("updated_at").notNull(),
});

export const memberships = mysqlTable(
  "memberships",
  {
    id: uuid("id").primaryKey(),
    organizationId: uuid("organization_id").notNull(),
    userId: uuid("user_id").notNull(),
    role: bytes("role", { length: 16 }).$type<Role>().notNull(),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [
    uniqueIndex("memberships_organization_user").on(t.organizationId, t.userId),
    index("memberships_user").on(t.userId),
  ],
);
