import type { JsonObject } from "@edgewise/core/events/types.ts";
import { addTile, listTiles } from "@edgewise/db/mysql/repos/dashboard-tiles.ts";
import type { TileWidget } from "@edgewise/db/mysql/schema/dashboards.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { invalid } from "../../../http/errors.ts";
import { tileLook } from "../body.ts";
import { changeTiles, requireTile } from "../tiles.ts";
import { WIDGET_TYPES } from "./catalog.ts";
import { changeWidget, checkConfig } from "./change.ts";

const settings = {
  name: z.string().max(400).nullish(),
  description: z.string().max(4000).optional(),
};
const config = z.record(z.string(), z.json());

export const newWidgets = z.object({
  widgets: z
    .array(
      tileLook.extend({
        ...settings,
        widget_type: z.enum(WIDGET_TYPES),
        config: config.default({}),
        show_description: z.boolean().optional(),
      }),
    )
    .min(1)
    .max(10),
});

export const widgetChanges = z.object({
  widgets: z
    .array(
      z.object({
        ...settings,
        tile_id: z.number().int(),
        widget_type: z.enum(WIDGET_TYPES).optional(),
        config: config.optional(),
      }),
    )
    .min(1)
    .max(10),
});

/** Adds live lists behind the other tiles, all or none. Returns the numbers of their tiles. */
export async function addWidgets(
  access: ProjectAccess,
  dashboardId: number,
  { widgets }: z.output<typeof newWidgets>,
  deps: Deps,
): Promise<number[]> {
  const rows = widgets.map((given, index) => ({
    widget: {
      id: deps.newId(),
      type: given.widget_type,
      name: given.name || null,
      description: given.description ?? "",
      config: checkConfig(given.widget_type, given.config, `widgets__${index}__config`),
    } satisfies TileWidget,
    layouts: (given.layouts ?? {}) as JsonObject,
    color: given.color || null,
  }));
  const ids: number[] = [];
  await changeTiles(access, dashboardId, deps, async (tx) => {
    for (const row of rows) {
      const own = { ...row, dashboardId, insightId: null, body: null };
      ids.push(await addTile(access, tx, { ...own, createdBy: access.userId, updatedAt: deps.now() }));
    }
  });
  return ids;
}

/** Changes the settings of live lists, all or none. */
export async function changeWidgets(
  access: ProjectAccess,
  dashboardId: number,
  { widgets }: z.output<typeof widgetChanges>,
  deps: Deps,
): Promise<void> {
  await changeTiles(access, dashboardId, deps, async (tx) => {
    for (const [index, { tile_id, ...change }] of widgets.entries()) {
      // Read anew: one tile may be named twice.
      const tile = requireTile(
        await listTiles(access, tx, dashboardId),
        tile_id,
        `widgets__${index}__tile_id`,
      );
      if (change.widget_type !== undefined && change.widget_type !== tile.widget?.type)
        throw invalid(`widgets__${index}__widget_type`, "A tile keeps its kind: add another one.");
      await changeWidget(access, tx, tile, change, `widgets__${index}`, deps);
    }
  });
}
