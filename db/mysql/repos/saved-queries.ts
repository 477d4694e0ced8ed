import { and, asc, eq, like, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { savedQueries } from "../schema/index.ts";
import type { ProjectTenant } from "../tenant.ts";
import { likePattern } from "./like.ts";

export type SavedQueryRow = typeof savedQueries.$inferSelect;

/** Views of a project, all of them: what its SQL can name. */
export async function allSavedQueries(tenant: ProjectTenant, db: Executor): Promise<SavedQueryRow[]> {
  const own = eq(savedQueries.projectId, tenant.projectId);
  return await db.select().from(savedQueries).where(own).orderBy(asc(savedQueries.name));
}

/** A page of a project's views by name. */
export async function listSavedQueries(
  tenant: ProjectTenant,
  db: Executor,
  search: string | undefined,
  page: { readonly limit: number; readonly offset: number },
): Promise<{ total: number; rows: SavedQueryRow[] }> {
  const where = and(
    eq(savedQueries.projectId, tenant.projectId),
    search ? like(sql`lower(${savedQueries.name})`, likePattern(search.toLowerCase())) : undefined,
  );
  const [count] = await db.select({ total: sql<number>`count(*)` }).from(savedQueries).where(where);
  const rows = await db
    .select()
    .from(savedQueries)
    .where(where)
    .orderBy(asc(savedQueries.name))
    .limit(page.limit)
    .offset(page.offset);
  return { total: Number(count?.total ?? 0), rows };
}

const only = (tenant: ProjectTenant, id: string) =>
  and(eq(savedQueries.projectId, tenant.projectId), eq(savedQueries.id, id));

export async function findSavedQuery(
  tenant: ProjectTenant,
  db: Executor,
  id: string,
  { lock = false } = {},
): Promise<SavedQueryRow | null> {
  const query = db.select().from(savedQueries).where(only(tenant, id)).limit(1);
  const [row] = await (lock ? query.for("update") : query);
  return row ?? null;
}

/** Fails on a second view of the same name. */
export async function insertSavedQuery(
  tenant: ProjectTenant,
  db: Executor,
  row: Omit<SavedQueryRow, "projectId">,
): Promise<void> {
  await db.insert(savedQueries).values({ ...row, projectId: tenant.projectId });
}

export async function updateSavedQuery(
  tenant: ProjectTenant,
  db: Executor,
  id: string,
  change: Partial<Omit<SavedQueryRow, "id" | "projectId">>,
): Promise<void> {
  await db.update(savedQueries).set(change).where(only(tenant, id));
}

export async function deleteSavedQuery(tenant: ProjectTenant, db: Executor, id: string): Promise<void> {
  await db.delete(savedQueries).where(only(tenant, id));
}
