import { type ActivityFilter, listOrganizationActivity } from "@edgewise/db/mysql/repos/activity.ts";
import { listProjects } from "@edgewise/db/mysql/repos/projects.ts";
import { findUsers } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import { type OrganizationAccess, requireNoTeamLimit } from "../../../http/authorize.ts";
import { csvOf } from "../../../http/csv.ts";
import { dateBound } from "../../../http/date-bound.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { type ApiRoute, route } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";
import { presentAuthor, userBasic } from "../users/basic.ts";

/** Entries in one export: as many as one answer carries well. */
const EXPORT_ROWS = 10_000;

const entry = z.object({
  id: z.string(),
  created_at: z.string(),
  user: userBasic.nullable(),
  /** Null: the organisation itself. */
  project_id: z.number().int().nullable(),
  project_name: z.string().nullable(),
  scope: z.string(),
  item_id: z.string(),
  activity: z.string(),
  name: z.string().nullable(),
  changes: z.array(z.record(z.string(), z.unknown())),
  /** Null: a job. */
  address: z.string().nullable(),
  client: z.string().nullable(),
  /** `session`, or `key` with its label and mask; null: a job, or from before it was noted. */
  via: z.string().nullable(),
});
type Entry = z.input<typeof entry>;

const filters = z.object({
  search: z.string().max(200).optional(),
  scope: z.string().max(64).optional(),
  user: z.string().max(36).optional(),
  date_from: z.string().optional(),
  date_to: z.string().optional(),
});

function filterOf(query: z.infer<typeof filters>, now: Date): ActivityFilter {
  return {
    search: query.search || undefined,
    scope: query.scope || undefined,
    userId: query.user || undefined,
    from: dateBound("date_from", query.date_from, now, "UTC") ?? undefined,
    to: dateBound("date_to", query.date_to, now, "UTC") ?? undefined,
  };
}

async function load(
  access: OrganizationAccess,
  filter: ActivityFilter,
  page: { limit: number; offset: number },
  deps: Deps,
): Promise<{ total: number; entries: Entry[] }> {
  const { total, rows } = await listOrganizationActivity(access, deps.db, filter, page);
  const [users, projects] = await Promise.all([
    findUsers(
      rows.map(({ userId }) => userId),
      deps.db,
    ),
    listProjects([access.organizationId], deps.db),
  ]);
  const names = new Map(projects.map(({ id, name }) => [id, name]));
  const entries = rows.map(
    (row): Entry => ({
      id: row.id,
      created_at: isoMicros(row.createdAt),
      user: presentAuthor(row.userId, users),
      project_id: row.projectId,
      project_name: row.projectId === null ? null : (names.get(row.projectId) ?? null),
      scope: row.scope,
      item_id: row.itemId,
      activity: row.activity,
      name: row.detail.name ?? null,
      changes: (row.detail.changes ?? []).map((change) => ({ ...change })),
      address: row.address,
      client: row.client,
      via: row.detail.via ?? null,
    }),
  );
  return { total, entries };
}

const access = { kind: "organization", scope: "activity_log:read", role: "admin" } as const;

/** Every write in an organisation: by whom, from where, with the difference. */
export const ORGANIZATION_ACTIVITY_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: ["/api/organizations/:organization_id/activity/"],
    access,
    summary: "Audit log of the organization and all its projects, newest first",
    tag: "activity",
    query: pageQuery.extend(filters.shape),
    response: pageSchema(entry),
    async handler({ c, access, deps, query }) {
      requireNoTeamLimit(access.principal);
      const { total, entries } = await load(access, filterOf(query, deps.now()), query, deps);
      return pageOf(c, query, total, entries);
    },
  }),
  route({
    method: "get",
    paths: ["/api/organizations/:organization_id/activity/export/"],
    access,
    summary: "The same as a file, CSV or JSON: the newest 10,000 entries that the filters leave",
    tag: "activity",
    query: filters.extend({ format: z.enum(["csv", "json"]).default("csv") }),
    async handler({ access, deps, query }) {
      requireNoTeamLimit(access.principal);
      const page = { limit: EXPORT_ROWS, offset: 0 };
      const { entries } = await load(access, filterOf(query, deps.now()), page, deps);
      if (query.format === "json")
        return Response.json(entries, {
          headers: { "Content-Disposition": 'attachment; filename="audit-log.json"' },
        });
      const rows = entries.map(({ user, changes, ...rest }) => ({
        ...rest,
        user: user?.email ?? "",
        changes,
      }));
      return new Response(csvOf(rows), {
        headers: {
          "Content-Type": "text/csv; charset=utf-8",
          "Content-Disposition": 'attachment; filename="audit-log.csv"',
        },
      });
    },
  }),
];
