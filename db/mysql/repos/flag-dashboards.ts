import { and, eq, inArray } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { dashboards, featureFlagDashboards } from "../schema/index.ts";
import type { ProjectTenant } from "../tenant.ts";

export interface FlagDashboard {
  readonly flagId: number;
  readonly dashboardId: number;
  readonly enriched: boolean;
}

/** Usage dashboards of flags; those that were deleted are none. */
export async function flagDashboards(
  tenant: ProjectTenant,
  db: Executor,
  flagIds: readonly number[],
): Promise<FlagDashboard[]> {
  if (flagIds.length === 0) return [];
  const { flagId, dashboardId, enriched, projectId } = featureFlagDashboards;
  return await db
    .select({ flagId, dashboardId, enriched })
    .from(featureFlagDashboards)
    .innerJoin(dashboards, and(eq(dashboards.id, dashboardId), eq(dashboards.deleted, false)))
    .where(and(eq(projectId, tenant.projectId), inArray(flagId, [...flagIds])));
}

/** Notes which dashboard shows a flag's use, in place of an earlier one. */
export async function setFlagDashboard(
  { projectId }: ProjectTenant,
  db: Executor,
  { flagId, dashboardId, enriched }: FlagDashboard,
): Promise<void> {
  await db
    .insert(featureFlagDashboards)
    .values({ flagId, projectId, dashboardId, enriched })
    .onDuplicateKeyUpdate({ set: { dashboardId, enriched } });
}
