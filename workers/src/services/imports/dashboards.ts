import { addTile } from "@edgewise/db/mysql/repos/dashboard-tiles.ts";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { newDashboardBody } from "../dashboards/body.ts";
import { createDashboard } from "../dashboards/write.ts";
import type { Config, ConfigOutcome } from "./config.ts";

/** Makes the dashboards that are missing, with the insights that were made or found before. */
export async function importDashboards(
  access: ProjectAccess,
  dashboards: Config["dashboards"],
  existing: Config["dashboards"],
  maps: { readonly insights: ReadonlyMap<number, number>; readonly dashboards: Map<number, number> },
  outcome: ConfigOutcome,
  deps: RegionDeps,
): Promise<void> {
  const kind = "dashboards";
  for (const { id, tiles, ...dashboard } of dashboards) {
    const known = existing.find(({ name }) => name === dashboard.name);
    if (known) {
      maps.dashboards.set(id, known.id);
      outcome.skipped[kind] = (outcome.skipped[kind] ?? 0) + 1;
      continue;
    }
    try {
      const dashboardId = await createDashboard(access, newDashboardBody.parse(dashboard), deps);
      maps.dashboards.set(id, dashboardId);
      for (const tile of tiles) {
        const insightId = tile.insight_id === null ? null : (maps.insights.get(tile.insight_id) ?? null);
        if (insightId === null && tile.body === null) continue;
        const { body, layouts, color } = tile;
        const stamps = { createdBy: access.userId, updatedAt: deps.now() };
        await addTile(access, deps.db, { dashboardId, insightId, body, layouts, color, ...stamps });
      }
      outcome.created[kind] = (outcome.created[kind] ?? 0) + 1;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      outcome.failed.push({ kind, name: dashboard.name, reason: reason.slice(0, 500) });
    }
  }
}
