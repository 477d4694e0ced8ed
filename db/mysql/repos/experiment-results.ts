import { and, asc, eq, gte, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { experimentLooks, experimentResults } from "../schema/index.ts";
import type { ProjectTenant } from "../tenant.ts";

export type LookRow = typeof experimentLooks.$inferSelect;
export type ResultRow = typeof experimentResults.$inferSelect;

/** Whose results: an experiment in one environment. */
export interface ExperimentTenant extends ProjectTenant {
  readonly environmentId: number;
  readonly experimentId: number;
}

const looksOf = ({ projectId, experimentId, environmentId }: ExperimentTenant) =>
  and(
    eq(experimentLooks.projectId, projectId),
    eq(experimentLooks.experimentId, experimentId),
    eq(experimentLooks.environmentId, environmentId),
  );
const resultsOf = ({ projectId, experimentId, environmentId }: ExperimentTenant) =>
  and(
    eq(experimentResults.projectId, projectId),
    eq(experimentResults.experimentId, experimentId),
    eq(experimentResults.environmentId, environmentId),
  );

/** What earlier looks found, all metrics and variants. */
export async function listLooks(tenant: ExperimentTenant, db: Executor): Promise<LookRow[]> {
  return await db.select().from(experimentLooks).where(looksOf(tenant));
}

/**
 * Notes a look. Two looks at the same time both count: the smaller p-value and the earlier crossing stay, unless the
 * metric has changed since.
 */
export async function noteLook(
  tenant: ExperimentTenant,
  db: Executor,
  look: Omit<LookRow, "projectId" | "experimentId" | "environmentId">,
): Promise<void> {
  const { projectId, experimentId, environmentId } = tenant;
  const same = sql`${experimentLooks.fingerprint} = values(${experimentLooks.fingerprint})`;
  const { pValue, firstCrossedAt } = experimentLooks;
  await db
    .insert(experimentLooks)
    .values({ projectId, experimentId, environmentId, ...look })
    .onDuplicateKeyUpdate({
      set: {
        pValue: sql`if(${same}, least(coalesce(${pValue}, 1), coalesce(values(${pValue}), 1)), values(${pValue}))`,
        firstCrossedAt: sql`if(${same}, coalesce(${firstCrossedAt}, values(${firstCrossedAt})), values(${firstCrossedAt}))`,
        updatedAt: sql`values(${experimentLooks.updatedAt})`,
        fingerprint: sql`values(${experimentLooks.fingerprint})`,
      },
    });
}

/** Results by day, oldest first. */
export async function listResults(
  tenant: ExperimentTenant,
  db: Executor,
  metric: string,
): Promise<ResultRow[]> {
  return await db
    .select()
    .from(experimentResults)
    .where(and(resultsOf(tenant), eq(experimentResults.metric, metric)))
    .orderBy(asc(experimentResults.day));
}

/** Stores the result of a day in place of an earlier one. */
export async function putResult(
  tenant: ExperimentTenant,
  db: Executor,
  row: Pick<ResultRow, "metric" | "fingerprint" | "day" | "result" | "computedAt">,
): Promise<void> {
  const { projectId, experimentId, environmentId } = tenant;
  const { fingerprint, result, computedAt } = row;
  await db
    .insert(experimentResults)
    .values({ projectId, experimentId, environmentId, ...row })
    .onDuplicateKeyUpdate({ set: { fingerprint, result, computedAt } });
}

/** Forgets looks and results: the experiment starts over. */
export async function clearResults(
  { projectId, experimentId }: Omit<ExperimentTenant, "environmentId">,
  db: Executor,
): Promise<void> {
  await db
    .delete(experimentLooks)
    .where(and(eq(experimentLooks.projectId, projectId), eq(experimentLooks.experimentId, experimentId)));
  await db
    .delete(experimentResults)
    .where(and(eq(experimentResults.projectId, projectId), eq(experimentResults.experimentId, experimentId)));
}

/** Forgets the results of a day (`2026-01-31`) and of later ones, in every environment. */
export async function clearResultsSince(
  { projectId, experimentId }: Omit<ExperimentTenant, "environmentId">,
  db: Executor,
  day: string,
): Promise<void> {
  const own = and(
    eq(experimentResults.projectId, projectId),
    eq(experimentResults.experimentId, experimentId),
  );
  await db.delete(experimentResults).where(and(own, gte(experimentResults.day, day)));
}

/** Numbers of the environments in which somebody has looked at an experiment. */
export async function lookedEnvironments(
  { projectId, experimentId }: Omit<ExperimentTenant, "environmentId">,
  db: Executor,
): Promise<number[]> {
  const rows = await db
    .selectDistinct({ id: experimentLooks.environmentId })
    .from(experimentLooks)
    .where(and(eq(experimentLooks.projectId, projectId), eq(experimentLooks.experimentId, experimentId)));
  return rows.map(({ id }) => id);
}
