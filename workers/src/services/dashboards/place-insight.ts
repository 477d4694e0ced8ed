import type { Executor } from "@edgewise/db/mysql/client.ts";
import { addTile, tilesOfInsights, updateTiles } from "@edgewise/db/mysql/repos/dashboard-tiles.ts";
import { findDashboards } from "@edgewise/db/mysql/repos/dashboards.ts";
import type { ActivityChange } from "@edgewise/db/mysql/schema/activity.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid } from "../../http/errors.ts";
import { requireLevel } from "../../http/governed.ts";
import { changesBetween } from "../activity/record.ts";

/**
 * Puts an insight on exactly these dashboards, within the caller's transaction; the caller holds the insight's lock.
 * Returns what that changes. Throws with `attr` = `dashboards` when one does not exist.
 */
export async function placeInsight(
  access: ProjectAccess,
  tx: Executor,
  insightId: number,
  wanted: readonly number[],
  deps: Deps,
): Promise<ActivityChange[]> {
  const found = await findDashboards(access, tx, wanted);
  wanted.forEach((id, index) => {
    if (found.some((row) => row.id === id && !row.deleted)) return;
    throw invalid(`dashboards__${index}`, `Dashboard ${id} does not exist.`, "does_not_exist");
  });
  const tiles = await tilesOfInsights(access, tx, [insightId]);
  const now = deps.now();
  for (const dashboardId of new Set(wanted)) {
    if (tiles.some((tile) => tile.dashboardId === dashboardId)) continue;
    requireLevel(access, "dashboard", dashboardId, "editor");
    const text = { body: null, layouts: {}, color: null };
    await addTile(access, tx, { dashboardId, insightId, ...text, createdBy: access.userId, updatedAt: now });
  }
  for (const tile of tiles) {
    if (wanted.includes(tile.dashboardId)) continue;
    requireLevel(access, "dashboard", tile.dashboardId, "editor");
    await updateTiles(access, tx, tile.dashboardId, [tile.id], { deleted: true, updatedAt: now });
  }
  const sorted = (ids: Iterable<number>) => [...new Set(ids)].sort((a, b) => a - b);
  const before = sorted(tiles.map((tile) => tile.dashboardId));
  return changesBetween("Insight", { dashboards: before }, { dashboards: sorted(wanted) });
}
