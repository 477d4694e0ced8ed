import { listTiles } from "@edgewise/db/mysql/repos/dashboard-tiles.ts";
import { findDashboards } from "@edgewise/db/mysql/repos/dashboards.ts";
import * as z from "zod";
import { notFound } from "../../../http/errors.ts";
import { pathNumber } from "../../../http/path-number.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { widgetCatalog } from "../../../services/dashboards/widgets/catalog.ts";
import { runWidgets } from "../../../services/dashboards/widgets/run.ts";
import {
  addWidgets,
  changeWidgets,
  newWidgets,
  widgetChanges,
} from "../../../services/dashboards/widgets/write.ts";
import { readAsk } from "../../../services/insights/compute.ts";
import { showDashboard, tile } from "./present.ts";

const tag = "dashboards";
const read = { kind: "project", scope: "dashboard:read" } as const;
const write = { kind: "project", scope: "dashboard:write" } as const;
const tiles = z.object({ tiles: z.array(tile) });

const catalogEntry = z.object({
  widget_type: z.string(),
  label: z.string(),
  description: z.string(),
  config_schema: z.looseObject({}),
  required_scope: z.string(),
  required_product_access: z.string(),
});

const run = z.object({
  tile_id: z.number().int(),
  widget_type: z.string(),
  result: z.unknown(),
  error: z.object({ type: z.string(), message: z.string() }).nullable(),
});

/** Live lists on dashboards; those with fixed names stand before `:dashboard`. */
export const DASHBOARD_WIDGET_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("dashboards/widget_catalog/"),
    access: read,
    summary: "Kinds of live lists that dashboards can hold, with their settings",
    tag,
    response: z.object({ results: z.array(catalogEntry) }),
    handler: async () => ({ results: widgetCatalog() }),
  }),
  route({
    method: "post",
    paths: underProject("dashboards/:dashboard/widgets/batch/"),
    access: write,
    summary: "Add live lists, all or none",
    tag,
    body: newWidgets,
    response: tiles,
    status: 201,
    async handler({ c, access, deps, body, param }) {
      const id = pathNumber(param("dashboard"));
      const added = new Set(await addWidgets(access, id, body, deps));
      const shown = await showDashboard(access, id, { ask: readAsk({}), signal: c.req.raw.signal }, deps);
      return { tiles: shown.tiles.filter((one) => added.has(one.id)) };
    },
  }),
  route({
    method: "patch",
    paths: underProject("dashboards/:dashboard/widgets/batch_update/"),
    access: write,
    summary: "Change the settings of live lists, all or none",
    tag,
    body: widgetChanges,
    response: tiles,
    async handler({ c, access, deps, body, param }) {
      const id = pathNumber(param("dashboard"));
      await changeWidgets(access, id, body, deps);
      const shown = await showDashboard(access, id, { ask: readAsk({}), signal: c.req.raw.signal }, deps);
      const changed = new Set(body.widgets.map(({ tile_id }) => tile_id));
      return { tiles: shown.tiles.filter((one) => changed.has(one.id)) };
    },
  }),
  route({
    method: "get",
    paths: underProject("dashboards/:dashboard/run_widgets/"),
    access: read,
    summary: "What live lists show now; `tile_ids` separated by commas",
    tag,
    query: z.object({ tile_ids: z.string().regex(/^\d+(,\d+)*$/, "Use numbers of tiles: 3,4.") }),
    response: z.object({ results: z.array(run) }),
    async handler({ c, access, deps, query, param }) {
      const [dashboard] = await findDashboards(access, deps.db, [pathNumber(param("dashboard"))]);
      if (!dashboard || dashboard.deleted) throw notFound();
      const ids = [...new Set(query.tile_ids.split(",").map(Number))].slice(0, 50);
      const all = await listTiles(access, deps.db, dashboard.id);
      return { results: await runWidgets(access, all, ids, deps, c.req.raw.signal) };
    },
  }),
];
