import { listTiles } from "@edgewise/db/mysql/repos/dashboard-tiles.ts";
import { findDashboards } from "@edgewise/db/mysql/repos/dashboards.ts";
import { findInsights } from "@edgewise/db/mysql/repos/insights.ts";
import { notFound } from "../../../http/errors.ts";
import { pathNumber } from "../../../http/path-number.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { fillTiles } from "../../../services/dashboards/compute.ts";
import { computeQuery, readAsk } from "../../../services/insights/compute.ts";
import { resultFields } from "../insights/present.ts";
import { showDashboard } from "./present.ts";

const AT_ONCE = 4;

/** A dashboard piece by piece, as server-sent events. */
export const DASHBOARD_STREAM_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("dashboards/:dashboard/stream_tiles/"),
    access: { kind: "project", scope: "dashboard:read" },
    summary: "A dashboard (`metadata`), then each tile (`tile`) as soon as it is computed, then `complete`",
    tag: "dashboards",
    query: computeQuery.omit({ client_query_id: true }),
    async handler({ c, access, deps, query, param }) {
      const id = pathNumber(param("dashboard"));
      const ask = readAsk(query);
      const { signal } = c.req.raw;
      const { tiles, ...dashboard } = await showDashboard(access, id, { ask: readAsk({}), signal }, deps);
      const [[row], rows] = await Promise.all([
        findDashboards(access, deps.db, [id]),
        listTiles(access, deps.db, id),
      ]);
      if (!row) throw notFound();
      const insights = await findInsights(
        access,
        deps.db,
        rows.flatMap(({ insightId }) => insightId ?? []),
      );
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
      const writer = writable.getWriter();
      const send = (type: string, rest: object) =>
        writer.write(new TextEncoder().encode(`data: ${JSON.stringify({ type, ...rest })}\n\n`));
      const waiting = [...tiles.entries()];
      const work = async () => {
        for (let next = waiting.shift(); next; next = waiting.shift()) {
          const [order, tile] = next;
          const own = rows.filter((one) => one.id === tile.id);
          const [filled] = await fillTiles(access, row, own, insights, ask, deps, signal);
          if (!filled) continue;
          const results = resultFields(filled.answer);
          const insight = tile.insight && { ...tile.insight, ...results };
          const { last_refresh, is_cached } = results;
          await send("tile", {
            order,
            tile: { ...tile, insight, last_refresh, is_cached, error: filled.error },
          });
        }
      };
      const all = async () => {
        try {
          await send("metadata", { dashboard: { ...dashboard, tiles: [] }, total: tiles.length });
          await Promise.all(Array.from({ length: AT_ONCE }, work));
          await send("complete", {});
          await writer.close();
        } catch (error) {
          // The status has left: only a broken transfer says that something is missing.
          await writer.abort(error).catch(() => undefined);
        }
      };
      // The open answer keeps it at work; a reader who goes away ends it.
      void all();
      return new Response(readable, {
        headers: { "Content-Type": "text/event-stream", "Cache-Control": "no-store" },
      });
    },
  }),
];
