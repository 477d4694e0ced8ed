import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { Executor } from "@edgewise/db/mysql/client.ts";
import { type TileRow, updateTiles } from "@edgewise/db/mysql/repos/dashboard-tiles.ts";
import type { TileWidget } from "@edgewise/db/mysql/schema/dashboards.ts";
import type * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { ApiError, invalid } from "../../../http/errors.ts";
import { parseInput } from "../../../http/parse.ts";
import { isWidgetType, WIDGET_CONFIGS, type WidgetType } from "./catalog.ts";

/** Change of a widget that stands on a dashboard; its kind stays. */
interface WidgetChange {
  readonly name?: string | null | undefined;
  readonly description?: string | undefined;
  readonly config?: Readonly<Record<string, unknown>> | undefined;
}

/** Changes one live list within the caller's transaction. Throws with `attr` when the tile is none. */
export async function changeWidget(
  access: ProjectAccess,
  tx: Executor,
  tile: TileRow,
  change: WidgetChange,
  attr: string,
  deps: Deps,
): Promise<void> {
  const { widget } = tile;
  if (!widget || !isWidgetType(widget.type)) throw invalid(attr, `Tile ${tile.id} is no widget.`);
  const asked = change.config && { ...widget.config, ...change.config };
  const changed: TileWidget = {
    ...widget,
    ...(change.name === undefined ? {} : { name: change.name || null }),
    ...(change.description === undefined ? {} : { description: change.description }),
    ...(asked ? { config: checkConfig(widget.type, asked, `${attr}__config`) } : {}),
  };
  await updateTiles(access, tx, tile.dashboardId, [tile.id], { widget: changed, updatedAt: deps.now() });
}

/** Settings with their defaults. Throws with `attr`. */
export function checkConfig(type: WidgetType, given: object, attr: string): JsonObject {
  try {
    return parseInput<z.ZodType<object>>(WIDGET_CONFIGS[type], given) as JsonObject;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const within = error.options.attr;
    throw invalid(within ? `${attr}__${within}` : attr, error.message, error.code);
  }
}
