import { and, asc, desc, eq, gt, inArray, isNotNull, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { sharePasswords, sharingConfigurations } from "../schema/index.ts";
import type { EnvironmentTenant } from "../tenant.ts";

export type SharingRow = typeof sharingConfigurations.$inferSelect;
export type SharePasswordRow = typeof sharePasswords.$inferSelect;

/** What is shared, by its number in the product. */
export type SharedThing = { readonly dashboardId: number } | { readonly insightId: number };

const own = (tenant: EnvironmentTenant) =>
  and(
    eq(sharingConfigurations.projectId, tenant.projectId),
    eq(sharingConfigurations.environmentId, tenant.environmentId),
  );

const of = (thing: SharedThing) =>
  "dashboardId" in thing
    ? eq(sharingConfigurations.dashboardId, thing.dashboardId)
    : eq(sharingConfigurations.insightId, thing.insightId);

export async function findSharing(
  tenant: EnvironmentTenant,
  db: Executor,
  thing: SharedThing,
): Promise<SharingRow | null> {
  const [row] = await db
    .select()
    .from(sharingConfigurations)
    .where(and(own(tenant), of(thing)))
    .limit(1);
  return row ?? null;
}

/** By its secret, in any tenant: the caller has nothing else. */
export async function findSharingByToken(db: Executor, token: string): Promise<SharingRow | null> {
  const [row] = await db
    .select()
    .from(sharingConfigurations)
    .where(eq(sharingConfigurations.accessToken, token))
    .limit(1);
  return row ?? null;
}

/** Which of these dashboards are shared now. */
export async function sharedDashboards(
  tenant: EnvironmentTenant,
  db: Executor,
  ids: readonly number[],
): Promise<ReadonlySet<number>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .select({ id: sharingConfigurations.dashboardId })
    .from(sharingConfigurations)
    .where(
      and(
        own(tenant),
        eq(sharingConfigurations.enabled, true),
        inArray(sharingConfigurations.dashboardId, [...ids]),
      ),
    );
  return new Set(rows.flatMap(({ id }) => (id === null ? [] : [id])));
}

export async function insertSharing(
  tenant: EnvironmentTenant,
  db: Executor,
  row: Omit<SharingRow, "id" | "projectId" | "environmentId">,
): Promise<number> {
  const { projectId, environmentId } = tenant;
  const result = await db.insert(sharingConfigurations).values({ ...row, projectId, environmentId });
  return Number(result.insertId);
}

export async function updateSharing(
  tenant: EnvironmentTenant,
  db: Executor,
  id: number,
  change: Partial<Omit<SharingRow, "id" | "projectId" | "environmentId">>,
): Promise<void> {
  await db
    .update(sharingConfigurations)
    .set(change)
    .where(and(own(tenant), eq(sharingConfigurations.id, id)));
}

/** Links to states of the explorer that still open, newest first. */
export async function listSharedLinks(
  tenant: EnvironmentTenant,
  db: Executor,
  now: Date,
  page: { limit: number; offset: number },
): Promise<{ total: number; rows: SharingRow[] }> {
  const where = and(
    own(tenant),
    isNotNull(sharingConfigurations.expiresAt),
    gt(sharingConfigurations.expiresAt, now),
  );
  const [count] = await db.select({ total: sql<number>`count(*)` }).from(sharingConfigurations).where(where);
  const rows = await db
    .select()
    .from(sharingConfigurations)
    .where(where)
    .orderBy(desc(sharingConfigurations.createdAt), desc(sharingConfigurations.id))
    .limit(page.limit)
    .offset(page.offset);
  return { total: Number(count?.total ?? 0), rows };
}

/** True when there was such a link. */
export async function deleteSharedLink(
  tenant: EnvironmentTenant,
  db: Executor,
  id: number,
): Promise<boolean> {
  const result = await db
    .delete(sharingConfigurations)
    .where(and(own(tenant), eq(sharingConfigurations.id, id), isNotNull(sharingConfigurations.expiresAt)));
  return result.rowsAffected === 1;
}

export async function listSharePasswords(db: Executor, sharingId: number): Promise<SharePasswordRow[]> {
  return await db
    .select()
    .from(sharePasswords)
    .where(eq(sharePasswords.sharingId, sharingId))
    .orderBy(asc(sharePasswords.id));
}

export async function insertSharePassword(db: Executor, row: Omit<SharePasswordRow, "id">): Promise<number> {
  return Number((await db.insert(sharePasswords).values(row)).insertId);
}

/** True when there was such a password. */
export async function deleteSharePassword(db: Executor, sharingId: number, id: number): Promise<boolean> {
  const result = await db
    .delete(sharePasswords)
    .where(and(eq(sharePasswords.sharingId, sharingId), eq(sharePasswords.id, id)));
  return result.rowsAffected === 1;
}
