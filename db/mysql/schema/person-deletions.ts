import type { JsonObject } from "@edgewise/core/events/types.ts";
import { boolean, index, int, mysqlTable } from "drizzle-orm/mysql-core";
import { bytes, json, longText, time, uuid } from "./columns.ts";

/** Requests to delete a person with everything that is known of them: work list and receipt in one. */
export const personDeletions = mysqlTable(
  "person_deletions",
  {
    id: uuid("id").primaryKey(),
    organizationId: uuid("organization_id").notNull(),
    projectId: int("project_id").notNull(),
    environmentId: int("environment_id").notNull(),
    personId: uuid("person_id").notNull(),
    /** Taken when the person was deleted: what the receipt may still say of them. */
    distinctIds: json<string[]>("distinct_ids").notNull(),
    deleteEvents: boolean("delete_events").notNull(),
    deleteRecordings: boolean("delete_recordings").notNull(),
    keepPerson: boolean("keep_person").notNull(),
    state: bytes("state", { length: 16 }).$type<"queued" | "deleting" | "verified" | "failed">().notNull(),
    /** Rows found and deleted, by table. */
    counts: json<JsonObject>("counts").notNull(),
    error: longText("error"),
    attempts: int("attempts").notNull().default(0),
    requestedBy: uuid("requested_by"),
    requestedAt: time("requested_at").notNull(),
    startedAt: time("started_at"),
    verifiedAt: time("verified_at"),
  },
  (t) => [
    index("person_deletions_project").on(t.environmentId, t.requestedAt),
    index("person_deletions_state").on(t.state, t.requestedAt),
    index("person_deletions_person").on(t.environmentId, t.personId),
  ],
);
