import type { JsonObject } from "@edgewise/core/events/types.ts";
import { applyOverrides } from "@edgewise/core/insights/apply-overrides.ts";
import { isPublicKind, publicAnswer, publicQuery } from "@edgewise/core/sharing/public-query.ts";
import { listTiles } from "@edgewise/db/mysql/repos/dashboard-tiles.ts";
import { type DashboardRow, findDashboards } from "@edgewise/db/mysql/repos/dashboards.ts";
import { findInsights, type InsightRow } from "@edgewise/db/mysql/repos/insights.ts";
import type { Deps } from "../../deps.ts";
import { ApiError, notFound } from "../../http/errors.ts";
import { computeInsight, readAsk } from "../insights/compute.ts";
import { inRegionOf } from "../regions/in-region.ts";
import type { Opened } from "./open.ts";

/** One insight or text of a shared page. */
export interface SharedTile {
  /** 0: the page is this insight alone. */
  readonly id: number;
  readonly name: string;
  readonly description: string;
  /** What drawing needs; null for a text, or when it lists people and stays inside. */
  readonly query: JsonObject | null;
  readonly text: string | null;
  readonly layouts: JsonObject;
  readonly color: string | null;
}

export interface SharedPage {
  readonly kind: "dashboard" | "insight" | "link";
  readonly name: string;
  readonly description: string;
  readonly tiles: readonly SharedTile[];
}

/** An insight of the page with what its dashboard lays over it: never leaves the Worker. */
interface Part extends SharedTile {
  readonly source: JsonObject | null;
  readonly dashboard: Pick<DashboardRow, "filters" | "variables"> | null;
}

/** What a shared page shows, without results. Throws 404 when the thing is gone. */
export async function showShared(opened: Opened, deps: Deps): Promise<SharedPage> {
  const { parts, ...page } = await load(opened, deps);
  return { ...page, tiles: parts.map(({ source: _, dashboard: __, ...tile }) => tile) };
}

/** The numbers of one tile, five minutes old at most. Throws 404 for what the page doesn't show. */
export async function answerShared(
  opened: Opened,
  tileId: number,
  deps: Deps,
  signal: AbortSignal,
): Promise<JsonObject> {
  const { parts } = await load(opened, deps);
  const part = parts.find(({ id }) => id === tileId);
  if (!part?.source || !part.query) throw notFound();
  limit(opened.row.id, deps);
  const ask = readAsk({ refresh: "lazy_async" });
  const shown = { query: part.source };
  const regional = await inRegionOf(opened.tenant, deps);
  const answer = await computeInsight(opened.tenant, shown, ask, regional, signal, part.dashboard ?? {});
  return publicAnswer(answer ?? {});
}

function limit(sharingId: number, deps: Deps): void {
  const wait = deps.limiter?.take(`shared:${sharingId}`, deps.now().getTime()) ?? 0;
  if (wait === 0) return;
  throw new ApiError("throttled", "This page is asked for too often.", {
    retryAfterSeconds: Math.ceil(wait),
  });
}

async function load(opened: Opened, deps: Deps): Promise<Omit<SharedPage, "tiles"> & { parts: Part[] }> {
  const { row, tenant } = opened;
  if (row.query !== null) {
    const page = { kind: "link" as const, name: row.name ?? "", description: "" };
    return { ...page, parts: [alone(row.query, page)] };
  }
  if (row.insightId !== null) {
    const [insight] = await findInsights(tenant, deps.db, [row.insightId]);
    if (!insight || insight.deleted) throw notFound();
    const page = { kind: "insight" as const, name: nameOf(insight), description: insight.description };
    return { ...page, parts: [alone(insight.query, page)] };
  }
  const [dashboard] =
    row.dashboardId === null ? [] : await findDashboards(tenant, deps.db, [row.dashboardId]);
  if (!dashboard || dashboard.deleted) throw notFound();
  const { name, description } = dashboard;
  return { kind: "dashboard", name, description, parts: await partsOf(opened, dashboard, deps) };
}

const nameOf = (insight: InsightRow): string => insight.name || (insight.derivedName ?? "");

const alone = (query: JsonObject, { name, description }: Pick<SharedPage, "name" | "description">): Part => ({
  id: 0,
  name,
  description,
  query: isPublicKind(query) ? publicQuery(query) : null,
  text: null,
  layouts: {},
  color: null,
  source: query,
  dashboard: null,
});

async function partsOf({ tenant }: Opened, dashboard: DashboardRow, deps: Deps): Promise<Part[]> {
  const tiles = await listTiles(tenant, deps.db, dashboard.id);
  const ids = tiles.flatMap(({ insightId }) => (insightId === null ? [] : [insightId]));
  const insights = new Map((await findInsights(tenant, deps.db, ids)).map((row) => [row.id, row]));
  return tiles.flatMap((tile): Part[] => {
    const place = { id: tile.id, layouts: tile.layouts, color: tile.color, dashboard };
    // Live lists name people: they stay inside.
    if (tile.widget) return [];
    if (tile.insightId === null) {
      return [{ ...place, name: "", description: "", query: null, text: tile.body ?? "", source: null }];
    }
    const insight = insights.get(tile.insightId);
    if (!insight || insight.deleted) return [];
    const query = applyOverrides(insight.query, dashboard.filters, dashboard.variables);
    const shown = isPublicKind(query) ? publicQuery(query) : null;
    const { description } = insight;
    return [
      { ...place, name: nameOf(insight), description, query: shown, text: null, source: insight.query },
    ];
  });
}
