import { and, asc, desc, eq, like, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { cohorts } from "../schema/index.ts";
import type { ProjectTenant } from "../tenant.ts";
import { likePattern } from "./like.ts";

export type CohortRow = typeof cohorts.$inferSelect;

export interface CohortFilter {
  readonly search?: string | undefined;
  readonly type?: "static" | "dynamic" | undefined;
  /** Id of a user; null = nobody's. */
  readonly createdBy?: string | null | undefined;
}

export async function listCohorts(
  tenant: ProjectTenant,
  db: Executor,
  filter: CohortFilter,
  page: { limit: number; offset: number },
): Promise<{ total: number; rows: CohortRow[] }> {
  const where = and(
    eq(cohorts.projectId, tenant.projectId),
    eq(cohorts.deleted, false),
    filter.search === undefined ? undefined : like(cohorts.name, likePattern(filter.search)),
    filter.type === undefined ? undefined : eq(cohorts.isStatic, filter.type === "static"),
    filter.createdBy === undefined ? undefined : eq(cohorts.createdBy, filter.createdBy ?? ""),
  );
  const [count] = await db.select({ total: sql<number>`count(*)` }).from(cohorts).where(where);
  const rows = await db
    .select()
    .from(cohorts)
    .where(where)
    .orderBy(desc(cohorts.createdAt), desc(cohorts.id))
    .limit(page.limit)
    .offset(page.offset);
  return { total: Number(count?.total ?? 0), rows };
}

export async function allCohorts(tenant: ProjectTenant, db: Executor): Promise<CohortRow[]> {
  return await db
    .select()
    .from(cohorts)
    .where(and(eq(cohorts.projectId, tenant.projectId), eq(cohorts.deleted, false)))
    .orderBy(asc(cohorts.id));
}

export async function findCohort(tenant: ProjectTenant, db: Executor, id: number): Promise<CohortRow | null> {
  const where = and(eq(cohorts.projectId, tenant.projectId), eq(cohorts.id, id));
  const [row] = await db.select().from(cohorts).where(where).limit(1);
  return row ?? null;
}

export async function insertCohort(
  tenant: ProjectTenant,
  db: Executor,
  row: Omit<CohortRow, "id" | "projectId">,
) {
  const result = await db.insert(cohorts).values({ ...row, projectId: tenant.projectId });
  return Number(result.insertId);
}

export async function updateCohort(
  tenant: ProjectTenant,
  db: Executor,
  id: number,
  change: Partial<Omit<CohortRow, "id" | "projectId">>,
): Promise<void> {
  await db
    .update(cohorts)
    .set(change)
    .where(and(eq(cohorts.projectId, tenant.projectId), eq(cohorts.id, id)));
}
