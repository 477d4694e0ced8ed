import { addTile, listTiles, type TileRow, updateTiles } from "@edgewise/db/mysql/repos/dashboard-tiles.ts";
import { findDashboards } from "@edgewise/db/mysql/repos/dashboards.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid } from "../../http/errors.ts";
import { requireLevel } from "../../http/governed.ts";
import { changeTiles, requireTile } from "./tiles.ts";

/** Puts tiles in a new order; tiles that are not named follow in their old order. */
export async function reorderTiles(
  access: ProjectAccess,
  dashboardId: number,
  order: readonly number[],
  deps: Deps,
): Promise<void> {
  await changeTiles(access, dashboardId, deps, async (tx, tiles) => {
    for (const [index, id] of order.entries()) requireTile(tiles, id, `tile_order__${index}`);
    const rest = tiles.map(({ id }) => id).filter((id) => !order.includes(id));
    for (const [position, id] of [...new Set(order), ...rest].entries()) {
      await updateTiles(access, tx, dashboardId, [id], { position, updatedAt: deps.now() });
    }
  });
}

/** Copies a tile of another dashboard of the project: the insight itself is shared. */
export async function copyTile(
  access: ProjectAccess,
  dashboardId: number,
  from: { readonly fromDashboardId: number; readonly tileId: number },
  deps: Deps,
): Promise<void> {
  const [source] = await findDashboards(access, deps.db, [from.fromDashboardId]);
  if (!source || source.deleted) {
    throw invalid("fromDashboardId", `Dashboard ${from.fromDashboardId} does not exist.`, "does_not_exist");
  }
  requireLevel(access, "dashboard", source.id, "viewer");
  const tile = requireTile(await listTiles(access, deps.db, source.id), from.tileId, "tileId");
  await changeTiles(access, dashboardId, deps, async (tx) => {
    await addTile(access, tx, copyOf(tile, dashboardId, access, deps));
  });
}

/** Takes a tile off one dashboard and puts it on another. */
export async function moveTile(
  access: ProjectAccess,
  dashboardId: number,
  tileId: number,
  to: number,
  deps: Deps,
): Promise<void> {
  await changeTiles(access, dashboardId, deps, async (tx, tiles) => {
    const tile = requireTile(tiles, tileId, "tile__id");
    const [target] = await findDashboards(access, tx, [to]);
    if (!target || target.deleted || to === dashboardId) {
      throw invalid("to_dashboard", `There is no other dashboard ${to}.`, "does_not_exist");
    }
    requireLevel(access, "dashboard", to, "editor");
    await addTile(access, tx, copyOf(tile, to, access, deps));
    await updateTiles(access, tx, dashboardId, [tileId], { deleted: true, updatedAt: deps.now() });
  });
}

/** A tile's content for another dashboard. */
export function copyOf(
  { insightId, body, widget, layouts, color }: TileRow,
  dashboardId: number,
  access: ProjectAccess,
  deps: Deps,
) {
  const author = { createdBy: access.userId, updatedAt: deps.now() };
  const own = widget && { ...widget, id: deps.newId() };
  return { dashboardId, insightId, body, widget: own, layouts, color, ...author };
}
