import { bigint, boolean, index, int, mysqlTable, primaryKey } from "drizzle-orm/mysql-core";
import { bytes, json, label, time, uuid } from "./columns.ts";

/** A project's number is the number of its default environment, so it is not counted here. */
export const projects = mysqlTable(
  "projects",
  {
    id: int("id").primaryKey(),
    uuid: uuid("uuid").notNull(),
    organizationId: uuid("organization_id").notNull(),
    name: label("name", { length: 255 }).notNull(),
    timezone: bytes("timezone", { length: 64 }).notNull().default("UTC"),
    /** Public API fields shared by the project's environments; absent = default. */
    settings: json<Record<string, unknown>>("settings").notNull(),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
    /** Since when it is deleted; it can be restored until {@link eraseAt}. */
    deletedAt: time("deleted_at"),
    eraseAt: time("erase_at"),
    erasedAt: time("erased_at"),
  },
  (t) => [index("projects_organization").on(t.organizationId)],
);

/** The tenant of the warehouse. One sequence numbers environments and projects. */
export const environments = mysqlTable(
  "environments",
  {
    id: int("id").autoincrement().primaryKey(),
    uuid: uuid("uuid").notNull(),
    organizationId: uuid("organization_id").notNull(),
    /** 0 until the project's row is written in the same transaction. */
    projectId: int("project_id").notNull(),
    name: label("name", { length: 255 }).notNull(),
    isDefault: boolean("is_default").notNull(),
    /** Public API fields of one environment (capture and replay switches); absent = default. */
    settings: json<Record<string, unknown>>("settings").notNull(),
    ingestedEvent: boolean("ingested_event").notNull().default(false),
    /** Changes of flags here need a second person. */
    flagApproval: boolean("flag_approval").notNull().default(false),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
    deletedAt: time("deleted_at"),
  },
  (t) => [
    index("environments_project").on(t.projectId),
    index("environments_organization").on(t.organizationId),
  ],
);

export const environmentTokens = mysqlTable(
  "environment_tokens",
  {
    token: bytes("token", { length: 128 }).primaryKey(),
    environmentId: int("environment_id").notNull(),
    /** The newest is shown; older ones are accepted until revoked, which may lie ahead. */
    createdAt: time("created_at").notNull(),
    revokedAt: time("revoked_at"),
  },
  (t) => [index("environment_tokens_environment").on(t.environmentId)],
);

export const groupTypes = mysqlTable(
  "group_types",
  {
    projectId: int("project_id").notNull(),
    index: int("group_type_index").notNull(),
    name: bytes("group_type", { length: 400 }).notNull(),
    nameSingular: label("name_singular", { length: 255 }),
    namePlural: label("name_plural", { length: 255 }),
    defaultColumns: json<string[]>("default_columns"),
    createdAt: time("created_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.index] })],
);

/** The snapshot's version: rises in the transaction of every write; `pushed` lags when a push failed. */
export const configVersions = mysqlTable("config_versions", {
  projectId: int("project_id").primaryKey(),
  version: bigint("version", { mode: "number" }).notNull(),
  pushed: bigint("pushed", { mode: "number" }).notNull().default(0),
  updatedAt: time("updated_at").notNull(),
});
