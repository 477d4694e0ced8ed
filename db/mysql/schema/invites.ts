import { index, mysqlTable, uniqueIndex } from "drizzle-orm/mysql-core";
import { bytes, label, longText, time, uuid } from "./columns.ts";
import type { Role } from "./organizations.ts";

/** Somebody who was asked into an organisation, by the address that the link was mailed to. */
export const organizationInvites = mysqlTable(
  "organization_invites",
  {
    id: uuid("id").primaryKey(),
    organizationId: uuid("organization_id").notNull(),
    email: label("email", { length: 254 }).notNull(),
    firstName: label("first_name", { length: 150 }).notNull(),
    role: bytes("role", { length: 16 }).$type<Role>().notNull(),
    message: longText("message"),
    /** SHA-256 of what the link carries. */
    tokenHash: bytes("token_hash", { length: 64 }).notNull(),
    createdBy: uuid("created_by"),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
    expiresAt: time("expires_at").notNull(),
  },
  (t) => [
    uniqueIndex("organization_invites_token").on(t.tokenHash),
    uniqueIndex("organization_invites_email").on(t.organizationId, t.email),
    index("organization_invites_organization").on(t.organizationId, t.createdAt),
  ],
);
