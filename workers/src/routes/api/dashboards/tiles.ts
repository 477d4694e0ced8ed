import type * as z from "zod";
import type { RegionDeps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { pathNumber } from "../../../http/path-number.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import {
  textTile,
  textTileChange,
  tileChoice,
  tileCopy,
  tileMove,
  tileOrder,
} from "../../../services/dashboards/body.ts";
import { copyTile, moveTile, reorderTiles } from "../../../services/dashboards/rearrange.ts";
import { addText, applyTileChanges, changeTiles, requireTile } from "../../../services/dashboards/tiles.ts";
import { readAsk } from "../../../services/insights/compute.ts";
import { dashboard, showDashboard } from "./present.ts";

/** A route that changes tiles and answers with the whole dashboard. */
function tileRoute<B extends z.ZodType>(
  method: "post" | "patch",
  name: string,
  summary: string,
  body: B,
  change: (access: ProjectAccess, id: number, body: z.output<B>, deps: RegionDeps) => Promise<void>,
): ApiRoute {
  return route({
    method,
    paths: underProject(`dashboards/:dashboard/${name}/`),
    access: { kind: "project", scope: "dashboard:write" },
    summary,
    tag: "dashboards",
    body,
    response: dashboard,
    async handler({ c, access, deps, body, param }) {
      const id = pathNumber(param("dashboard"));
      await change(access, id, body, deps);
      return await showDashboard(access, id, { ask: readAsk({}), signal: c.req.raw.signal }, deps);
    },
  });
}

export const DASHBOARD_TILE_ROUTES: readonly ApiRoute[] = [
  tileRoute("post", "create_text_tile", "Add a text", textTile, (access, id, body, deps) =>
    changeTiles(access, id, deps, (tx) => addText(access, tx, id, body, deps)),
  ),
  tileRoute("post", "update_text_tile", "Change a text", textTileChange, (access, id, body, deps) =>
    changeTiles(access, id, deps, async (tx, tiles) => {
      const { tile_id, body: text, ...look } = body;
      requireTile(tiles, tile_id, "tile_id");
      const change = { id: tile_id, ...look, ...(text === undefined ? {} : { text: { body: text } }) };
      await applyTileChanges(access, tx, id, tiles, [change], deps);
    }),
  ),
  tileRoute(
    "post",
    "delete_tile",
    "Take a tile off; its insight stays",
    tileChoice,
    (access, id, body, deps) =>
      changeTiles(access, id, deps, async (tx, tiles) => {
        requireTile(tiles, body.tile_id, "tile_id");
        await applyTileChanges(access, tx, id, tiles, [{ id: body.tile_id, deleted: true }], deps);
      }),
  ),
  tileRoute("post", "reorder_tiles", "Put tiles in a new order", tileOrder, (access, id, body, deps) =>
    reorderTiles(access, id, body.tile_order, deps),
  ),
  tileRoute("post", "copy_tile", "Copy a tile of another dashboard", tileCopy, copyTile),
  tileRoute("patch", "move_tile", "Move a tile to another dashboard", tileMove, (access, id, body, deps) =>
    moveTile(access, id, body.tile.id, body.to_dashboard, deps),
  ),
];
