import { index, int, mysqlTable } from "drizzle-orm/mysql-core";
import { bytes, json, time, uuid } from "./columns.ts";

export interface ActivityDetail {
  readonly id?: string | null;
  readonly short_id?: string | null;
  readonly name?: string | null;
  readonly type?: string | null;
  readonly changes?: readonly ActivityChange[] | null;
  readonly trigger?: ActivityTrigger | null;
  /** `session`, or `key` with its label and mask. */
  readonly via?: string;
}

/** A change that nobody made in person: by which job, for which object. */
export interface ActivityTrigger {
  readonly job_type: string;
  readonly job_id: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface ActivityChange {
  readonly type: string;
  readonly action: "created" | "changed" | "deleted";
  readonly field: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Who changed what: an entry per committed write, in the write's transaction. */
export const activityLog = mysqlTable(
  "activity_log",
  {
    id: uuid("id").primaryKey(),
    organizationId: uuid("organization_id").notNull(),
    /** Null for entries of the organisation itself. */
    projectId: int("project_id"),
    userId: uuid("user_id"),
    scope: bytes("scope", { length: 64 }).notNull(),
    itemId: bytes("item_id", { length: 64 }).notNull(),
    activity: bytes("activity", { length: 64 }).notNull(),
    detail: json<ActivityDetail>("detail").notNull(),
    /** Where the write came from; null for jobs. */
    address: bytes("address", { length: 64 }),
    /** User agent of the client; null for jobs. */
    client: bytes("client", { length: 255 }),
    createdAt: time("created_at").notNull(),
  },
  (t) => [
    index("activity_log_item").on(t.projectId, t.scope, t.itemId, t.createdAt),
    index("activity_log_project").on(t.projectId, t.createdAt),
    index("activity_log_organization").on(t.organizationId, t.createdAt),
  ],
);
