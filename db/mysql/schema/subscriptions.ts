import { boolean, index, int, mysqlTable, uniqueIndex } from "drizzle-orm/mysql-core";
import { bytes, json, label, longText, time, uuid } from "./columns.ts";

/** An insight or a dashboard that comes by itself, again and again. */
export const subscriptions = mysqlTable(
  "subscriptions",
  {
    id: int("id").autoincrement().primaryKey(),
    projectId: int("project_id").notNull(),
    environmentId: int("environment_id").notNull(),
    dashboardId: int("dashboard_id"),
    insightId: int("insight_id"),
    /** Of a dashboard: which; empty = the first ones. */
    dashboardInsights: json<number[]>("dashboard_export_insights").notNull(),
    targetType: bytes("target_type", { length: 16 })
      .$type<"email" | "slack" | "webhook" | "teams">()
      .notNull(),
    /** Addresses separated by commas, or a URL. */
    targetValue: longText("target_value").notNull(),
    frequency: bytes("frequency", { length: 16 })
      .$type<"daily" | "weekly" | "monthly" | "yearly">()
      .notNull(),
    interval: int("repeat_interval").notNull(),
    byWeekday: json<string[]>("byweekday").notNull(),
    bySetPos: int("bysetpos"),
    /** Deliveries until it ends; null = for ever. */
    count: int("delivery_count"),
    delivered: int("delivered").notNull().default(0),
    /** Its clock time in the project's zone is the hour of all deliveries. */
    startDate: time("start_date").notNull(),
    untilDate: time("until_date"),
    title: label("title", { length: 100 }),
    inviteMessage: longText("invite_message"),
    enabled: boolean("enabled").notNull(),
    deleted: boolean("deleted").notNull().default(false),
    /** Null: nothing is left to deliver. */
    nextDeliveryAt: time("next_delivery_at"),
    createdBy: uuid("created_by"),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [
    index("subscriptions_due").on(t.enabled, t.deleted, t.nextDeliveryAt),
    index("subscriptions_project").on(t.projectId, t.deleted),
  ],
);

export type DeliveryStatus = "starting" | "completed" | "failed" | "skipped";

/** One row a delivery: what was sent to whom; the outbox knows what became of it. */
export const subscriptionDeliveries = mysqlTable(
  "subscription_deliveries",
  {
    id: uuid("id").primaryKey(),
    projectId: int("project_id").notNull(),
    subscriptionId: int("subscription_id").notNull(),
    /** The occasion: a second delivery for it is not begun. */
    key: bytes("idempotency_key", { length: 100 }).notNull(),
    trigger: bytes("trigger_type", { length: 16 })
      .$type<"scheduled" | "manual" | "target_change">()
      .notNull(),
    status: bytes("status", { length: 16 }).$type<DeliveryStatus>().notNull(),
    targetType: bytes("target_type", { length: 16 }).notNull(),
    targetValue: longText("target_value").notNull(),
    error: longText("error"),
    attempts: int("attempts").notNull(),
    /** Until then it belongs to its worker. */
    leaseUntil: time("lease_until").notNull(),
    createdAt: time("created_at").notNull(),
    finishedAt: time("finished_at"),
  },
  (t) => [
    uniqueIndex("subscription_deliveries_key").on(t.subscriptionId, t.key),
    index("subscription_deliveries_open").on(t.status, t.leaseUntil),
    index("subscription_deliveries_created").on(t.subscriptionId, t.createdAt),
  ],
);
