import { and, desc, eq } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { experimentRuns } from "../schema/index.ts";
import type { ProjectTenant } from "../tenant.ts";

export type ExperimentRunRow = typeof experimentRuns.$inferSelect;

export async function insertRun(
  tenant: ProjectTenant,
  db: Executor,
  row: Omit<ExperimentRunRow, "projectId">,
): Promise<void> {
  await db.insert(experimentRuns).values({ ...row, projectId: tenant.projectId });
}

/** A run by its id, or the latest one that was completed. */
export async function findRun(
  tenant: ProjectTenant,
  db: Executor,
  experimentId: number,
  id?: string,
): Promise<ExperimentRunRow | null> {
  const which = id === undefined ? eq(experimentRuns.status, "completed") : eq(experimentRuns.id, id);
  const [row] = await db
    .select()
    .from(experimentRuns)
    .where(
      and(
        eq(experimentRuns.projectId, tenant.projectId),
        eq(experimentRuns.experimentId, experimentId),
        which,
      ),
    )
    .orderBy(desc(experimentRuns.createdAt), desc(experimentRuns.id))
    .limit(1);
  return row ?? null;
}
