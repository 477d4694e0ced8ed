import { enrichedTiles, usageTiles } from "@edgewise/core/flags/usage-dashboard.ts";
import { flagDashboards, setFlagDashboard } from "@edgewise/db/mysql/repos/flag-dashboards.ts";
import type { FlagRow } from "@edgewise/db/mysql/repos/flags.ts";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid } from "../../http/errors.ts";
import { createFromTemplate, templateBody } from "../dashboards/templates.ts";
import { createInsight } from "../insights/write.ts";

/** The dashboard that shows how a flag is used, made when there is none. Returns its number. */
export async function ensureUsageDashboard(
  access: ProjectAccess,
  flag: FlagRow,
  deps: RegionDeps,
): Promise<number> {
  const [known] = await flagDashboards(access, deps.db, [flag.id]);
  if (known) return known.dashboardId;
  const { template } = templateBody.parse({
    template: {
      template_name: `Generated Dashboard: ${flag.key} Usage`.slice(0, 400),
      dashboard_description: `This dashboard shows how the feature flag "${flag.key}" is used.`,
      tags: ["feature-flag"],
      tiles: usageTiles(flag.key),
    },
  });
  const dashboardId = await createFromTemplate(access, template, deps);
  await setFlagDashboard(access, deps.db, { flagId: flag.id, dashboardId, enriched: false });
  return dashboardId;
}

/** Adds what `$feature_view` and `$feature_interaction` tell; once. */
export async function enrichUsageDashboard(
  access: ProjectAccess,
  flag: FlagRow,
  deps: RegionDeps,
): Promise<void> {
  const [known] = await flagDashboards(access, deps.db, [flag.id]);
  if (!known) {
    const path = `feature_flags/${flag.id}/dashboard/`;
    throw invalid(null, `Flag "${flag.key}" has no usage dashboard: make one with POST ${path} first.`);
  }
  if (known.enriched) return;
  for (const made of enrichedTiles(flag.key)) {
    if (made.type !== "INSIGHT") continue;
    const { name, description, query } = made;
    await createInsight(access, { name, description, query, dashboards: [known.dashboardId] }, deps);
  }
  await setFlagDashboard(access, deps.db, { ...known, enriched: true });
}
