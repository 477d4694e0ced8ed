import {
  findSavedQuery,
  listSavedQueries,
  type SavedQueryRow,
} from "@edgewise/db/mysql/repos/saved-queries.ts";
import {
  listViewRuns,
  type StoredResultRow,
  storedResults,
  type ViewRunRow,
} from "@edgewise/db/mysql/repos/stored-views.ts";
import { findUsers } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { notFound } from "../../../http/errors.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";
import { DEFAULT_FREQUENCY, FREQUENCY_NAMES } from "../../../services/saved-queries/frequency.ts";
import { runView, setFrequency } from "../../../services/saved-queries/materialise.ts";
import { KEPT_RUNS } from "../../../services/saved-queries/store.ts";
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
  sync_frequency: z.string().nullable(),
  /** Of its latest run here; `Modified`: its SQL is newer. */
  status: z.string().nullable(),
  last_run_at: z.string().nullable(),
  latest_error: z.string().nullable(),
  latest_history_id: z.string(),
  is_materialized: z.boolean(),
});

async function present(
  access: ProjectAccess,
  rows: readonly SavedQueryRow[],
  deps: Deps,
): Promise<z.infer<typeof view>[]> {
  const authors = rows.map(({ createdBy }) => createdBy);
  const materialised = rows.flatMap(({ id, syncFrequency }) => (syncFrequency === null ? [] : [id]));
  const [users, runs, results] = await Promise.all([
    findUsers(authors, deps.db),
    listViewRuns(materialised, access.environmentId, deps.db, materialised.length * KEPT_RUNS),
    materialised.length === 0 ? [] : storedResults(access, deps.db),
  ]);
  return rows.map((row) => ({
    id: row.id,
    deleted: false,
    name: row.name,
    query: { kind: "HogQLQuery", query: row.query },
    columns: row.columns.map(({ name, type }) => ({ key: name, name, type, schema_valid: true })),
    created_by: presentAuthor(row.createdBy, users),
    created_at: isoMicros(row.createdAt),
    updated_at: isoMicros(row.updatedAt),
    sync_frequency: row.syncFrequency,
    ...stateOf(
      row,
      runs.find(({ savedQueryId }) => savedQueryId === row.id),
      results.find(({ savedQueryId }) => savedQueryId === row.id),
    ),
    latest_history_id: historyId(row),
    is_materialized: row.syncFrequency !== null,
  }));
}

const runEntry = z.object({
  id: z.string(),
  status: z.string(),
  timestamp: z.string(),
  finished_at: z.string().nullable(),
  rows: z.number().nullable(),
  error: z.string().nullable(),
});

function stateOf(row: SavedQueryRow, run: ViewRunRow | undefined, stored: StoredResultRow | undefined) {
  if (row.syncFrequency === null) return { status: null, last_run_at: null, latest_error: null };
  const isOlder = run?.status === "Completed" && stored?.run === null;
  return {
    status: isOlder ? "Modified" : (run?.status ?? null),
    last_run_at: stored?.storedAt ? isoMicros(stored.storedAt) : null,
    latest_error: run?.error ?? null,
  };
}

async function load(access: ProjectAccess, id: string, deps: Deps) {
  const row = await findSavedQuery(access, deps.db, id);
  if (!row) throw notFound();
  const [shown] = await present(access, [row], deps);
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
      return pageOf(c, query, total, await present(access, rows, deps));
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
  route({
    method: "post",
    paths: underProject("warehouse_saved_queries/:view/materialize/"),
    access: write,
    summary: "Store the view's result now, and anew every so often: SQL then reads what is stored",
    tag,
    body: z.object({ sync_frequency: z.enum(FREQUENCY_NAMES).default(DEFAULT_FREQUENCY) }),
    response: view,
    async handler({ c, access, deps, body, param }) {
      await setFrequency(access, param("view"), body.sync_frequency, deps);
      await runView(access, param("view"), deps, c.req.raw.signal);
      return await load(access, param("view"), deps);
    },
  }),
  route({
    method: "post",
    paths: underProject("warehouse_saved_queries/:view/run/"),
    access: write,
    summary: "Store a materialised view's result now",
    tag,
    response: view,
    async handler({ c, access, deps, param }) {
      await runView(access, param("view"), deps, c.req.raw.signal);
      return await load(access, param("view"), deps);
    },
  }),
  route({
    method: "get",
    paths: underProject("warehouse_saved_queries/:view/run_history/"),
    access: read,
    summary: "The last five runs of a materialised view",
    tag,
    response: z.object({ run_history: z.array(runEntry) }),
    async handler({ access, deps, param }) {
      const row = await findSavedQuery(access, deps.db, param("view"));
      if (!row) throw notFound();
      const runs = await listViewRuns([row.id], access.environmentId, deps.db, KEPT_RUNS);
      return {
        run_history: runs.map(({ id, status, startedAt, endedAt, rowCount, error }) => ({
          id,
          status,
          timestamp: isoMicros(startedAt),
          finished_at: endedAt && isoMicros(endedAt),
          rows: rowCount,
          error,
        })),
      };
    },
  }),
  route({
    method: "post",
    paths: underProject("warehouse_saved_queries/:view/revert_materialization/"),
    access: write,
    summary: "Compute the view whenever it is read, and delete what is stored",
    tag,
    response: view,
    async handler({ access, deps, param }) {
      await setFrequency(access, param("view"), null, deps);
      return await load(access, param("view"), deps);
    },
  }),
];
