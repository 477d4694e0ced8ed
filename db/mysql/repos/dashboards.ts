import { and, asc, desc, eq, inArray, like, notInArray, or, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { dashboards, dashboardTiles, insights } from "../schema/index.ts";
import type { ProjectTenant } from "../tenant.ts";
import { likePattern } from "./like.ts";

export type DashboardRow = typeof dashboards.$inferSelect;

export interface DashboardFilter {
  /** In name, description, tags, or what stands on them. */
  readonly search?: string | undefined;
  readonly pinned?: boolean | undefined;
  /** Any of them. */
  readonly tags?: readonly string[] | undefined;
  /** Left out: the person must not see them. */
  readonly without?: readonly number[] | undefined;
}

/** Dashboards on which a text or an insight of that name stands. */
const holding = (tenant: ProjectTenant, pattern: string) => sql`exists (
  select 1 from ${dashboardTiles} left join ${insights}
    on ${insights.projectId} = ${tenant.projectId} and ${insights.id} = ${dashboardTiles.insightId} and not ${insights.deleted}
  where ${dashboardTiles.projectId} = ${tenant.projectId} and ${dashboardTiles.dashboardId} = ${dashboards.id}
    and not ${dashboardTiles.deleted}
    and (${insights.name} like ${pattern} or ${insights.derivedName} like ${pattern}
      or lower(${dashboardTiles.body}) like ${pattern}))`;

/** Matching live dashboards, pinned ones first, then by name. */
export async function listDashboards(
  tenant: ProjectTenant,
  db: Executor,
  filter: DashboardFilter,
  page: { limit: number; offset: number },
): Promise<{ total: number; rows: DashboardRow[] }> {
  const { search, pinned, tags = [], without = [] } = filter;
  const where = and(
    eq(dashboards.projectId, tenant.projectId),
    eq(dashboards.deleted, false),
    without.length === 0 ? undefined : notInArray(dashboards.id, [...without]),
    pinned === undefined ? undefined : eq(dashboards.pinned, pinned),
    search === undefined
      ? undefined
      : or(
          like(dashboards.name, likePattern(search)),
          like(sql`lower(${dashboards.description})`, likePattern(search.toLowerCase())),
          like(sql`lower(${dashboards.tags})`, likePattern(search.toLowerCase())),
          holding(tenant, likePattern(search.toLowerCase())),
        ),
    tags.length === 0
      ? undefined
      : or(...tags.map((tag) => sql`json_contains(${dashboards.tags}, ${JSON.stringify(tag)})`)),
  );
  const [count] = await db.select({ total: sql<number>`count(*)` }).from(dashboards).where(where);
  const rows = await db
    .select()
    .from(dashboards)
    .where(where)
    .orderBy(desc(dashboards.pinned), asc(dashboards.name), asc(dashboards.id))
    .limit(page.limit)
    .offset(page.offset);
  return { total: Number(count?.total ?? 0), rows };
}

/** Dashboards by number, deleted ones among them. */
export async function findDashboards(
  tenant: ProjectTenant,
  db: Executor,
  ids: readonly number[],
): Promise<DashboardRow[]> {
  if (ids.length === 0) return [];
  const where = and(eq(dashboards.projectId, tenant.projectId), inArray(dashboards.id, [...ids]));
  return await db.select().from(dashboards).where(where);
}

/** A dashboard of the project, deleted or not, locked until the transaction ends. */
export async function lockDashboard(
  tenant: ProjectTenant,
  tx: Executor,
  id: number,
): Promise<DashboardRow | null> {
  const where = and(eq(dashboards.projectId, tenant.projectId), eq(dashboards.id, id));
  const [row] = await tx.select().from(dashboards).where(where).limit(1).for("update");
  return row ?? null;
}

export async function insertDashboard(
  tenant: ProjectTenant,
  db: Executor,
  row: Omit<DashboardRow, "id" | "projectId">,
): Promise<number> {
  const result = await db.insert(dashboards).values({ ...row, projectId: tenant.projectId });
  return Number(result.insertId);
}

export async function updateDashboard(
  tenant: ProjectTenant,
  db: Executor,
  id: number,
  change: Partial<Omit<DashboardRow, "id" | "projectId">>,
): Promise<void> {
  await db
    .update(dashboards)
    .set(change)
    .where(and(eq(dashboards.projectId, tenant.projectId), eq(dashboards.id, id)));
}

/** Queries of all insights that stand on live dashboards of a project. */
export async function dashboardQueries(
  { projectId }: ProjectTenant,
  db: Executor,
): Promise<{ id: number; name: string; query: unknown }[]> {
  return await db
    .select({ id: dashboards.id, name: dashboards.name, query: insights.query })
    .from(dashboards)
    .innerJoin(
      dashboardTiles,
      and(
        eq(dashboardTiles.projectId, dashboards.projectId),
        eq(dashboardTiles.dashboardId, dashboards.id),
        eq(dashboardTiles.deleted, false),
      ),
    )
    .innerJoin(
      insights,
      and(
        eq(insights.projectId, dashboards.projectId),
        eq(insights.id, dashboardTiles.insightId),
        eq(insights.deleted, false),
      ),
    )
    .where(and(eq(dashboards.projectId, projectId), eq(dashboards.deleted, false)))
    .orderBy(asc(dashboards.id));
}
