import { and, asc, eq, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { insightVariables } from "../schema/index.ts";
import type { ProjectTenant } from "../tenant.ts";

export type InsightVariableRow = typeof insightVariables.$inferSelect;

/** Live variables of a project by name. */
export async function allInsightVariables(
  tenant: ProjectTenant,
  db: Executor,
): Promise<InsightVariableRow[]> {
  const own = eq(insightVariables.projectId, tenant.projectId);
  return await db.select().from(insightVariables).where(own).orderBy(asc(insightVariables.name));
}

/** A page of a project's variables by name. */
export async function listInsightVariables(
  tenant: ProjectTenant,
  db: Executor,
  page: { readonly limit: number; readonly offset: number },
): Promise<{ total: number; rows: InsightVariableRow[] }> {
  const own = eq(insightVariables.projectId, tenant.projectId);
  const [count] = await db.select({ total: sql<number>`count(*)` }).from(insightVariables).where(own);
  const rows = await db
    .select()
    .from(insightVariables)
    .where(own)
    .orderBy(asc(insightVariables.name), asc(insightVariables.id))
    .limit(page.limit)
    .offset(page.offset);
  return { total: Number(count?.total ?? 0), rows };
}

const only = (tenant: ProjectTenant, id: string) =>
  and(eq(insightVariables.projectId, tenant.projectId), eq(insightVariables.id, id));

export async function findInsightVariable(
  tenant: ProjectTenant,
  db: Executor,
  id: string,
  { lock = false } = {},
): Promise<InsightVariableRow | null> {
  const query = db.select().from(insightVariables).where(only(tenant, id)).limit(1);
  const [row] = await (lock ? query.for("update") : query);
  return row ?? null;
}

/** Fails on a second variable of the same code name. */
export async function insertInsightVariable(
  tenant: ProjectTenant,
  db: Executor,
  row: Omit<InsightVariableRow, "projectId">,
): Promise<void> {
  await db.insert(insightVariables).values({ ...row, projectId: tenant.projectId });
}

export async function updateInsightVariable(
  tenant: ProjectTenant,
  db: Executor,
  id: string,
  change: Partial<Omit<InsightVariableRow, "id" | "projectId">>,
): Promise<void> {
  await db.update(insightVariables).set(change).where(only(tenant, id));
}

export async function deleteInsightVariable(tenant: ProjectTenant, db: Executor, id: string): Promise<void> {
  await db.delete(insightVariables).where(only(tenant, id));
}
