import {
  and,
  asc,
  desc,
  eq,
  gte,
  inArray,
  isNotNull,
  isNull,
  like,
  lt,
  lte,
  type SQL,
  sql,
} from "drizzle-orm";
import { type Executor, isDuplicate } from "../client.ts";
import { alertChecks, alerts } from "../schema/index.ts";
import type { EnvironmentTenant } from "../tenant.ts";
import { likePattern } from "./like.ts";

export type AlertRow = typeof alerts.$inferSelect;
export type AlertCheckRow = typeof alertChecks.$inferSelect;

const own = (tenant: EnvironmentTenant, ...more: (SQL | undefined)[]) =>
  and(eq(alerts.projectId, tenant.projectId), eq(alerts.environmentId, tenant.environmentId), ...more);

export interface AlertFilter {
  readonly insightId?: number | undefined;
  readonly createdBy?: string | undefined;
  readonly search?: string | undefined;
  readonly hasDetector?: boolean | undefined;
}

/** Alerts of an environment, newest first. */
export async function listAlerts(
  tenant: EnvironmentTenant,
  db: Executor,
  filter: AlertFilter,
  page: { limit: number; offset: number },
): Promise<{ total: number; rows: AlertRow[] }> {
  const { insightId, createdBy, search, hasDetector } = filter;
  const where = own(
    tenant,
    insightId === undefined ? undefined : eq(alerts.insightId, insightId),
    createdBy === undefined ? undefined : eq(alerts.createdBy, createdBy),
    search === undefined ? undefined : like(alerts.name, likePattern(search)),
    hasDetector === undefined
      ? undefined
      : hasDetector
        ? isNotNull(alerts.detectorConfig)
        : isNull(alerts.detectorConfig),
  );
  const [count] = await db.select({ total: sql<number>`count(*)` }).from(alerts).where(where);
  const rows = await db
    .select()
    .from(alerts)
    .where(where)
    .orderBy(desc(alerts.createdAt), desc(alerts.id))
    .limit(page.limit)
    .offset(page.offset);
  return { total: Number(count?.total ?? 0), rows };
}

export async function countAlerts(tenant: EnvironmentTenant, db: Executor): Promise<number> {
  const [row] = await db.select({ total: sql<number>`count(*)` }).from(alerts).where(own(tenant));
  return Number(row?.total ?? 0);
}

/** `lock` holds it until the transaction ends. */
export async function findAlert(
  tenant: EnvironmentTenant,
  db: Executor,
  id: string,
  { lock = false } = {},
): Promise<AlertRow | null> {
  const query = db
    .select()
    .from(alerts)
    .where(own(tenant, eq(alerts.id, id)))
    .limit(1);
  const [row] = lock ? await query.for("update") : await query;
  return row ?? null;
}

export async function insertAlert(db: Executor, row: AlertRow): Promise<void> {
  await db.insert(alerts).values(row);
}

export async function updateAlert(
  db: Executor,
  id: string,
  change: Partial<Omit<AlertRow, "id" | "projectId" | "environmentId">>,
): Promise<void> {
  await db.update(alerts).set(change).where(eq(alerts.id, id));
}

/** An alert with its history. */
export async function deleteAlert(tenant: EnvironmentTenant, db: Executor, id: string): Promise<boolean> {
  const result = await db.delete(alerts).where(own(tenant, eq(alerts.id, id)));
  if (result.rowsAffected === 1) await db.delete(alertChecks).where(eq(alertChecks.alertId, id));
  return result.rowsAffected === 1;
}

/** Those of all projects whose check has come, oldest first. */
export async function dueAlerts(db: Executor, now: Date, limit: number): Promise<AlertRow[]> {
  return await db
    .select()
    .from(alerts)
    .where(lte(alerts.nextCheckAt, now))
    .orderBy(asc(alerts.nextCheckAt), asc(alerts.id))
    .limit(limit);
}

/** Ends a check: true for the one worker that finds the alert as it took it. */
export async function claimAlert(
  row: Pick<AlertRow, "id" | "nextCheckAt" | "lastCheckedAt">,
  db: Executor,
  change: Partial<Omit<AlertRow, "id" | "projectId" | "environmentId">>,
): Promise<boolean> {
  if (row.nextCheckAt === null) return false;
  const result = await db
    .update(alerts)
    .set(change)
    .where(
      and(
        eq(alerts.id, row.id),
        eq(alerts.nextCheckAt, row.nextCheckAt),
        row.lastCheckedAt === null
          ? isNull(alerts.lastCheckedAt)
          : eq(alerts.lastCheckedAt, row.lastCheckedAt),
      ),
    );
  return result.rowsAffected === 1;
}

/** Writes what a check found; false when one for the same moment is there. */
export async function insertAlertCheck(db: Executor, row: AlertCheckRow): Promise<boolean> {
  try {
    await db.insert(alertChecks).values(row);
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

/** Checks of an alert, newest first. The caller has found the alert. */
export async function listAlertChecks(
  db: Executor,
  alertId: string,
  filter: { from?: Date | undefined; to?: Date | undefined },
  page: { limit: number; offset: number },
): Promise<AlertCheckRow[]> {
  return await db
    .select()
    .from(alertChecks)
    .where(
      and(
        eq(alertChecks.alertId, alertId),
        filter.from === undefined ? undefined : gte(alertChecks.createdAt, filter.from),
        filter.to === undefined ? undefined : lte(alertChecks.createdAt, filter.to),
      ),
    )
    .orderBy(desc(alertChecks.createdAt), desc(alertChecks.id))
    .limit(page.limit)
    .offset(page.offset);
}

export async function deleteOldChecks(db: Executor, before: Date): Promise<void> {
  await db.delete(alertChecks).where(lt(alertChecks.createdAt, before));
}

/** Live alerts on insights, for their `alerts` field. */
export async function alertsOfInsights(
  tenant: EnvironmentTenant,
  db: Executor,
  insightIds: readonly number[],
): Promise<AlertRow[]> {
  if (insightIds.length === 0) return [];
  return await db
    .select()
    .from(alerts)
    .where(own(tenant, inArray(alerts.insightId, [...insightIds])));
}
