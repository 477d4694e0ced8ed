import type { ReleaseLook } from "@edgewise/core/releases/look.ts";
import type { GuardSettings, Stage } from "@edgewise/core/releases/schema.ts";
import { boolean, index, int, mysqlTable, uniqueIndex } from "drizzle-orm/mysql-core";
import { bytes, json, longText, time, uuid } from "./columns.ts";

/** `superseded`: somebody changed by hand what the release was about, and that stays. */
export type ReleaseState = "running" | "paused" | "rolled_back" | "completed" | "superseded" | "ended";

/** What a release changes of a flag in its environment. */
export interface ReleaseTarget {
  readonly active: boolean;
  readonly rollout_percentage: number;
}

export interface ReleaseNotify {
  readonly emails: readonly string[];
  readonly webhooks: readonly string[];
}

/** A rollout that is compared with those who don't have it while it goes on. */
export const guardedReleases = mysqlTable(
  "guarded_releases",
  {
    id: uuid("id").primaryKey(),
    projectId: int("project_id").notNull(),
    environmentId: int("environment_id").notNull(),
    flagId: int("flag_id").notNull(),
    /** Environment and flag while it lives, else null: one at a time. */
    liveKey: bytes("live_key", { length: 32 }),
    condition: int("condition_index").notNull(),
    state: bytes("state", { length: 16 }).$type<ReleaseState>().notNull(),
    stages: json<readonly Stage[]>("stages").notNull(),
    stage: int("stage").notNull(),
    stageStartedAt: time("stage_started_at").notNull(),
    /** False: somebody switched the guard off. */
    isGuarded: boolean("is_guarded").notNull(),
    settings: json<GuardSettings>("settings").notNull(),
    notify: json<ReleaseNotify>("notify").notNull(),
    /** The state before the release. */
    before: json<ReleaseTarget>("state_before").notNull(),
    /** The condition's targeting when it began: another one would compare others. */
    targeting: longText("targeting").notNull(),
    /** Rises with every write of the row. */
    version: int("version").notNull(),
    look: json<ReleaseLook | null>("last_look"),
    /** Earlier looks at the step, thinned out. */
    trail: json<readonly ReleaseLook[]>("trail").notNull(),
    lookedAt: time("looked_at"),
    /** Why it does not go on though its time has come. */
    hold: longText("hold"),
    /** Why it is in its state, in words. */
    reason: longText("reason"),
    createdBy: uuid("created_by"),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
    endedAt: time("ended_at"),
  },
  (t) => [
    uniqueIndex("guarded_releases_live").on(t.liveKey),
    index("guarded_releases_due").on(t.state, t.lookedAt),
    index("guarded_releases_flag").on(t.projectId, t.flagId, t.createdAt),
    index("guarded_releases_project").on(t.projectId, t.createdAt),
  ],
);

/** What happened to a release, in order. */
export const guardedReleaseEntries = mysqlTable(
  "guarded_release_entries",
  {
    id: uuid("id").primaryKey(),
    projectId: int("project_id").notNull(),
    releaseId: uuid("release_id").notNull(),
    kind: bytes("kind", { length: 32 }).notNull(),
    /** In words. */
    text: longText("text").notNull(),
    detail: json<Readonly<Record<string, unknown>>>("detail").notNull(),
    userId: uuid("user_id"),
    createdAt: time("created_at").notNull(),
  },
  (t) => [index("guarded_release_entries_release").on(t.projectId, t.releaseId, t.createdAt)],
);
