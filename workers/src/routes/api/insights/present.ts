import type { JsonObject } from "@edgewise/core/events/types.ts";
import { alertsOfInsights } from "@edgewise/db/mysql/repos/alerts.ts";
import { tilesOfInsights } from "@edgewise/db/mysql/repos/dashboard-tiles.ts";
import type { InsightRow } from "@edgewise/db/mysql/repos/insights.ts";
import { findUsers } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { isoMicros } from "../../../http/time.ts";
import { presentAuthor, userBasic } from "../users/basic.ts";

const nullableText = z.string().nullable();

export const insight = z.object({
  id: z.number().int(),
  short_id: z.string(),
  name: z.string(),
  derived_name: nullableText,
  description: z.string(),
  query: z.looseObject({}),
  filters: z.object({}),
  order: z.null(),
  deleted: z.boolean(),
  dashboards: z.array(z.number().int()),
  dashboard_tiles: z.array(
    z.object({ id: z.number().int(), dashboard_id: z.number().int(), deleted: z.boolean() }),
  ),
  tags: z.array(z.string()),
  favorited: z.boolean(),
  saved: z.boolean(),
  created_by: userBasic.nullable(),
  created_at: z.string(),
  updated_at: z.string(),
  last_modified_by: userBasic.nullable(),
  last_modified_at: z.string(),
  is_sample: z.boolean(),
  effective_restriction_level: z.number().int(),
  effective_privilege_level: z.number().int(),
  user_access_level: z.string(),
  alerts: z.array(z.unknown()),
  last_viewed_at: z.null(),
  // What computing adds; null or false without it.
  result: z.unknown(),
  hasMore: z.boolean().nullable(),
  columns: z.array(z.unknown()).nullable(),
  types: z.array(z.unknown()).nullable(),
  hogql: nullableText,
  timezone: nullableText,
  is_cached: z.boolean(),
  last_refresh: nullableText,
  cache_target_age: nullableText,
  next_allowed_client_refresh: nullableText,
  query_status: z.looseObject({}).nullable(),
  resolved_date_range: z.looseObject({}).nullable(),
  /** When the data behind it came over a spending limit, and how much. */
  over_limit: z.looseObject({}).nullable(),
});
export type Insight = z.infer<typeof insight>;

const COMPUTED = [
  "hasMore",
  "columns",
  "types",
  "hogql",
  "timezone",
  "last_refresh",
  "cache_target_age",
  "next_allowed_client_refresh",
  "query_status",
  "resolved_date_range",
  "over_limit",
] as const;

/** The fields of an insight that its query's answer fills; null = not computed. */
export function resultFields(answer: JsonObject | null) {
  const fields = Object.fromEntries(COMPUTED.map((name) => [name, answer?.[name] ?? null]));
  const computed = fields as Pick<Insight, (typeof COMPUTED)[number]>;
  return { ...computed, result: answer?.results ?? null, is_cached: answer?.is_cached === true };
}

/** Insights as the API shows them, without results. */
export async function presentInsights(
  access: ProjectAccess,
  rows: readonly InsightRow[],
  deps: Deps,
): Promise<Insight[]> {
  const [users, tiles, alerts] = await Promise.all([
    findUsers(
      rows.flatMap((row) => [row.createdBy, row.lastModifiedBy]),
      deps.db,
    ),
    tilesOfInsights(
      access,
      deps.db,
      rows.map((row) => row.id),
    ),
    alertsOfInsights(
      access,
      deps.db,
      rows.map((row) => row.id),
    ),
  ]);
  return rows.map((row) => {
    const own = tiles.filter(({ insightId }) => insightId === row.id);
    return {
      id: row.id,
      short_id: row.shortId,
      name: row.name,
      derived_name: row.derivedName,
      description: row.description,
      query: row.query,
      filters: {},
      order: null,
      deleted: row.deleted,
      dashboards: own.map(({ dashboardId }) => dashboardId),
      dashboard_tiles: own.map(({ id, dashboardId }) => ({ id, dashboard_id: dashboardId, deleted: false })),
      tags: row.tags,
      favorited: row.favorited,
      saved: row.saved,
      created_by: presentAuthor(row.createdBy, users),
      created_at: isoMicros(row.createdAt),
      updated_at: isoMicros(row.updatedAt),
      last_modified_by: presentAuthor(row.lastModifiedBy, users),
      last_modified_at: isoMicros(row.lastModifiedAt),
      is_sample: false,
      effective_restriction_level: 21,
      effective_privilege_level: access.role === "viewer" ? 21 : 37,
      user_access_level: access.role === "viewer" ? "viewer" : "editor",
      alerts: alerts
        .filter(({ insightId }) => insightId === row.id)
        .map(({ id, name, state, enabled }) => ({ id, name, state, enabled })),
      last_viewed_at: null,
      ...resultFields(null),
    };
  });
}
