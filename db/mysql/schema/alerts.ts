import type { JsonObject } from "@edgewise/core/events/types.ts";
import { boolean, double, index, int, mysqlTable, uniqueIndex } from "drizzle-orm/mysql-core";
import { bytes, json, label, longText, time, uuid } from "./columns.ts";

export type AlertState = "Firing" | "Not firing" | "Errored" | "Snoozed";

export interface AlertDestination {
  readonly id: string;
  readonly type: "slack" | "webhook" | "discord" | "teams";
  readonly url: string;
}

/** A watch on one number of an insight. Configurations are kept as they were sent. */
export const alerts = mysqlTable(
  "alerts",
  {
    id: uuid("id").primaryKey(),
    projectId: int("project_id").notNull(),
    environmentId: int("environment_id").notNull(),
    insightId: int("insight_id").notNull(),
    name: label("name", { length: 255 }).notNull(),
    threshold: json<JsonObject>("threshold").notNull(),
    condition: json<JsonObject>("alert_condition").notNull(),
    config: json<JsonObject>("config").notNull(),
    detectorConfig: json<JsonObject>("detector_config"),
    enabled: boolean("enabled").notNull(),
    interval: bytes("calculation_interval", { length: 24 }).notNull(),
    /** Ids of users. */
    subscribedUsers: json<string[]>("subscribed_users").notNull(),
    destinations: json<AlertDestination[]>("destinations").notNull(),
    skipWeekend: boolean("skip_weekend").notNull(),
    snoozedUntil: time("snoozed_until"),
    /** `HH:MM` in the project's zone. */
    scheduleStart: bytes("schedule_start_time", { length: 5 }),
    scheduleRestriction: json<JsonObject>("schedule_restriction"),
    state: bytes("state", { length: 16 }).$type<AlertState>().notNull(),
    lastValue: double("last_value"),
    lastNotifiedAt: time("last_notified_at"),
    lastCheckedAt: time("last_checked_at"),
    /** Null: nothing is due while it is switched off. */
    nextCheckAt: time("next_check_at"),
    createdBy: uuid("created_by"),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [index("alerts_due").on(t.nextCheckAt), index("alerts_project").on(t.projectId, t.insightId)],
);

/** What each check of an alert found. */
export const alertChecks = mysqlTable(
  "alert_checks",
  {
    id: uuid("id").primaryKey(),
    projectId: int("project_id").notNull(),
    alertId: uuid("alert_id").notNull(),
    /** The moment it was due at: a second check for it is not written, so nobody hears of it twice. */
    dueAt: time("due_at").notNull(),
    calculatedValue: double("calculated_value"),
    state: bytes("state", { length: 16 }).$type<AlertState>().notNull(),
    /** Addresses and hosts that were told. */
    targetsNotified: json<string[]>("targets_notified").notNull(),
    error: longText("error"),
    /** Messages and scores. */
    detail: json<JsonObject>("detail").notNull(),
    createdAt: time("created_at").notNull(),
  },
  (t) => [
    uniqueIndex("alert_checks_due").on(t.alertId, t.dueAt),
    index("alert_checks_created").on(t.alertId, t.createdAt),
    index("alert_checks_age").on(t.createdAt),
  ],
);
