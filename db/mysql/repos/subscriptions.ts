import { and, asc, desc, eq, inArray, like, lte, or, type SQL, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { subscriptions } from "../schema/index.ts";
import type { EnvironmentTenant } from "../tenant.ts";
import { likePattern } from "./like.ts";

export type SubscriptionRow = typeof subscriptions.$inferSelect;

const own = (tenant: EnvironmentTenant, ...more: (SQL | undefined)[]) =>
  and(
    eq(subscriptions.projectId, tenant.projectId),
    eq(subscriptions.environmentId, tenant.environmentId),
    ...more,
  );

export interface SubscriptionFilter {
  readonly insightIds?: readonly number[] | undefined;
  readonly dashboardId?: number | undefined;
  readonly targetType?: SubscriptionRow["targetType"] | undefined;
  readonly createdBy?: string | undefined;
  readonly search?: string | undefined;
}

/** Subscriptions that are not deleted, newest first. */
export async function listSubscriptions(
  tenant: EnvironmentTenant,
  db: Executor,
  filter: SubscriptionFilter,
  page: { limit: number; offset: number },
): Promise<{ total: number; rows: SubscriptionRow[] }> {
  const { insightIds, dashboardId, targetType, createdBy, search } = filter;
  const where = own(
    tenant,
    eq(subscriptions.deleted, false),
    insightIds === undefined ? undefined : inArray(subscriptions.insightId, [...insightIds, 0]),
    dashboardId === undefined ? undefined : eq(subscriptions.dashboardId, dashboardId),
    targetType === undefined ? undefined : eq(subscriptions.targetType, targetType),
    createdBy === undefined ? undefined : eq(subscriptions.createdBy, createdBy),
    search === undefined
      ? undefined
      : or(
          like(subscriptions.title, likePattern(search)),
          like(sql`lower(${subscriptions.targetValue})`, likePattern(search.toLowerCase())),
        ),
  );
  const [count] = await db.select({ total: sql<number>`count(*)` }).from(subscriptions).where(where);
  const rows = await db
    .select()
    .from(subscriptions)
    .where(where)
    .orderBy(desc(subscriptions.id))
    .limit(page.limit)
    .offset(page.offset);
  return { total: Number(count?.total ?? 0), rows };
}

/** One of a tenant, deleted or not; `lock` holds it until the transaction ends. */
export async function findSubscription(
  tenant: EnvironmentTenant,
  db: Executor,
  id: number,
  { lock = false } = {},
): Promise<SubscriptionRow | null> {
  const query = db
    .select()
    .from(subscriptions)
    .where(own(tenant, eq(subscriptions.id, id)))
    .limit(1);
  const [row] = lock ? await query.for("update") : await query;
  return row ?? null;
}

/** By number alone, for jobs and for the signed links that carry it. */
export async function findAnySubscription(
  db: Executor,
  id: number,
  { lock = false } = {},
): Promise<SubscriptionRow | null> {
  const query = db.select().from(subscriptions).where(eq(subscriptions.id, id)).limit(1);
  const [row] = lock ? await query.for("update") : await query;
  return row ?? null;
}

export async function insertSubscription(
  tenant: EnvironmentTenant,
  db: Executor,
  row: Omit<SubscriptionRow, "id" | "projectId" | "environmentId">,
): Promise<number> {
  const { projectId, environmentId } = tenant;
  return Number((await db.insert(subscriptions).values({ ...row, projectId, environmentId })).insertId);
}

export async function updateSubscription(
  db: Executor,
  id: number,
  change: Partial<Omit<SubscriptionRow, "id" | "projectId" | "environmentId">>,
): Promise<void> {
  await db.update(subscriptions).set(change).where(eq(subscriptions.id, id));
}

/** Those of all projects whose hour has come, oldest first. */
export async function dueSubscriptions(db: Executor, now: Date, limit: number): Promise<SubscriptionRow[]> {
  return await db
    .select()
    .from(subscriptions)
    .where(
      and(
        eq(subscriptions.enabled, true),
        eq(subscriptions.deleted, false),
        lte(subscriptions.nextDeliveryAt, now),
      ),
    )
    .orderBy(asc(subscriptions.nextDeliveryAt), asc(subscriptions.id))
    .limit(limit);
}
