import type { AnnotationRow } from "@edgewise/db/mysql/repos/annotations.ts";
import { findDashboards } from "@edgewise/db/mysql/repos/dashboards.ts";
import { findInsights } from "@edgewise/db/mysql/repos/insights.ts";
import { findUsers } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { isoMicros, isoMicrosOrNull } from "../../../http/time.ts";
import { presentAuthor, userBasic } from "../users/basic.ts";

export const annotation = z.object({
  id: z.number().int(),
  content: z.string(),
  date_marker: z.string().nullable(),
  creation_type: z.string(),
  dashboard_item: z.number().int().nullable(),
  dashboard_id: z.number().int().nullable(),
  dashboard_name: z.string().nullable(),
  insight_short_id: z.string().nullable(),
  insight_name: z.string().nullable(),
  insight_derived_name: z.string().nullable(),
  created_by: userBasic.nullable(),
  created_at: z.string(),
  updated_at: z.string(),
  deleted: z.boolean(),
  scope: z.string(),
  recording_id: z.null(),
  emoji: z.string().nullable(),
  hidden_in_user_interface: z.boolean().nullable(),
});

const present = (value: number | null): value is number => value !== null;

/** Annotations as the API shows them, with the names of what they stand on. */
export async function presentAnnotations(
  access: ProjectAccess,
  rows: readonly AnnotationRow[],
  deps: Deps,
): Promise<z.infer<typeof annotation>[]> {
  const [users, insights, dashboards] = await Promise.all([
    findUsers(
      rows.map((row) => row.createdBy),
      deps.db,
    ),
    findInsights(access, deps.db, rows.map((row) => row.insightId).filter(present)),
    findDashboards(access, deps.db, rows.map((row) => row.dashboardId).filter(present)),
  ]);
  return rows.map((row) => {
    const insight = insights.find(({ id }) => id === row.insightId);
    return {
      id: row.id,
      content: row.content,
      date_marker: isoMicrosOrNull(row.dateMarker),
      creation_type: row.creationType,
      dashboard_item: row.insightId,
      dashboard_id: row.dashboardId,
      dashboard_name: dashboards.find(({ id }) => id === row.dashboardId)?.name ?? null,
      insight_short_id: insight?.shortId ?? null,
      insight_name: insight?.name ?? null,
      insight_derived_name: insight?.derivedName ?? null,
      created_by: presentAuthor(row.createdBy, users),
      created_at: isoMicros(row.createdAt),
      updated_at: isoMicros(row.updatedAt),
      deleted: row.deleted,
      scope: row.scope,
      recording_id: null,
      emoji: row.emoji,
      hidden_in_user_interface: row.hidden,
    };
  });
}
