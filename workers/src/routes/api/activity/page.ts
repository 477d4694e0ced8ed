import {
  type ActivityFilter,
  type ActivityItems,
  type ActivityRow,
  listActivity,
} from "@edgewise/db/mysql/repos/activity.ts";
import { releaseIdsOf } from "@edgewise/db/mysql/repos/guarded-releases.ts";
import { findUsers } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { hiddenIds } from "../../../http/governed.ts";
import { isoMicros } from "../../../http/time.ts";
import type { ApiContext } from "../../../http/types.ts";
import { presentAuthor, userBasic } from "../users/basic.ts";

const whole = (fallback: number, most: number) =>
  z.coerce.number().int().min(1).max(most).catch(fallback).default(fallback);

export const activityQuery = z.object({
  page: whole(1, 100_000),
  limit: whole(20, 100),
  page_size: z.coerce.number().int().min(1).max(100).optional().catch(undefined),
  scope: z.string().optional(),
  item_id: z.string().optional(),
  user: z.string().optional(),
});

export const activityItem = z.object({
  id: z.string(),
  user: userBasic.nullable(),
  unread: z.boolean(),
  organization_id: z.string(),
  was_impersonated: z.boolean(),
  is_system: z.boolean(),
  activity: z.string(),
  item_id: z.string(),
  scope: z.string(),
  detail: z.record(z.string(), z.unknown()),
  created_at: z.string(),
});

export const activityPage = z.object({
  results: z.array(activityItem),
  next: z.string().nullable(),
  previous: z.string().nullable(),
  count: z.number().int(),
  total_count: z.number().int(),
});

/** A page of audit entries, numbered as this resource does it (`page`, not `offset`). */
export async function pageOfActivity(
  c: ApiContext,
  access: ProjectAccess,
  filter: ActivityFilter,
  query: z.infer<typeof activityQuery>,
  deps: Deps,
): Promise<z.infer<typeof activityPage>> {
  const limit = query.page_size ?? query.limit;
  const offset = (query.page - 1) * limit;
  const without = await closedTo(access, deps);
  const { total, rows } = await listActivity(access, deps.db, { ...filter, without }, { limit, offset });
  const users = await findUsers(
    rows.map((row) => row.userId),
    deps.db,
  );
  const results = rows.map((row) => ({ ...presentEntry(row), user: presentAuthor(row.userId, users) }));
  return {
    results,
    next: offset + limit < total ? linkTo(c, query.page + 1) : null,
    previous: query.page > 1 ? linkTo(c, query.page - 1) : null,
    count: total,
    total_count: total,
  };
}

/** What the person may not see, and so must not meet in the log by name either. */
async function closedTo(access: ProjectAccess, deps: Deps): Promise<readonly ActivityItems[]> {
  const flags = hiddenIds(access, "feature_flag");
  return [
    { scope: "Dashboard", ids: hiddenIds(access, "dashboard") },
    { scope: "FeatureFlag", ids: flags },
    { scope: "GuardedRelease", ids: await releaseIdsOf(access, deps.db, flags) },
  ];
}

function presentEntry(row: ActivityRow) {
  return {
    id: row.id,
    unread: false,
    organization_id: row.organizationId,
    was_impersonated: false,
    is_system: row.userId === null,
    activity: row.activity,
    item_id: row.itemId,
    scope: row.scope,
    detail: { id: null, short_id: null, type: null, ...row.detail },
    created_at: isoMicros(row.createdAt),
  };
}

function linkTo(c: ApiContext, page: number): string {
  const asked = new URL(c.req.url);
  const url = new URL(asked.pathname + asked.search, c.get("deps").config.edgeUrl);
  url.searchParams.set("page", String(page));
  return url.toString();
}
