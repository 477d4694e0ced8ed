import type { JsonObject } from "@edgewise/core/events/types.ts";
import { bigint, index, int, mysqlTable, primaryKey } from "drizzle-orm/mysql-core";
import { bytes, json, longText, time, uuid } from "./columns.ts";

/** `restore`: what passed its retention; `archive`: what came over a limit. */
export type DataJobKind = "deletion" | "export" | "import" | "restore" | "archive";
/** `watching`: done, and looked after once in a while for what comes late. */
export type DataJobState = "queued" | "running" | "watching" | "done" | "failed" | "cancelled";

/** Long work on an environment's data: work list, progress and receipt in one. */
export const dataJobs = mysqlTable(
  "data_jobs",
  {
    id: uuid("id").primaryKey(),
    organizationId: uuid("organization_id").notNull(),
    projectId: int("project_id").notNull(),
    environmentId: int("environment_id").notNull(),
    kind: bytes("kind", { length: 16 }).$type<DataJobKind>().notNull(),
    state: bytes("state", { length: 16 }).$type<DataJobState>().notNull(),
    /** What was asked for. */
    params: json<JsonObject>("params").notNull(),
    /** How far it is: enough to go on after a crash. */
    progress: json<JsonObject>("progress").notNull(),
    error: longText("error"),
    attempts: int("attempts").notNull().default(0),
    requestedBy: uuid("requested_by"),
    requestedAt: time("requested_at").notNull(),
    /** Who works on it has said so then: older than some minutes, it died. */
    beatAt: time("beat_at"),
    /** Not before then. */
    dueAt: time("due_at").notNull(),
    finishedAt: time("finished_at"),
    /** What it made is deleted then. */
    expiresAt: time("expires_at"),
  },
  (t) => [
    index("data_jobs_environment").on(t.environmentId, t.kind, t.requestedAt),
    index("data_jobs_due").on(t.state, t.dueAt),
    index("data_jobs_expiry").on(t.expiresAt),
  ],
);

/** How long a product's rows of an environment are kept, and since when its people know. */
export const retentionStates = mysqlTable(
  "retention_states",
  {
    environmentId: int("environment_id").notNull(),
    product: bytes("product", { length: 32 }).notNull(),
    days: int("days").notNull(),
    noticeAt: time("notice_at"),
    /** Nothing is deleted before then. */
    effectiveAt: time("effective_at"),
    /** Rows of days before that one are deleted. */
    deletedBefore: bytes("deleted_before", { length: 10 }),
    deletedRows: bigint("deleted_rows", { mode: "number" }).notNull().default(0),
    lastRunAt: time("last_run_at"),
  },
  (t) => [primaryKey({ columns: [t.environmentId, t.product] })],
);
