import { and, asc, eq } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { earlyAccessFeatures } from "../schema/index.ts";
import type { ProjectTenant } from "../tenant.ts";

export type EarlyAccessFeatureRow = typeof earlyAccessFeatures.$inferSelect;

/** Features of a project, oldest first. */
export async function listEarlyAccessFeatures(
  tenant: ProjectTenant,
  db: Executor,
): Promise<EarlyAccessFeatureRow[]> {
  return await db
    .select()
    .from(earlyAccessFeatures)
    .where(eq(earlyAccessFeatures.projectId, tenant.projectId))
    .orderBy(asc(earlyAccessFeatures.createdAt), asc(earlyAccessFeatures.id));
}

export async function insertEarlyAccessFeature(
  tenant: ProjectTenant,
  db: Executor,
  row: Omit<EarlyAccessFeatureRow, "projectId">,
): Promise<void> {
  await db.insert(earlyAccessFeatures).values({ ...row, projectId: tenant.projectId });
}

export async function updateEarlyAccessFeature(
  tenant: ProjectTenant,
  db: Executor,
  id: string,
  change: Partial<Omit<EarlyAccessFeatureRow, "id" | "projectId">>,
): Promise<void> {
  const where = and(eq(earlyAccessFeatures.projectId, tenant.projectId), eq(earlyAccessFeatures.id, id));
  await db.update(earlyAccessFeatures).set(change).where(where);
}

export async function deleteEarlyAccessFeature(
  tenant: ProjectTenant,
  db: Executor,
  id: string,
): Promise<void> {
  const where = and(eq(earlyAccessFeatures.projectId, tenant.projectId), eq(earlyAccessFeatures.id, id));
  await db.delete(earlyAccessFeatures).where(where);
}
