import type { JsonObject } from "@edgewise/core/events/types.ts";
import { boolean, index, int, mysqlTable, uniqueIndex } from "drizzle-orm/mysql-core";
import { bytes, json, label, longText, time, uuid } from "./columns.ts";

/**
 * What the world may see without an account, by a secret token. Exactly one of the first three says what; a link to a
 * state of the explorer has a `query` instead, and always an end.
 */
export const sharingConfigurations = mysqlTable(
  "sharing_configurations",
  {
    id: int("id").autoincrement().primaryKey(),
    projectId: int("project_id").notNull(),
    /** Where its queries run. */
    environmentId: int("environment_id").notNull(),
    dashboardId: int("dashboard_id"),
    insightId: int("insight_id"),
    recordingId: bytes("recording_id", { length: 64 }),
    query: json<JsonObject>("query"),
    name: label("name", { length: 400 }),
    enabled: boolean("enabled").notNull(),
    accessToken: bytes("access_token", { length: 64 }).notNull(),
    settings: json<JsonObject>("settings").notNull(),
    passwordRequired: boolean("password_required").notNull().default(false),
    expiresAt: time("expires_at"),
    createdBy: uuid("created_by"),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [
    uniqueIndex("sharing_token").on(t.accessToken),
    uniqueIndex("sharing_dashboard").on(t.environmentId, t.dashboardId),
    uniqueIndex("sharing_insight").on(t.environmentId, t.insightId),
    uniqueIndex("sharing_recording").on(t.environmentId, t.recordingId),
    index("sharing_project").on(t.projectId, t.enabled),
  ],
);

/** Passwords of a shared thing: any of them opens it. */
export const sharePasswords = mysqlTable(
  "share_passwords",
  {
    id: int("id").autoincrement().primaryKey(),
    sharingId: int("sharing_id").notNull(),
    hash: longText("hash").notNull(),
    note: label("note", { length: 100 }),
    createdBy: uuid("created_by"),
    createdAt: time("created_at").notNull(),
  },
  (t) => [index("share_passwords_sharing").on(t.sharingId)],
);
