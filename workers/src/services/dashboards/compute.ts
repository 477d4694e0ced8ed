import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { TileRow } from "@edgewise/db/mysql/repos/dashboard-tiles.ts";
import type { DashboardRow } from "@edgewise/db/mysql/repos/dashboards.ts";
import type { InsightRow } from "@edgewise/db/mysql/repos/insights.ts";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { ApiError } from "../../http/errors.ts";
import { type Ask, computeInsight } from "../insights/compute.ts";

/** A tile whose insight is live, with what computing gave. */
export interface FilledTile {
  readonly tile: TileRow;
  readonly insight: InsightRow | null;
  readonly answer: JsonObject | null;
  readonly error: { readonly type: string; readonly message: string } | null;
}

const AT_ONCE = 4;

/** The tiles of a dashboard with their results; a query that fails fails its tile alone. */
export async function fillTiles(
  access: ProjectAccess,
  dashboard: DashboardRow,
  tiles: readonly TileRow[],
  insights: readonly InsightRow[],
  ask: Ask,
  deps: RegionDeps,
  signal: AbortSignal,
): Promise<FilledTile[]> {
  const fill = async (tile: TileRow): Promise<FilledTile> => {
    const insight = insights.find(({ id }) => id === tile.insightId) ?? null;
    if (!insight) return { tile, insight, answer: null, error: null };
    try {
      const answer = await computeInsight(access, insight, ask, deps, signal, dashboard);
      return { tile, insight, answer, error: null };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { tile, insight, answer: null, error: { type: error.code, message: error.message } };
    }
  };
  const live = tiles.filter(
    ({ insightId }) => insightId === null || insights.some(({ id, deleted }) => id === insightId && !deleted),
  );
  const filled: FilledTile[] = [];
  for (let start = 0; start < live.length; start += AT_ONCE) {
    filled.push(...(await Promise.all(live.slice(start, start + AT_ONCE).map(fill))));
  }
  return filled;
}
