import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { dashboards, dashboardTiles } from "../schema/index.ts";
import type { ProjectTenant } from "../tenant.ts";

export type TileRow = typeof dashboardTiles.$inferSelect;

/** The live tiles of a dashboard in their order. */
export async function listTiles(
  tenant: ProjectTenant,
  db: Executor,
  dashboardId: number,
): Promise<TileRow[]> {
  return await db
    .select()
    .from(dashboardTiles)
    .where(
      and(
        eq(dashboardTiles.projectId, tenant.projectId),
        eq(dashboardTiles.dashboardId, dashboardId),
        eq(dashboardTiles.deleted, false),
      ),
    )
    .orderBy(asc(dashboardTiles.position), asc(dashboardTiles.id));
}

/** The live tiles of insights, on dashboards that are not deleted. */
export async function tilesOfInsights(
  tenant: ProjectTenant,
  db: Executor,
  insightIds: readonly number[],
): Promise<Pick<TileRow, "id" | "dashboardId" | "insightId">[]> {
  if (insightIds.length === 0) return [];
  const { id, dashboardId, insightId, projectId, deleted } = dashboardTiles;
  return await db
    .select({ id, dashboardId, insightId })
    .from(dashboardTiles)
    .innerJoin(dashboards, and(eq(dashboards.projectId, projectId), eq(dashboards.id, dashboardId)))
    .where(
      and(
        eq(projectId, tenant.projectId),
        inArray(insightId, [...insightIds]),
        eq(deleted, false),
        eq(dashboards.deleted, false),
      ),
    )
    .orderBy(asc(id));
}

/** Adds a tile behind the others; an insight that stood there before comes back with its layout. Returns its number. */
export async function addTile(
  tenant: ProjectTenant,
  db: Executor,
  row: Omit<TileRow, "id" | "projectId" | "position" | "deleted" | "widget"> &
    Partial<Pick<TileRow, "widget">>,
): Promise<number> {
  const { projectId } = tenant;
  const at = and(eq(dashboardTiles.projectId, projectId), eq(dashboardTiles.dashboardId, row.dashboardId));
  const next = sql<number>`coalesce(max(${dashboardTiles.position}), -1) + 1`;
  const [last] = await db.select({ position: next }).from(dashboardTiles).where(at);
  const result = await db
    .insert(dashboardTiles)
    .values({ ...row, projectId, position: Number(last?.position ?? 0), deleted: false })
    .onDuplicateKeyUpdate({
      set: { id: sql`last_insert_id(${dashboardTiles.id})`, deleted: false, updatedAt: row.updatedAt },
    });
  return Number(result.insertId);
}

/** Changes tiles of a dashboard. */
export async function updateTiles(
  tenant: ProjectTenant,
  db: Executor,
  dashboardId: number,
  ids: readonly number[],
  change: Partial<
    Pick<TileRow, "body" | "widget" | "layouts" | "color" | "position" | "deleted" | "updatedAt">
  >,
): Promise<void> {
  if (ids.length === 0) return;
  await db
    .update(dashboardTiles)
    .set(change)
    .where(
      and(
        eq(dashboardTiles.projectId, tenant.projectId),
        eq(dashboardTiles.dashboardId, dashboardId),
        inArray(dashboardTiles.id, [...ids]),
      ),
    );
}
