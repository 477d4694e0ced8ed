import { levelAtLeast } from "@edgewise/core/access/level.ts";
import { listTiles, type TileRow } from "@edgewise/db/mysql/repos/dashboard-tiles.ts";
import { type DashboardRow, findDashboards } from "@edgewise/db/mysql/repos/dashboards.ts";
import { findInsights } from "@edgewise/db/mysql/repos/insights.ts";
import { sharedDashboards } from "@edgewise/db/mysql/repos/sharing.ts";
import { findUsers, type UserRow } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import type { Deps, RegionDeps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { notFound } from "../../../http/errors.ts";
import { levelOn } from "../../../http/governed.ts";
import { isoMicros } from "../../../http/time.ts";
import { fillTiles } from "../../../services/dashboards/compute.ts";
import type { Ask } from "../../../services/insights/compute.ts";
import { insight, presentInsights, resultFields } from "../insights/present.ts";
import { presentAuthor, userBasic } from "../users/basic.ts";

export const dashboardBasic = z.object({
  id: z.number().int(),
  name: z.string(),
  description: z.string(),
  pinned: z.boolean(),
  created_at: z.string(),
  created_by: userBasic.nullable(),
  last_accessed_at: z.null(),
  last_viewed_at: z.null(),
  is_shared: z.boolean(),
  deleted: z.boolean(),
  creation_mode: z.string(),
  tags: z.array(z.string()),
  restriction_level: z.number().int(),
  effective_restriction_level: z.number().int(),
  effective_privilege_level: z.number().int(),
  user_access_level: z.string(),
  access_control_version: z.string(),
  last_refresh: z.string().nullable(),
  team_id: z.number().int(),
});

export const tile = z.object({
  id: z.number().int(),
  insight: insight.nullable(),
  text: z
    .object({
      id: z.number().int(),
      body: z.string(),
      created_by: userBasic.nullable(),
      last_modified_at: z.string(),
      team: z.number().int(),
    })
    .nullable(),
  button_tile: z.null(),
  widget: z
    .object({
      id: z.string(),
      widget_type: z.string(),
      name: z.string().nullable(),
      description: z.string(),
      config: z.looseObject({}),
    })
    .nullable(),
  layouts: z.looseObject({}),
  color: z.string().nullable(),
  order: z.number().int(),
  last_refresh: z.string().nullable(),
  is_cached: z.boolean(),
  show_description: z.null(),
  error: z.object({ type: z.string(), message: z.string() }).nullable(),
});

export const dashboard = dashboardBasic.extend({
  tiles: z.array(tile),
  filters: z.looseObject({}),
  variables: z.looseObject({}),
  persisted_filters: z.looseObject({}),
  persisted_variables: z.looseObject({}),
  breakdown_colors: z.array(z.unknown()),
  data_color_theme_id: z.null(),
  quick_filter_ids: z.null(),
});

function basic(
  access: ProjectAccess,
  row: DashboardRow,
  users: ReadonlyMap<string, UserRow>,
  isShared: boolean,
) {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    pinned: row.pinned,
    created_at: isoMicros(row.createdAt),
    created_by: presentAuthor(row.createdBy, users),
    last_accessed_at: null,
    last_viewed_at: null,
    is_shared: isShared,
    deleted: row.deleted,
    creation_mode: row.creationMode,
    tags: row.tags,
    restriction_level: 21,
    effective_restriction_level: 21,
    effective_privilege_level: levelAtLeast(levelOn(access, "dashboard", row.id), "editor") ? 37 : 21,
    user_access_level: levelOn(access, "dashboard", row.id),
    access_control_version: "v2",
    last_refresh: null,
    team_id: access.environmentId,
  };
}

/** Dashboards as lists show them: without tiles. */
export async function presentBasics(access: ProjectAccess, rows: readonly DashboardRow[], deps: Deps) {
  const users = await findUsers(
    rows.map((row) => row.createdBy),
    deps.db,
  );
  const ids = rows.map(({ id }) => id);
  const shared = await sharedDashboards(access, deps.db, ids);
  return rows.map((row) => basic(access, row, users, shared.has(row.id)));
}

const presentWidget = ({ type, ...widget }: NonNullable<TileRow["widget"]>) => ({
  ...widget,
  widget_type: type,
});

/** How a dashboard is to be shown. */
export interface Showing {
  readonly ask: Ask;
  readonly signal: AbortSignal;
  /** Also one that was just hidden. */
  readonly deleted?: boolean;
}

/** One dashboard with its tiles, in the answers' shape. Throws 404. */
export async function showDashboard(
  access: ProjectAccess,
  id: number,
  { ask, signal, deleted = false }: Showing,
  deps: RegionDeps,
): Promise<z.infer<typeof dashboard>> {
  const [row] = await findDashboards(access, deps.db, [id]);
  if (!row || (row.deleted && !deleted)) throw notFound();
  const tiles = await listTiles(access, deps.db, id);
  const insights = await findInsights(
    access,
    deps.db,
    tiles.map(({ insightId }) => insightId).filter((insightId) => insightId !== null),
  );
  const [users, shown, filled, shared] = await Promise.all([
    findUsers([row.createdBy, ...tiles.map(({ createdBy }) => createdBy)], deps.db),
    presentInsights(access, insights, deps),
    fillTiles(access, row, tiles, insights, ask, deps, signal),
    sharedDashboards(access, deps.db, [id]),
  ]);
  const refreshed = filled.flatMap(({ answer }) => resultFields(answer).last_refresh ?? []);
  return {
    ...basic(access, row, users, shared.has(id)),
    // As old as its oldest result.
    last_refresh: refreshed.toSorted()[0] ?? null,
    tiles: filled.map(({ tile, answer, error }, order) => {
      const results = resultFields(answer);
      const saved = shown.find(({ id }) => id === tile.insightId);
      return {
        id: tile.id,
        insight: saved ? { ...saved, ...results } : null,
        text:
          tile.body === null
            ? null
            : {
                id: tile.id,
                body: tile.body,
                created_by: presentAuthor(tile.createdBy, users),
                last_modified_at: isoMicros(tile.updatedAt),
                team: access.environmentId,
              },
        button_tile: null,
        widget: tile.widget && presentWidget(tile.widget),
        layouts: tile.layouts,
        color: tile.color,
        order,
        last_refresh: results.last_refresh,
        is_cached: results.is_cached,
        show_description: null,
        error,
      };
    }),
    filters: row.filters,
    variables: row.variables,
    persisted_filters: row.filters,
    persisted_variables: row.variables,
    breakdown_colors: row.breakdownColors,
    data_color_theme_id: null,
    quick_filter_ids: null,
  };
}
