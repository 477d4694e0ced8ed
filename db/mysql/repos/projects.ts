import { and, asc, desc, eq, gt, inArray, isNull, or } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { environments, environmentTokens, projects } from "../schema/index.ts";
import type { OrganizationTenant, ProjectTenant } from "../tenant.ts";

export type ProjectRow = typeof projects.$inferSelect;
export type EnvironmentRow = typeof environments.$inferSelect;
export type TokenRow = typeof environmentTokens.$inferSelect;

/** Inserts an environment and returns its number. `projectId` 0 = the environment's own number (a new project). */
export async function insertEnvironment(db: Executor, row: Omit<EnvironmentRow, "id">): Promise<number> {
  const result = await db.insert(environments).values(row);
  const id = Number(result.insertId);
  if (row.projectId === 0)
    await db.update(environments).set({ projectId: id }).where(eq(environments.id, id));
  return id;
}

export async function insertProject(db: Executor, row: ProjectRow): Promise<void> {
  await db.insert(projects).values(row);
}

/** An environment by its number with its live project. The caller must check the organisation: this is the door. */
export async function findEnvironment(
  environmentId: number,
  db: Executor,
): Promise<{ environment: EnvironmentRow; project: ProjectRow } | null> {
  const [row] = await db
    .select({ environment: environments, project: projects })
    .from(environments)
    .innerJoin(projects, eq(projects.id, environments.projectId))
    .where(
      and(eq(environments.id, environmentId), isNull(projects.deletedAt), isNull(environments.deletedAt)),
    )
    .limit(1);
  return row ?? null;
}

/** A project, deleted or not. */
export async function findProject(tenant: ProjectTenant, db: Executor): Promise<ProjectRow | null> {
  const [row] = await db
    .select()
    .from(projects)
    .where(and(eq(projects.id, tenant.projectId), eq(projects.organizationId, tenant.organizationId)))
    .limit(1);
  return row ?? null;
}

export async function listEnvironments(tenant: ProjectTenant, db: Executor): Promise<EnvironmentRow[]> {
  return await db
    .select()
    .from(environments)
    .where(and(eq(environments.projectId, tenant.projectId), isNull(environments.deletedAt)))
    .orderBy(asc(environments.id));
}

/** Live projects of some organisations, oldest first. */
export async function listProjects(organizationIds: readonly string[], db: Executor): Promise<ProjectRow[]> {
  if (organizationIds.length === 0) return [];
  return await db
    .select()
    .from(projects)
    .where(and(inArray(projects.organizationId, [...organizationIds]), isNull(projects.deletedAt)))
    .orderBy(asc(projects.id));
}

export async function updateProject(
  tenant: ProjectTenant,
  db: Executor,
  change: Partial<Pick<ProjectRow, "name" | "timezone" | "settings" | "deletedAt">>,
  now: Date,
): Promise<void> {
  await db
    .update(projects)
    .set({ ...change, updatedAt: now })
    .where(and(eq(projects.id, tenant.projectId), eq(projects.organizationId, tenant.organizationId)));
}

export async function updateEnvironment(
  tenant: OrganizationTenant,
  db: Executor,
  environmentId: number,
  change: Partial<Pick<EnvironmentRow, "name" | "settings" | "ingestedEvent" | "flagApproval" | "deletedAt">>,
  now: Date,
): Promise<void> {
  await db
    .update(environments)
    .set({ ...change, updatedAt: now })
    .where(and(eq(environments.id, environmentId), eq(environments.organizationId, tenant.organizationId)));
}

export async function insertToken(db: Executor, row: TokenRow): Promise<void> {
  await db.insert(environmentTokens).values(row);
}

/** Tokens of some environments that are accepted at `now`, newest first. */
export async function liveTokens(
  environmentIds: readonly number[],
  db: Executor,
  now: Date,
): Promise<TokenRow[]> {
  if (environmentIds.length === 0) return [];
  return await db
    .select()
    .from(environmentTokens)
    .where(
      and(
        inArray(environmentTokens.environmentId, [...environmentIds]),
        or(isNull(environmentTokens.revokedAt), gt(environmentTokens.revokedAt, now)),
      ),
    )
    .orderBy(desc(environmentTokens.createdAt));
}

/** Ends one token of an environment now. */
export async function revokeToken(
  environmentId: number,
  db: Executor,
  token: string,
  now: Date,
): Promise<void> {
  await db
    .update(environmentTokens)
    .set({ revokedAt: now })
    .where(and(eq(environmentTokens.environmentId, environmentId), eq(environmentTokens.token, token)));
}

export async function findToken(token: string, db: Executor): Promise<TokenRow | null> {
  const [row] = await db.select().from(environmentTokens).where(eq(environmentTokens.token, token)).limit(1);
  return row ?? null;
}

/** Revokes every token of some environments from `at` on (those that end sooner keep their end); returns them. */
export async function revokeTokens(
  environmentIds: readonly number[],
  db: Executor,
  now: Date,
  at: Date = now,
): Promise<string[]> {
  const tokens = (await liveTokens(environmentIds, db, now))
    .filter(({ revokedAt }) => revokedAt === null || revokedAt > at)
    .map((row) => row.token);
  if (tokens.length === 0) return [];
  await db.update(environmentTokens).set({ revokedAt: at }).where(inArray(environmentTokens.token, tokens));
  return tokens;
}

/** Environments of some projects, by number. */
export async function environmentsOf(projectIds: readonly number[], db: Executor): Promise<EnvironmentRow[]> {
  if (projectIds.length === 0) return [];
  return await db
    .select()
    .from(environments)
    .where(and(inArray(environments.projectId, [...projectIds]), isNull(environments.deletedAt)))
    .orderBy(asc(environments.id));
}

/** Environments of live projects, `limit` at a time: `turn` chooses which of so many pages. For scheduled jobs only. */
export async function activeEnvironments(
  db: Executor,
  limit: number,
  turn: number,
): Promise<{ readonly ids: readonly number[]; readonly pages: number }> {
  const rows = await db
    .select({ id: environments.id })
    .from(environments)
    .innerJoin(projects, and(eq(projects.id, environments.projectId), isNull(projects.deletedAt)))
    .orderBy(asc(environments.id));
  const pages = Math.max(1, Math.ceil(rows.length / limit));
  const first = (turn % pages) * limit;
  return { ids: rows.slice(first, first + limit).map(({ id }) => id), pages };
}
