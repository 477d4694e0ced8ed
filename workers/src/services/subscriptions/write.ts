import { isKnownZone } from "@edgewise/core/insights/date-range/calendar.ts";
import { nextOccurrence, type Weekday } from "@edgewise/core/subscriptions/schedule.ts";
import { findDashboards } from "@edgewise/db/mysql/repos/dashboards.ts";
import { findInsights } from "@edgewise/db/mysql/repos/insights.ts";
import {
  findSubscription,
  insertSubscription,
  type SubscriptionRow,
  updateSubscription,
} from "@edgewise/db/mysql/repos/subscriptions.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid, notFound } from "../../http/errors.ts";
import { levelOn } from "../../http/governed.ts";
import { commitLogged } from "../activity/commit-logged.ts";
import { changesBetween } from "../activity/record.ts";
import type { SubscriptionBody, SubscriptionChange } from "./body.ts";
import { checkTarget, shownTarget } from "./target.ts";

type Fields = Omit<
  SubscriptionRow,
  "id" | "projectId" | "environmentId" | "delivered" | "createdBy" | "createdAt" | "updatedAt"
>;

/** What a write did, and whether its receiver should get one now to see that it is right. */
export interface Written {
  readonly id: number;
  readonly sendNow: boolean;
}

export async function createSubscription(
  access: ProjectAccess,
  body: SubscriptionBody,
  deps: Deps,
): Promise<Written> {
  const now = deps.now();
  const fields = await checked(access, merge(null, body, access, now, 0, deps), deps);
  const id = await commitLogged(access, deps, async (tx) => {
    const stamps = { delivered: 0, createdBy: access.userId, createdAt: now, updatedAt: now };
    const made = await insertSubscription(access, tx, { ...fields, ...stamps });
    const entry = { scope: "Subscription", itemId: made, activity: "created", name: fields.title };
    return { result: made, entries: [entry] };
  });
  return { id, sendNow: fields.enabled && (body.send_test_now ?? true) };
}

/** Changes a subscription; `deleted: true` ends it. Throws 404. */
export async function changeSubscription(
  access: ProjectAccess,
  id: number,
  body: SubscriptionChange,
  deps: Deps,
): Promise<Written> {
  const now = deps.now();
  return await commitLogged(access, deps, async (tx) => {
    const before = await findSubscription(access, tx, id, { lock: true });
    if (!before || before.deleted) throw notFound();
    const after = await checked(access, merge(before, body, access, now, before.delivered, deps), deps);
    const { delivered, createdBy, createdAt, updatedAt, projectId, environmentId, id: _, ...old } = before;
    const changes = changesBetween("Subscription", logged(old), logged(after));
    await updateSubscription(tx, id, { ...after, updatedAt: now });
    const activity = after.deleted ? "deleted" : "updated";
    const entries =
      changes.length === 0
        ? []
        : [{ scope: "Subscription", itemId: id, activity, name: after.title, changes }];
    const other = after.targetValue !== before.targetValue || (after.enabled && !before.enabled);
    return {
      result: { id, sendNow: after.enabled && !after.deleted && (body.send_test_now ?? other) },
      entries,
    };
  });
}

/** The log says who gets it, and never a web hook's secret. */
const logged = ({ nextDeliveryAt: _, ...fields }: Fields) => ({
  ...fields,
  targetValue: shownTarget(fields.targetType, fields.targetValue),
});

function merge(
  before: SubscriptionRow | null,
  body: SubscriptionChange,
  access: ProjectAccess,
  now: Date,
  delivered: number,
  deps: Deps,
): Fields {
  const or = <T>(value: T | undefined, old: T): T => (value === undefined ? old : value);
  const date = (text: string | null | undefined, old: Date | null) =>
    text === undefined ? old : text === null ? null : new Date(text);
  const targetType = body.target_type ?? before?.targetType ?? "email";
  const given = body.target_value;
  const kept =
    before !== null && (given === undefined || given === shownTarget(targetType, before.targetValue));
  const fields = {
    dashboardId: or(body.dashboard, before?.dashboardId ?? null),
    insightId: or(body.insight, before?.insightId ?? null),
    dashboardInsights: body.dashboard_export_insights ?? before?.dashboardInsights ?? [],
    targetType,
    targetValue: checkTarget(targetType, kept ? before.targetValue : (given ?? ""), deps.config.webhookAllow),
    frequency: body.frequency ?? before?.frequency ?? "weekly",
    interval: body.interval ?? before?.interval ?? 1,
    byWeekday: body.byweekday === undefined ? (before?.byWeekday ?? []) : (body.byweekday ?? []),
    bySetPos: or(body.bysetpos, before?.bySetPos ?? null),
    count: or(body.count, before?.count ?? null),
    startDate: date(body.start_date, before?.startDate ?? now) ?? now,
    untilDate: date(body.until_date, before?.untilDate ?? null),
    title: or(body.title, before?.title ?? null),
    inviteMessage: or(body.invite_message, before?.inviteMessage ?? null),
    enabled: body.enabled ?? before?.enabled ?? true,
    deleted: body.deleted ?? before?.deleted ?? false,
  };
  if (fields.bySetPos === 0) throw invalid("bysetpos", "Use 1 to 5, or -1 to -5 from the end.");
  const nextDeliveryAt =
    fields.enabled && !fields.deleted ? nextDelivery(fields, delivered, access.project.timezone, now) : null;
  return { ...fields, nextDeliveryAt };
}

/** When it comes next after `now`; null when nothing is left. */
export function nextDelivery(
  row: Pick<
    SubscriptionRow,
    "frequency" | "interval" | "byWeekday" | "bySetPos" | "startDate" | "untilDate" | "count"
  >,
  delivered: number,
  timezone: string,
  now: Date,
): Date | null {
  if (row.count !== null && delivered >= row.count) return null;
  const schedule = {
    frequency: row.frequency,
    interval: row.interval,
    byWeekday: row.byWeekday as Weekday[],
    bySetPos: row.bySetPos,
    start: row.startDate.getTime(),
    until: row.untilDate?.getTime() ?? null,
    zone: isKnownZone(timezone) ? timezone : "UTC",
  };
  const next = nextOccurrence(schedule, now.getTime());
  return next === null ? null : new Date(next);
}

/** What is subscribed to is one thing, and of this project. */
async function checked(access: ProjectAccess, fields: Fields, deps: Deps): Promise<Fields> {
  const { dashboardId, insightId, dashboardInsights, deleted } = fields;
  if (deleted) return fields;
  if ((dashboardId === null) === (insightId === null))
    throw invalid("insight", "Subscribe to either an insight or a dashboard.", "required");
  const [dashboard] = dashboardId === null ? [] : await findDashboards(access, deps.db, [dashboardId]);
  const hidden = dashboardId !== null && levelOn(access, "dashboard", dashboardId) === "none";
  if (dashboardId !== null && (!dashboard || dashboard.deleted || hidden))
    throw invalid("dashboard", `Dashboard ${dashboardId} does not exist.`, "does_not_exist");
  const wanted = insightId === null ? dashboardInsights : [insightId];
  const found = (await findInsights(access, deps.db, wanted)).filter((insight) => !insight.deleted);
  const missing = wanted.find((id) => !found.some((insight) => insight.id === id));
  if (missing !== undefined) {
    const attr = insightId === null ? "dashboard_export_insights" : "insight";
    throw invalid(attr, `Insight ${missing} does not exist.`, "does_not_exist");
  }
  return fields;
}
