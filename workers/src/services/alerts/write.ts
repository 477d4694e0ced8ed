import { nextCheck } from "@edgewise/core/alerts/schedule.ts";
import type { JsonObject } from "@edgewise/core/events/types.ts";
import { isKnownZone } from "@edgewise/core/insights/date-range/calendar.ts";
import { innerKind } from "@edgewise/core/sharing/public-query.ts";
import {
  type AlertRow,
  countAlerts,
  deleteAlert,
  findAlert,
  insertAlert,
  updateAlert,
} from "@edgewise/db/mysql/repos/alerts.ts";
import { findInsight } from "@edgewise/db/mysql/repos/insights.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { ApiError, invalid, notFound } from "../../http/errors.ts";
import { commitLogged } from "../activity/commit-logged.ts";
import { changesBetween } from "../activity/record.ts";
import { requireMember } from "../users/require-member.ts";
import type { AlertBody, AlertChange } from "./body.ts";

const MOST_ALERTS = 500;

type Fields = Pick<
  AlertRow,
  | "insightId"
  | "name"
  | "threshold"
  | "condition"
  | "config"
  | "detectorConfig"
  | "enabled"
  | "interval"
  | "subscribedUsers"
  | "skipWeekend"
  | "snoozedUntil"
  | "scheduleStart"
  | "scheduleRestriction"
>;

/** Creates an alert; its first check comes within a minute. Returns its id. */
export async function createAlert(access: ProjectAccess, body: AlertBody, deps: Deps): Promise<string> {
  if ((await countAlerts(access, deps.db)) >= MOST_ALERTS)
    throw new ApiError("conflict", `A project holds up to ${MOST_ALERTS} alerts: delete one first.`);
  const now = deps.now();
  const fields = await checked(access, await merge(null, body, access, deps), null, deps);
  const id = deps.newId();
  return await commitLogged(access, deps, async (tx) => {
    const { projectId, environmentId } = access;
    await insertAlert(tx, {
      ...fields,
      id,
      projectId,
      environmentId,
      destinations: [],
      state: isSnoozed(fields, now) ? "Snoozed" : "Not firing",
      lastValue: null,
      lastNotifiedAt: null,
      lastCheckedAt: null,
      nextCheckAt: fields.enabled ? now : null,
      createdBy: access.userId,
      createdAt: now,
      updatedAt: now,
    });
    const entry = { scope: "AlertConfiguration", itemId: id, activity: "created", name: fields.name };
    return { result: id, entries: [entry] };
  });
}

/** Changes an alert; what it watches for anew begins without firing. Throws 404. */
export async function changeAlert(
  access: ProjectAccess,
  id: string,
  body: AlertChange,
  deps: Deps,
): Promise<void> {
  const now = deps.now();
  await commitLogged(access, deps, async (tx) => {
    const before = await findAlert(access, tx, id, { lock: true });
    if (!before) throw notFound();
    const after = await checked(access, await merge(before, body, access, deps), before, deps);
    const changes = changesBetween("AlertConfiguration", fieldsOf(before), { ...after });
    if (changes.length === 0) return { result: undefined, entries: [] };
    const watchesOther = changes.some(({ field }) => WATCHED.has(field ?? ""));
    const state = isSnoozed(after, now)
      ? "Snoozed"
      : watchesOther || before.state === "Snoozed"
        ? "Not firing"
        : before.state;
    const nextCheckAt = !after.enabled ? null : next(before, after, access.project.timezone, now);
    await updateAlert(tx, id, { ...after, state, nextCheckAt, updatedAt: now });
    const entry = { scope: "AlertConfiguration", itemId: id, activity: "updated", name: after.name, changes };
    return { result: undefined, entries: [entry] };
  });
}

export async function removeAlert(access: ProjectAccess, id: string, deps: Deps): Promise<void> {
  await commitLogged(access, deps, async (tx) => {
    const row = await findAlert(access, tx, id);
    if (!row || !(await deleteAlert(access, tx, id))) throw notFound();
    const entry = { scope: "AlertConfiguration", itemId: id, activity: "deleted", name: row.name };
    return { result: undefined, entries: [entry] };
  });
}

const WATCHED: ReadonlySet<string> = new Set([
  "insightId",
  "threshold",
  "condition",
  "config",
  "detectorConfig",
]);

const fieldsOf = (row: AlertRow): Fields => ({
  insightId: row.insightId,
  name: row.name,
  threshold: row.threshold,
  condition: row.condition,
  config: row.config,
  detectorConfig: row.detectorConfig,
  enabled: row.enabled,
  interval: row.interval,
  subscribedUsers: row.subscribedUsers,
  skipWeekend: row.skipWeekend,
  snoozedUntil: row.snoozedUntil,
  scheduleStart: row.scheduleStart,
  scheduleRestriction: row.scheduleRestriction,
});

export const isSnoozed = (row: Pick<AlertRow, "snoozedUntil">, now: Date): boolean =>
  row.snoozedUntil !== null && row.snoozedUntil > now;

/** A changed rhythm or something new to watch is due at once; anything else keeps its time. */
function next(before: AlertRow, after: Fields, timezone: string, now: Date): Date {
  const same = (["insightId", "interval"] as const).every((name) => before[name] === after[name]);
  if (before.nextCheckAt === null) return now;
  return same ? before.nextCheckAt : nextCheckOf({ ...before, ...after }, timezone, now);
}

/** When an alert is looked at next. */
export function nextCheckOf(
  row: Pick<AlertRow, "interval" | "skipWeekend" | "scheduleStart" | "scheduleRestriction">,
  timezone: string,
  now: Date,
): Date {
  const { blocked_windows: blocked = [] } = (row.scheduleRestriction ?? {}) as {
    blocked_windows?: { start: string; end: string }[];
  };
  const schedule = {
    interval: row.interval as Parameters<typeof nextCheck>[0]["interval"],
    skipWeekend: row.skipWeekend,
    startTime: row.scheduleStart,
    blocked,
    zone: isKnownZone(timezone) ? timezone : "UTC",
  };
  return new Date(nextCheck(schedule, now.getTime()));
}

async function merge(
  before: AlertRow | null,
  body: AlertChange,
  access: ProjectAccess,
  deps: Deps,
): Promise<Fields> {
  const or = <T>(value: T | undefined, old: T): T => (value === undefined ? old : value);
  const json = (value: object | null | undefined, old: JsonObject | null) =>
    value === undefined ? old : (value as JsonObject | null);
  const users =
    body.subscribed_users === undefined
      ? (before?.subscribedUsers ?? [])
      : await usersOf(access, body.subscribed_users, deps);
  return {
    insightId: body.insight ?? before?.insightId ?? 0,
    name: or(body.name, before?.name ?? ""),
    threshold: json(body.threshold, before?.threshold ?? null) ?? {},
    condition: json(body.condition, before?.condition ?? null) ?? { type: "absolute_value" },
    config: json(body.config, before?.config ?? null) ?? {},
    detectorConfig: json(body.detector_config, before?.detectorConfig ?? null),
    enabled: or(body.enabled, before?.enabled ?? true),
    interval: or(body.calculation_interval, before?.interval ?? "daily"),
    subscribedUsers: users,
    skipWeekend: body.skip_weekend ?? before?.skipWeekend ?? false,
    snoozedUntil: snooze(body.snoozed_until, before?.snoozedUntil ?? null, deps.now()),
    scheduleStart: or(body.schedule_start_time, before?.scheduleStart ?? null),
    scheduleRestriction: json(body.schedule_restriction, before?.scheduleRestriction ?? null),
  };
}

const UNITS_MS: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };

function snooze(text: string | null | undefined, old: Date | null, now: Date): Date | null {
  if (text === undefined) return old;
  if (text === null || text === "") return null;
  const [, count, unit] = /^\+?(\d{1,4})([hdw])$/.exec(text) ?? [];
  const until = unit ? new Date(now.getTime() + Number(count) * UNITS_MS[unit]!) : new Date(text);
  if (Number.isNaN(until.getTime()))
    throw invalid("snoozed_until", `"${text}" is no time: use e.g. "2h", "1d" or an ISO time.`);
  return until;
}

/** Members by number or uuid, as uuids. Throws for who is none: alerts carry a project's numbers. */
async function usersOf(
  access: ProjectAccess,
  given: readonly (number | string)[],
  deps: Deps,
): Promise<string[]> {
  const ids: string[] = [];
  for (const user of given) ids.push(await requireMember(access, user, "subscribed_users", deps));
  return [...new Set(ids)];
}

const CONFIG_OF: Readonly<Record<string, { type: string; rest: JsonObject }>> = {
  FunnelsQuery: { type: "FunnelsAlertConfig", rest: { metric: "conversion_from_start" } },
  HogQLQuery: { type: "HogQLAlertConfig", rest: { evaluation: "last_row" } },
};
const TRENDS = { type: "TrendsAlertConfig", rest: { series_index: 0 } };

async function checked(
  access: ProjectAccess,
  fields: Fields,
  before: AlertRow | null,
  deps: Deps,
): Promise<Fields> {
  const insight = await findInsight(access, deps.db, fields.insightId);
  if (!insight || insight.deleted)
    throw invalid("insight", `Insight ${fields.insightId} does not exist.`, "does_not_exist");
  if (fields.subscribedUsers.length === 0 && (before?.destinations.length ?? 0) === 0)
    throw invalid("subscribed_users", "Name at least one member who is told.", "required");
  const { type, rest } = CONFIG_OF[innerKind(insight.query) ?? ""] ?? TRENDS;
  const config = fields.config.type === undefined ? { type, ...rest } : fields.config;
  if (config.type !== type)
    throw invalid("config__type", `An alert on this insight has a ${type}, not a ${String(config.type)}.`);
  checkThreshold(fields, config);
  return { ...fields, config };
}

function checkThreshold({ threshold, condition, detectorConfig }: Fields, config: JsonObject): void {
  if (detectorConfig !== null) return;
  const { type, bounds } = threshold.configuration as {
    type: string;
    bounds?: { lower?: number | null; upper?: number | null } | null;
  };
  const [lower, upper] = [bounds?.lower ?? null, bounds?.upper ?? null];
  const attr = "threshold__configuration__bounds";
  if (lower === null && upper === null) throw invalid(attr, "Set a lower or an upper bound.", "required");
  if (lower !== null && upper !== null && lower > upper)
    throw invalid(attr, "The lower bound is above the upper one.");
  const absolute = condition.type === "absolute_value";
  if (absolute && type === "percentage")
    throw invalid(
      "threshold__configuration__type",
      "A value itself has no percentage: use an increase or a decrease.",
    );
  if (!absolute && config.evaluation === "any_row")
    throw invalid("config__evaluation", "Rows have none before them: any_row takes absolute_value only.");
}
