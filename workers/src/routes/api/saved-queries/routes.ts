import {
  findSavedQuery,
  listSavedQueries,
  type SavedQueryRow,
} from "@edgewise/db/mysql/repos/saved-queries.ts";
import { findUsers } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { notFound } from "../../../http/errors.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";
import {
  changeView,
  createView,
  historyId,
  removeView,
  savedQueryBody,
} from "../../../services/saved-queries/write.ts";
import { presentAuthor, userBasic } from "../users/basic.ts";

const tag = "views";
const read = { kind: "project", scope: "warehouse_view:read" } as const;
const write = { kind: "project", scope: "warehouse_view:write" } as const;
const at = { paths: underProject("warehouse_saved_queries/:view/"), tag };

const view = z.object({
  id: z.string(),
  deleted: z.boolean(),
  name: z.string(),
  query: z.object({ kind: z.literal("HogQLQuery"), query: z.string() }),
  columns: z.array(
    z.object({ key: z.string(), name: z.string(), type: z.string(), schema_valid: z.boolean() }),
  ),
  created_by: userBasic.nullable(),
  created_at: z.string(),
  updated_at: z.string(),
  sync_frequency: z.null(),
  status: z.null(),
  last_run_at: z.null(),
  latest_error: z.null(),
  latest_history_id: z.string(),
  is_materialized: z.boolean(),
});

async function present(rows: readonly SavedQueryRow[], deps: Deps): Promise<z.infer<typeof view>[]> {
  const authors = rows.map(({ createdBy }) => createdBy);
  const users = await findUsers(authors, deps.db);
  return rows.map((row) => ({
    id: row.id,
    deleted: false,
    name: row.name,
    query: { kind: "HogQLQuery", query: row.query },
    columns: row.columns.map(({ name, type }) => ({ key: name, name, type, schema_valid: true })),
    created_by: presentAuthor(row.createdBy, users),
    created_at: isoMicros(row.createdAt),
    updated_at: isoMicros(row.updatedAt),
    sync_frequency: null,
    status: null,
    last_run_at: null,
    latest_error: null,
    latest_history_id: historyId(row),
    is_materialized: false,
  }));
}

async function load(access: ProjectAccess, id: string, deps: Deps) {
  const row = await findSavedQuery(access, deps.db, id);
  if (!row) throw notFound();
  const [shown] = await present([row], deps);
  return shown;
}

export const SAVED_QUERY_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("warehouse_saved_queries/"),
    access: read,
    summary: "Views: SQL that other SQL reads as a table",
    tag,
    query: pageQuery.extend({ search: z.string().optional() }),
    response: pageSchema(view),
    async handler({ c, access, deps, query }) {
      const { total, rows } = await listSavedQueries(access, deps.db, query.search || undefined, query);
      return pageOf(c, query, total, await present(rows, deps));
    },
  }),
  route({
    method: "post",
    paths: underProject("warehouse_saved_queries/"),
    access: write,
    summary: "A new view, which must run",
    tag,
    body: savedQueryBody,
    response: view,
    status: 201,
    handler: async ({ c, access, deps, body }) =>
      await load(access, await createView(access, body, deps, c.req.raw.signal), deps),
  }),
  route({
    ...at,
    method: "get",
    access: read,
    summary: "One view",
    response: view,
    handler: ({ access, deps, param }) => load(access, param("view"), deps),
  }),
  route({
    ...at,
    method: "patch",
    access: write,
    summary: "Change a view; with `edited_history_id` only if nobody else did since",
    body: savedQueryBody.partial(),
    response: view,
    async handler({ c, access, deps, body, param }) {
      await changeView(access, param("view"), body, deps, c.req.raw.signal);
      return await load(access, param("view"), deps);
    },
  }),
  route({
    ...at,
    method: "delete",
    access: write,
    summary: "Delete a view",
    handler: ({ access, deps, param }) => removeView(access, param("view"), deps),
  }),
];
