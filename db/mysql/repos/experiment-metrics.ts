import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { experimentSavedMetrics } from "../schema/index.ts";
import type { ProjectTenant } from "../tenant.ts";

export type SavedMetricRow = typeof experimentSavedMetrics.$inferSelect;

const own = (tenant: ProjectTenant) => eq(experimentSavedMetrics.projectId, tenant.projectId);

/** A page of the project's shared metrics, by name. */
export async function listSavedMetrics(
  tenant: ProjectTenant,
  db: Executor,
  page: { readonly limit: number; readonly offset: number },
): Promise<{ total: number; rows: SavedMetricRow[] }> {
  const [count] = await db
    .select({ total: sql<number>`count(*)` })
    .from(experimentSavedMetrics)
    .where(own(tenant));
  const rows = await db
    .select()
    .from(experimentSavedMetrics)
    .where(own(tenant))
    .orderBy(asc(experimentSavedMetrics.name), asc(experimentSavedMetrics.id))
    .limit(page.limit)
    .offset(page.offset);
  return { total: Number(count?.total ?? 0), rows };
}

export async function findSavedMetrics(
  tenant: ProjectTenant,
  db: Executor,
  ids: readonly number[],
): Promise<SavedMetricRow[]> {
  if (ids.length === 0) return [];
  return await db
    .select()
    .from(experimentSavedMetrics)
    .where(and(own(tenant), inArray(experimentSavedMetrics.id, [...ids])));
}

export async function insertSavedMetric(
  tenant: ProjectTenant,
  db: Executor,
  row: Omit<SavedMetricRow, "id" | "projectId">,
): Promise<number> {
  const result = await db.insert(experimentSavedMetrics).values({ ...row, projectId: tenant.projectId });
  return Number(result.insertId);
}

export async function updateSavedMetric(
  tenant: ProjectTenant,
  db: Executor,
  id: number,
  row: Partial<Omit<SavedMetricRow, "id" | "projectId">>,
): Promise<void> {
  await db
    .update(experimentSavedMetrics)
    .set(row)
    .where(and(own(tenant), eq(experimentSavedMetrics.id, id)));
}

export async function deleteSavedMetric(tenant: ProjectTenant, db: Executor, id: number): Promise<void> {
  await db.delete(experimentSavedMetrics).where(and(own(tenant), eq(experimentSavedMetrics.id, id)));
}
