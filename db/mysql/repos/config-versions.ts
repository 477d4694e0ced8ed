import { and, eq, lt, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { configVersions, projects } from "../schema/index.ts";
import type { ProjectTenant } from "../tenant.ts";

/** Raises the project's version in the caller's transaction; also locks it against a parallel write. */
export async function bumpConfigVersion(tenant: ProjectTenant, db: Executor, now: Date): Promise<void> {
  await db
    .insert(configVersions)
    .values({ projectId: tenant.projectId, version: 1, pushed: 0, updatedAt: now })
    .onDuplicateKeyUpdate({ set: { version: sql`version + 1`, updatedAt: now } });
}

export async function configVersion(tenant: ProjectTenant, db: Executor): Promise<number> {
  const [row] = await db
    .select({ version: configVersions.version })
    .from(configVersions)
    .where(eq(configVersions.projectId, tenant.projectId))
    .limit(1);
  return row?.version ?? 0;
}

/** Notes that the edge has `version`. */
export async function markPushed(tenant: ProjectTenant, db: Executor, version: number): Promise<void> {
  await db
    .update(configVersions)
    .set({ pushed: version })
    .where(and(eq(configVersions.projectId, tenant.projectId), lt(configVersions.pushed, version)));
}

/** Projects whose newest version never reached the edge, for the job that tries again. */
export async function unpushedProjects(db: Executor, limit: number): Promise<ProjectTenant[]> {
  return await db
    .select({ projectId: configVersions.projectId, organizationId: projects.organizationId })
    .from(configVersions)
    .innerJoin(projects, eq(projects.id, configVersions.projectId))
    .where(lt(configVersions.pushed, configVersions.version))
    .limit(limit);
}
