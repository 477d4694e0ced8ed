import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { Executor } from "@edgewise/db/mysql/client.ts";
import { addTile, listTiles, type TileRow, updateTiles } from "@edgewise/db/mysql/repos/dashboard-tiles.ts";
import { lockDashboard, updateDashboard } from "@edgewise/db/mysql/repos/dashboards.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid, notFound } from "../../http/errors.ts";
import { commitLogged } from "../activity/commit-logged.ts";
import { changesBetween } from "../activity/record.ts";
import type { TileChange } from "./body.ts";
import { changeWidget } from "./widgets/change.ts";

/** What an audit entry says about tiles. */
export const briefly = (tiles: readonly TileRow[]) => ({
  tiles: tiles.map(({ id, insightId, body, widget, layouts, color }) => ({
    id,
    insightId,
    body,
    // Left out where there is none, so that entries of other tiles stay as they were.
    ...(widget ? { widget } : {}),
    layouts,
    color,
  })),
});

/** One change to the tiles of a live dashboard, which is locked meanwhile, and its audit entry. */
export async function changeTiles(
  access: ProjectAccess,
  dashboardId: number,
  deps: Deps,
  change: (tx: Executor, tiles: readonly TileRow[]) => Promise<void>,
): Promise<void> {
  await commitLogged(access, deps, async (tx) => {
    const dashboard = await lockDashboard(access, tx, dashboardId);
    if (!dashboard || dashboard.deleted) throw notFound();
    const before = await listTiles(access, tx, dashboardId);
    await change(tx, before);
    const after = await listTiles(access, tx, dashboardId);
    const changes = changesBetween("Dashboard", briefly(before), briefly(after));
    if (changes.length === 0) return { result: undefined, entries: [] };
    await updateDashboard(access, tx, dashboardId, { updatedAt: deps.now() });
    const entry = { scope: "Dashboard", itemId: dashboardId, name: dashboard.name, changes };
    return { result: undefined, entries: [{ ...entry, activity: "updated" }] };
  });
}

/** Writes the tiles of a PATCH. Throws with `attr` for one that the dashboard doesn't have. */
export async function applyTileChanges(
  access: ProjectAccess,
  tx: Executor,
  dashboardId: number,
  tiles: readonly TileRow[],
  wanted: readonly TileChange[],
  deps: Deps,
): Promise<void> {
  for (const [index, change] of wanted.entries()) {
    const attr = `tiles__${index}`;
    if (change.id === undefined) {
      if (!change.text) throw invalid(`${attr}__text`, "A new tile needs a text.", "required");
      await addText(access, tx, dashboardId, { ...change, body: change.text.body }, deps);
      continue;
    }
    const tile = requireTile(tiles, change.id, `${attr}__id`);
    if (change.text && tile.body === null) {
      throw invalid(`${attr}__text`, `Tile ${tile.id} is an insight, not a text.`);
    }
    if (change.widget) await changeWidget(access, tx, tile, change.widget, `${attr}__widget`, deps);
    await updateTiles(access, tx, dashboardId, [tile.id], {
      ...(change.layouts ? { layouts: change.layouts as JsonObject } : {}),
      ...(change.color === undefined ? {} : { color: change.color || null }),
      ...(change.deleted === undefined ? {} : { deleted: change.deleted }),
      ...(change.text ? { body: change.text.body } : {}),
      updatedAt: deps.now(),
    });
  }
}

/** Adds a text tile behind the others. */
export async function addText(
  access: ProjectAccess,
  tx: Executor,
  dashboardId: number,
  { body, layouts = {}, color = null }: { body: string; layouts?: object; color?: string | null },
  deps: Deps,
): Promise<void> {
  const text = { body, layouts: layouts as JsonObject, color: color || null };
  const author = { createdBy: access.userId, updatedAt: deps.now() };
  await addTile(access, tx, { dashboardId, insightId: null, ...text, ...author });
}

/** The tile of that number. Throws with `attr` when the dashboard doesn't have it. */
export function requireTile(tiles: readonly TileRow[], id: number, attr: string): TileRow {
  const tile = tiles.find((one) => one.id === id);
  if (!tile) throw invalid(attr, `Tile ${id} does not exist on this dashboard.`, "does_not_exist");
  return tile;
}
