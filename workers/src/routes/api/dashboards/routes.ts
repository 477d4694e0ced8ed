import { listDashboards } from "@edgewise/db/mysql/repos/dashboards.ts";
import * as z from "zod";
import { hiddenIds } from "../../../http/governed.ts";
import { parseJsonList } from "../../../http/json-list.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { pathNumber } from "../../../http/path-number.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { dashboardChange, newDashboardBody } from "../../../services/dashboards/body.ts";
import { changeDashboard, createDashboard } from "../../../services/dashboards/write.ts";
import { computeQuery, readAsk } from "../../../services/insights/compute.ts";
import { dashboard, dashboardBasic, presentBasics, showDashboard } from "./present.ts";

const tag = "dashboards";
const read = { kind: "project", scope: "dashboard:read" } as const;
const write = { kind: "project", scope: "dashboard:write" } as const;
const at = { paths: underProject("dashboards/:dashboard/"), tag };
const computing = computeQuery.omit({ client_query_id: true });

const runResult = z.object({
  id: z.number().int(),
  short_id: z.string(),
  name: z.string(),
  tile_id: z.number().int(),
  result: z.unknown(),
  is_cached: z.boolean(),
  last_refresh: z.string().nullable(),
  error: z.object({ type: z.string(), message: z.string() }).nullable(),
});

export const DASHBOARD_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("dashboards/"),
    access: read,
    summary: "List dashboards, pinned ones first",
    tag,
    query: pageQuery.extend({
      search: z.string().max(200).optional(),
      pinned: z.enum(["true", "false"]).optional(),
      /** JSON list: any of them. */
      tags: z.string().max(2000).optional(),
    }),
    response: pageSchema(dashboardBasic),
    async handler({ c, access, deps, query }) {
      const tags = parseJsonList("tags", query.tags, '["growth"]').map(String);
      const pinned = query.pinned === undefined ? undefined : query.pinned === "true";
      const without = hiddenIds(access, "dashboard");
      const filter = { search: query.search || undefined, pinned, tags, without };
      const { total, rows } = await listDashboards(access, deps.db, filter, query);
      return pageOf(c, query, total, await presentBasics(access, rows, deps));
    },
  }),
  route({
    method: "post",
    paths: underProject("dashboards/"),
    access: write,
    summary: "Create a dashboard, from a template (`use_template`) or another one (`use_dashboard`)",
    tag,
    body: newDashboardBody,
    response: dashboard,
    status: 201,
    async handler({ c, access, deps, body }) {
      const id = await createDashboard(access, body, deps);
      return await showDashboard(access, id, { ask: readAsk({}), signal: c.req.raw.signal }, deps);
    },
  }),
  route({
    ...at,
    method: "get",
    access: read,
    summary: "One dashboard with its tiles; `refresh` computes their results",
    query: computing,
    response: dashboard,
    handler: ({ c, access, deps, query, param }) =>
      showDashboard(
        access,
        pathNumber(param("dashboard")),
        { ask: readAsk(query), signal: c.req.raw.signal },
        deps,
      ),
  }),
  route({
    paths: underProject("dashboards/:dashboard/run_insights/"),
    method: "get",
    access: { kind: "project", scope: "query:read" },
    summary: "The results of a dashboard's insights",
    tag,
    query: computing,
    response: z.object({ results: z.array(runResult) }),
    async handler({ c, access, deps, query, param }) {
      const showing = { ask: readAsk(query), signal: c.req.raw.signal };
      const { tiles } = await showDashboard(access, pathNumber(param("dashboard")), showing, deps);
      const results = tiles.flatMap(({ id: tile_id, insight, error }) => {
        if (!insight) return [];
        const { id, short_id, name, result, is_cached, last_refresh } = insight;
        return [{ id, short_id, name, tile_id, result, is_cached, last_refresh, error }];
      });
      return { results };
    },
  }),
  route({
    ...at,
    method: "patch",
    access: write,
    summary: "Change a dashboard and its tiles; `deleted: true` hides it, `false` brings it back",
    body: dashboardChange,
    response: dashboard,
    async handler({ c, access, deps, body, param }) {
      const id = pathNumber(param("dashboard"));
      await changeDashboard(access, id, body, deps);
      const showing = { ask: readAsk({}), signal: c.req.raw.signal, deleted: true };
      return await showDashboard(access, id, showing, deps);
    },
  }),
  route({
    ...at,
    method: "delete",
    access: write,
    summary: "Hide a dashboard; its insights stay",
    handler: ({ access, deps, param }) =>
      changeDashboard(access, pathNumber(param("dashboard")), { deleted: true }, deps),
  }),
];
