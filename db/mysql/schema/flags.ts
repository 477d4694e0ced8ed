import type { FlagFilters, FlagState } from "@edgewise/core/flags/types.ts";
import { boolean, index, int, mysqlTable, primaryKey, uniqueIndex } from "drizzle-orm/mysql-core";
import { bytes, json, longText, time, uuid } from "./columns.ts";

export const featureFlags = mysqlTable(
  "feature_flags",
  {
    id: int("id").autoincrement().primaryKey(),
    projectId: int("project_id").notNull(),
    key: bytes("key", { length: 400 }).notNull(),
    /** The key while the flag is not deleted, else null: unique among live flags. */
    liveKey: bytes("live_key", { length: 400 }),
    name: longText("name").notNull(),
    filters: json<FlagFilters>("filters").notNull(),
    active: boolean("active").notNull(),
    archived: boolean("archived").notNull().default(false),
    deleted: boolean("deleted").notNull().default(false),
    version: int("version").notNull(),
    ensureExperienceContinuity: boolean("ensure_experience_continuity").notNull().default(false),
    evaluationRuntime: bytes("evaluation_runtime", { length: 16 }).notNull().default("all"),
    bucketingIdentifier: bytes("bucketing_identifier", { length: 16 }),
    evaluationContexts: json<string[]>("evaluation_contexts").notNull(),
    tags: json<string[]>("tags").notNull(),
    isRemoteConfiguration: boolean("is_remote_configuration").notNull().default(false),
    hasEncryptedPayloads: boolean("has_encrypted_payloads").notNull().default(false),
    creationContext: bytes("creation_context", { length: 32 }).notNull().default("feature_flags"),
    rollbackConditions: json<unknown[]>("rollback_conditions").notNull(),
    /** What single environments have of their own, by environment number; absent = as everywhere. */
    environments: json<Record<string, FlagState>>("environments").notNull(),
    createdBy: uuid("created_by"),
    lastModifiedBy: uuid("last_modified_by"),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [
    uniqueIndex("feature_flags_live_key").on(t.projectId, t.liveKey),
    index("feature_flags_project").on(t.projectId, t.deleted),
  ],
);

/** The flag as it was after each write. */
export const featureFlagVersions = mysqlTable(
  "feature_flag_versions",
  {
    projectId: int("project_id").notNull(),
    flagId: int("flag_id").notNull(),
    version: int("version").notNull(),
    definition: json<Record<string, unknown>>("definition").notNull(),
    createdBy: uuid("created_by"),
    createdAt: time("created_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.flagId, t.version] })],
);

/** The dashboard that was made to watch a flag's use. */
export const featureFlagDashboards = mysqlTable("feature_flag_dashboards", {
  flagId: int("flag_id").primaryKey(),
  projectId: int("project_id").notNull(),
  dashboardId: int("dashboard_id").notNull(),
  /** True when it also shows what `$feature_view` and `$feature_interaction` tell. */
  enriched: boolean("enriched").notNull().default(false),
});
