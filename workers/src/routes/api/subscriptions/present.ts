import { FREQUENCIES } from "@edgewise/core/subscriptions/schedule.ts";
import { findDashboards } from "@edgewise/db/mysql/repos/dashboards.ts";
import { findInsights } from "@edgewise/db/mysql/repos/insights.ts";
import { notificationsByKey } from "@edgewise/db/mysql/repos/notifications.ts";
import type { DeliveryRow } from "@edgewise/db/mysql/repos/subscription-deliveries.ts";
import type { SubscriptionRow } from "@edgewise/db/mysql/repos/subscriptions.ts";
import { findUsers } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { isoMicros, isoMicrosOrNull } from "../../../http/time.ts";
import { TARGETS } from "../../../services/subscriptions/body.ts";
import { keysOf } from "../../../services/subscriptions/message.ts";
import { shownTarget } from "../../../services/subscriptions/target.ts";
import { presentAuthor, userBasic } from "../users/basic.ts";

export const subscription = z.object({
  id: z.number().int(),
  dashboard: z.number().int().nullable(),
  insight: z.number().int().nullable(),
  insight_short_id: z.string().nullable(),
  resource_name: z.string(),
  resource_type: z.enum(["insight", "dashboard"]),
  dashboard_export_insights: z.array(z.number().int()),
  target_type: z.enum(TARGETS),
  target_value: z.string(),
  frequency: z.enum(FREQUENCIES),
  interval: z.number().int(),
  byweekday: z.array(z.string()).nullable(),
  bysetpos: z.number().int().nullable(),
  count: z.number().int().nullable(),
  start_date: z.string(),
  until_date: z.string().nullable(),
  created_at: z.string(),
  created_by: userBasic.nullable(),
  deleted: z.boolean(),
  enabled: z.boolean(),
  title: z.string().nullable(),
  summary: z.string(),
  summary_enabled: z.literal(false),
  next_delivery_date: z.string().nullable(),
  invite_message: z.string().nullable(),
  integration_id: z.null(),
});

/** Subscriptions with the names of what they send. */
export async function presentSubscriptions(
  access: ProjectAccess,
  rows: readonly SubscriptionRow[],
  deps: Deps,
): Promise<z.infer<typeof subscription>[]> {
  const ids = (pick: (row: SubscriptionRow) => number | null) => rows.map(pick).filter((id) => id !== null);
  const [users, insights, dashboards] = await Promise.all([
    findUsers(
      rows.map((row) => row.createdBy),
      deps.db,
    ),
    findInsights(
      access,
      deps.db,
      ids((row) => row.insightId),
    ),
    findDashboards(
      access,
      deps.db,
      ids((row) => row.dashboardId),
    ),
  ]);
  return rows.map((row) => {
    const insight = insights.find(({ id }) => id === row.insightId);
    const dashboard = dashboards.find(({ id }) => id === row.dashboardId);
    return {
      id: row.id,
      dashboard: row.dashboardId,
      insight: row.insightId,
      insight_short_id: insight?.shortId ?? null,
      resource_name: dashboard?.name || insight?.name || (insight?.derivedName ?? ""),
      resource_type: row.insightId === null ? "dashboard" : "insight",
      dashboard_export_insights: row.dashboardInsights,
      target_type: row.targetType,
      target_value: shownTarget(row.targetType, row.targetValue),
      frequency: row.frequency,
      interval: row.interval,
      byweekday: row.byWeekday.length === 0 ? null : row.byWeekday,
      bysetpos: row.bySetPos,
      count: row.count,
      start_date: isoMicros(row.startDate),
      until_date: isoMicrosOrNull(row.untilDate),
      created_at: isoMicros(row.createdAt),
      created_by: presentAuthor(row.createdBy, users),
      deleted: row.deleted,
      enabled: row.enabled,
      title: row.title,
      summary: summaryOf(row),
      summary_enabled: false,
      next_delivery_date: isoMicrosOrNull(row.nextDeliveryAt),
      invite_message: row.inviteMessage,
      integration_id: null,
    };
  });
}

const UNITS = { daily: "day", weekly: "week", monthly: "month", yearly: "year" } as const;

/** `sent every 2 weeks on monday, friday`. */
function summaryOf({ frequency, interval, byWeekday }: SubscriptionRow): string {
  const unit = UNITS[frequency];
  const every = interval === 1 ? unit : `${interval} ${unit}s`;
  return `sent every ${every}${byWeekday.length === 0 ? "" : ` on ${byWeekday.join(", ")}`}`;
}

export const delivery = z.object({
  id: z.string(),
  subscription: z.number().int(),
  status: z.enum(["starting", "completed", "failed", "skipped"]),
  trigger_type: z.enum(["scheduled", "manual", "target_change"]),
  target_type: z.string(),
  target_value: z.string(),
  idempotency_key: z.string(),
  exported_asset_ids: z.array(z.number()),
  content_snapshot: z.null(),
  recipient_results: z.array(
    z.object({ recipient: z.string(), status: z.string(), error: z.string().nullable() }),
  ),
  error: z.object({ message: z.string() }).nullable(),
  created_at: z.string(),
  last_updated_at: z.string(),
  finished_at: z.string().nullable(),
});

/** Deliveries with what became of each receiver's message. */
export async function presentDeliveries(
  rows: readonly DeliveryRow[],
  deps: Deps,
): Promise<z.infer<typeof delivery>[]> {
  const keys = rows.flatMap((row) => [...keysOf(row).values()]);
  const sent = new Map((await notificationsByKey(deps.db, keys)).map((row) => [row.key, row]));
  return rows.map((row) => ({
    id: row.id,
    subscription: row.subscriptionId,
    status: row.status,
    trigger_type: row.trigger,
    target_type: row.targetType,
    target_value: shownTarget(row.targetType, row.targetValue),
    idempotency_key: row.key,
    exported_asset_ids: [],
    content_snapshot: null,
    recipient_results: [...keysOf(row)].flatMap(([receiver, key]) => {
      const message = sent.get(key);
      if (!message) return [];
      const recipient = row.targetType === "email" ? receiver : shownTarget(row.targetType, row.targetValue);
      return [{ recipient, status: message.state, error: message.error }];
    }),
    error: row.error === null ? null : { message: row.error },
    created_at: isoMicros(row.createdAt),
    last_updated_at: isoMicros(row.finishedAt ?? row.createdAt),
    finished_at: isoMicrosOrNull(row.finishedAt),
  }));
}
