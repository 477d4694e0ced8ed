import { boolean, index, int, mysqlTable } from "drizzle-orm/mysql-core";
import { bytes, json, label, longText, time, uuid } from "./columns.ts";

/** A change of a flag that happens by itself: once, again and again, or step by step. */
export const scheduledChanges = mysqlTable(
  "scheduled_changes",
  {
    id: int("id").autoincrement().primaryKey(),
    projectId: int("project_id").notNull(),
    /** The environment it was made for: changes touch that one's state. */
    environmentId: int("environment_id").notNull(),
    recordId: int("record_id").notNull(),
    modelName: bytes("model_name", { length: 32 }).notNull(),
    payload: json<{ operation: string; value: unknown }>("payload").notNull(),
    /** When it is due next. */
    scheduledAt: time("scheduled_at").notNull(),
    isRecurring: boolean("is_recurring").notNull().default(false),
    recurrenceInterval: bytes("recurrence_interval", { length: 16 }),
    cronExpression: bytes("cron_expression", { length: 100 }),
    endDate: time("end_date"),
    /** Set when nothing is left to do. */
    executedAt: time("executed_at"),
    lastExecutedAt: time("last_executed_at"),
    failureCount: int("failure_count").notNull().default(0),
    failureReason: longText("failure_reason"),
    createdBy: uuid("created_by"),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [
    index("scheduled_changes_due").on(t.executedAt, t.scheduledAt),
    index("scheduled_changes_record").on(t.projectId, t.recordId),
  ],
);

/** A feature that people may choose to have before everyone has it. */
export const earlyAccessFeatures = mysqlTable(
  "early_access_features",
  {
    id: uuid("id").primaryKey(),
    projectId: int("project_id").notNull(),
    flagId: int("flag_id").notNull(),
    name: label("name", { length: 200 }).notNull(),
    description: longText("description").notNull(),
    stage: bytes("stage", { length: 40 }).notNull(),
    documentationUrl: bytes("documentation_url", { length: 800 }).notNull(),
    payload: json<Record<string, unknown>>("payload").notNull(),
    createdBy: uuid("created_by"),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [index("early_access_features_project").on(t.projectId, t.flagId)],
);

/** People who are kept out of every experiment that names the holdout. */
export const experimentHoldouts = mysqlTable(
  "experiment_holdouts",
  {
    id: int("id").autoincrement().primaryKey(),
    projectId: int("project_id").notNull(),
    name: label("name", { length: 400 }).notNull(),
    description: longText("description").notNull(),
    filters: json<Record<string, unknown>[]>("filters").notNull(),
    createdBy: uuid("created_by"),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [index("experiment_holdouts_project").on(t.projectId)],
);

/** `pending` until somebody else decides. */
export type ChangeRequestState = "pending" | "applied" | "rejected" | "withdrawn";

/** A change of a flag's state in an environment that asks for a second pair of eyes. */
export const flagChangeRequests = mysqlTable(
  "flag_change_requests",
  {
    id: uuid("id").primaryKey(),
    projectId: int("project_id").notNull(),
    environmentId: int("environment_id").notNull(),
    flagId: int("flag_id").notNull(),
    /** The flag's version that the author saw. */
    flagVersion: int("flag_version").notNull(),
    /** Body of the write, as it was sent. */
    change: json<Record<string, unknown>>("change").notNull(),
    state: bytes("state", { length: 16 }).$type<ChangeRequestState>().notNull(),
    note: longText("note").notNull(),
    createdBy: uuid("created_by"),
    createdAt: time("created_at").notNull(),
    decidedBy: uuid("decided_by"),
    decidedAt: time("decided_at"),
  },
  (t) => [index("flag_change_requests_flag").on(t.projectId, t.flagId, t.state)],
);
