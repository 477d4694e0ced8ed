import { and, desc, eq } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { experimentHoldouts, experiments } from "../schema/index.ts";
import type { ProjectTenant } from "../tenant.ts";

export type HoldoutRow = typeof experimentHoldouts.$inferSelect;

const one = (tenant: ProjectTenant, id: number) =>
  and(eq(experimentHoldouts.projectId, tenant.projectId), eq(experimentHoldouts.id, id));

/** Holdouts of a project, newest first. */
export async function listHoldouts(tenant: ProjectTenant, db: Executor): Promise<HoldoutRow[]> {
  return await db
    .select()
    .from(experimentHoldouts)
    .where(eq(experimentHoldouts.projectId, tenant.projectId))
    .orderBy(desc(experimentHoldouts.createdAt), desc(experimentHoldouts.id));
}

export async function findHoldout(
  tenant: ProjectTenant,
  db: Executor,
  id: number,
): Promise<HoldoutRow | null> {
  const [row] = await db.select().from(experimentHoldouts).where(one(tenant, id)).limit(1);
  return row ?? null;
}

export async function insertHoldout(
  tenant: ProjectTenant,
  db: Executor,
  row: Omit<HoldoutRow, "id" | "projectId">,
): Promise<number> {
  const result = await db.insert(experimentHoldouts).values({ ...row, projectId: tenant.projectId });
  return Number(result.insertId);
}

export async function updateHoldout(
  tenant: ProjectTenant,
  db: Executor,
  id: number,
  change: Partial<Omit<HoldoutRow, "id" | "projectId">>,
): Promise<void> {
  await db.update(experimentHoldouts).set(change).where(one(tenant, id));
}

/** Removes a holdout, also from the experiments that name it. */
export async function deleteHoldout(tenant: ProjectTenant, db: Executor, id: number): Promise<void> {
  const users = and(eq(experiments.projectId, tenant.projectId), eq(experiments.holdoutId, id));
  await db.update(experiments).set({ holdoutId: null }).where(users);
  await db.delete(experimentHoldouts).where(one(tenant, id));
}
