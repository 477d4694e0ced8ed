import { and, desc, eq, inArray, isNotNull, isNull, lt, lte, or, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { cohortCalculations, cohortStates, cohorts, environments, projects } from "../schema/index.ts";
import type { EnvironmentTenant, ProjectTenant } from "../tenant.ts";

export type CohortState = typeof cohortStates.$inferSelect;
export type CohortCalculation = typeof cohortCalculations.$inferSelect;

const one = (tenant: EnvironmentTenant, cohortId: number) =>
  and(
    eq(cohortStates.cohortId, cohortId),
    eq(cohortStates.environmentId, tenant.environmentId),
    eq(cohortStates.projectId, tenant.projectId),
  );

/** States of some cohorts in one environment, by cohort; those never calculated are missing. */
export async function findCohortStates(
  tenant: EnvironmentTenant,
  db: Executor,
  cohortIds: readonly number[],
): Promise<ReadonlyMap<number, CohortState>> {
  if (cohortIds.length === 0) return new Map();
  const where = and(
    inArray(cohortStates.cohortId, [...cohortIds]),
    eq(cohortStates.environmentId, tenant.environmentId),
    eq(cohortStates.projectId, tenant.projectId),
  );
  const rows = await db.select().from(cohortStates).where(where);
  return new Map(rows.map((row) => [row.cohortId, row]));
}

/** Takes a cohort's calculation for oneself; false while another one runs that began after `deadAt`. */
export async function claimCohort(
  tenant: EnvironmentTenant,
  db: Executor,
  cohortId: number,
  now: Date,
  deadAt: Date,
): Promise<boolean> {
  const { environmentId, projectId } = tenant;
  await db
    .insert(cohortStates)
    .values({ cohortId, environmentId, projectId, dueAt: now })
    .onDuplicateKeyUpdate({ set: { cohortId } });
  const free = or(isNull(cohortStates.startedAt), lt(cohortStates.startedAt, deadAt));
  const result = await db
    .update(cohortStates)
    .set({ startedAt: now })
    .where(and(one(tenant, cohortId), free));
  return result.rowsAffected === 1;
}

/** Writes what a calculation found, into the state and the history, and gives the claim back. */
export async function finishCohort(
  tenant: EnvironmentTenant,
  db: Executor,
  calculation: Omit<CohortCalculation, "environmentId">,
  dueAt: Date,
): Promise<void> {
  const { cohortId, error, count, version, finishedAt } = calculation;
  const found =
    error === null
      ? { calculatedVersion: version, calculatedAt: finishedAt, count, errors: 0, lastError: null }
      : { errors: sql`${cohortStates.errors} + 1`, lastError: error };
  await db
    .update(cohortStates)
    .set({ ...found, startedAt: null, dueAt })
    .where(one(tenant, cohortId));
  await db.insert(cohortCalculations).values({ ...calculation, environmentId: tenant.environmentId });
}

/** The job takes a cohort next, in every environment of its project. */
export async function makeCohortDue(
  tenant: ProjectTenant,
  db: Executor,
  cohortId: number,
  now: Date,
): Promise<void> {
  await db
    .update(cohortStates)
    .set({ dueAt: now })
    .where(and(eq(cohortStates.cohortId, cohortId), eq(cohortStates.projectId, tenant.projectId)));
}

export async function listCalculations(
  tenant: EnvironmentTenant,
  db: Executor,
  cohortId: number,
  page: { limit: number; offset: number },
): Promise<{ total: number; rows: CohortCalculation[] }> {
  const where = and(
    eq(cohortCalculations.cohortId, cohortId),
    eq(cohortCalculations.environmentId, tenant.environmentId),
  );
  const [count] = await db.select({ total: sql<number>`count(*)` }).from(cohortCalculations).where(where);
  const rows = await db
    .select()
    .from(cohortCalculations)
    .where(where)
    .orderBy(desc(cohortCalculations.finishedAt), desc(cohortCalculations.id))
    .limit(page.limit)
    .offset(page.offset);
  return { total: Number(count?.total ?? 0), rows };
}

export interface DueCohort {
  readonly cohortId: number;
  readonly tenant: EnvironmentTenant;
}

/** Live cohorts of all tenants whose time has come, never calculated ones first. For the scheduled job only. */
export async function dueCohorts(db: Executor, now: Date, deadAt: Date, limit: number): Promise<DueCohort[]> {
  const rows = await db
    .select({
      cohortId: cohorts.id,
      organizationId: projects.organizationId,
      projectId: projects.id,
      environmentId: environments.id,
    })
    .from(cohorts)
    .innerJoin(projects, and(eq(projects.id, cohorts.projectId), isNull(projects.deletedAt)))
    .innerJoin(environments, eq(environments.projectId, projects.id))
    .leftJoin(
      cohortStates,
      and(eq(cohortStates.cohortId, cohorts.id), eq(cohortStates.environmentId, environments.id)),
    )
    .where(
      and(
        eq(cohorts.deleted, false),
        or(
          isNull(cohortStates.cohortId),
          and(
            lte(cohortStates.dueAt, now),
            or(isNull(cohortStates.startedAt), lt(cohortStates.startedAt, deadAt)),
          ),
        ),
      ),
    )
    .orderBy(cohortStates.dueAt)
    .limit(limit);
  return rows.map(({ cohortId, ...tenant }) => ({ cohortId, tenant }));
}

/** History older than `before` goes. */
export async function forgetCalculations(db: Executor, before: Date): Promise<void> {
  await db.delete(cohortCalculations).where(lt(cohortCalculations.finishedAt, before));
}

/** Writes the distinct IDs that flags ask for; null = too many. */
export async function setEdgeIds(
  tenant: EnvironmentTenant,
  db: Executor,
  cohortId: number,
  ids: string[] | null,
): Promise<void> {
  await db.update(cohortStates).set({ edgeIds: ids }).where(one(tenant, cohortId));
}

/** The lists of a project's cohorts that have one, in all of its environments. */
export async function listEdgeIds(
  tenant: ProjectTenant,
  db: Executor,
): Promise<{ cohortId: number; environmentId: number; ids: readonly string[] }[]> {
  const { cohortId, environmentId, edgeIds } = cohortStates;
  const rows = await db
    .select({ cohortId, environmentId, ids: edgeIds })
    .from(cohortStates)
    .where(and(eq(cohortStates.projectId, tenant.projectId), isNotNull(edgeIds)));
  return rows.map((row) => ({ ...row, ids: row.ids ?? [] }));
}

/** Numbers of the cohorts that have a list in some environment. */
export async function cohortsWithEdgeIds(tenant: ProjectTenant, db: Executor): Promise<ReadonlySet<number>> {
  const rows = await db
    .selectDistinct({ id: cohortStates.cohortId })
    .from(cohortStates)
    .where(and(eq(cohortStates.projectId, tenant.projectId), isNotNull(cohortStates.edgeIds)));
  return new Set(rows.map(({ id }) => id));
}
