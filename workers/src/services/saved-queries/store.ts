import type { JsonObject } from "@edgewise/core/events/types.ts";
import { prepareQuery } from "@edgewise/core/insights/registry.ts";
import type { SavedQueryRow } from "@edgewise/db/mysql/repos/saved-queries.ts";
import {
  putResult,
  putViewRun,
  storedResults,
  type ViewRunRow,
} from "@edgewise/db/mysql/repos/stored-views.ts";
import type { RegionDeps } from "../../deps.ts";
import { ApiError } from "../../http/errors.ts";
import { asApiError, compileFor, QUERY_LIMITS } from "../query/compute.ts";
import { definitionsFor } from "../query/definitions.ts";
import { queryEngineOf } from "../query/engine.ts";
import { engineError } from "../query/engine-error.ts";
import { projectContext } from "../query/project-context.ts";
import type { QueryTenant } from "../query/tenant.ts";
import { nextRun } from "./frequency.ts";

/** Rows a materialised view may hold, and characters of them. */
export const MOST_ROWS = 100_000;
const MOST_CHARACTERS = 64_000_000;
const ROWS_A_BATCH = 20_000;
/** Runs that its history tells. */
export const KEPT_RUNS = 5;

interface Column {
  readonly name: string;
  readonly type: string;
}

/**
 * Computes a view and stores its rows as what is read from now on; what was stored before goes. Notes the run. Throws
 * ApiError when it fails: the rows of the last run stay.
 */
export async function storeView(
  tenant: QueryTenant,
  view: SavedQueryRow,
  deps: RegionDeps,
  signal?: AbortSignal,
): Promise<void> {
  const startedAt = deps.now();
  const base = { id: deps.newId(), savedQueryId: view.id, environmentId: tenant.environmentId, startedAt };
  const note = (end: Pick<ViewRunRow, "status" | "endedAt" | "rowCount" | "error">) =>
    putViewRun({ ...base, ...end }, deps.db, KEPT_RUNS);
  await note({ status: "Running", endedAt: null, rowCount: null, error: null });
  try {
    const { columns, rows } = await computeRows(tenant, view, deps, signal);
    const run = startedAt.getTime();
    await writeRows(tenant, view.id, run, rows, deps);
    const before = (await storedResults(tenant, deps.db)).find(
      ({ savedQueryId }) => savedQueryId === view.id,
    );
    const { projectId, environmentId } = tenant;
    const now = deps.now();
    const dueAt = nextRun(view.syncFrequency ?? "", now);
    const result = { savedQueryId: view.id, projectId, environmentId, run, columns, dueAt, storedAt: now };
    await putResult(result, deps.db);
    await note({ status: "Completed", endedAt: now, rowCount: rows.length, error: null });
    // Queries that began with the last run may still read it: only those before it go.
    await eraseRuns(tenant.environmentId, view.id, before?.run ?? run, deps);
  } catch (error) {
    const reason = error instanceof ApiError ? error.message : "The view could not be stored.";
    await note({ status: "Failed", endedAt: deps.now(), rowCount: null, error: reason });
    throw error;
  }
}

async function computeRows(tenant: QueryTenant, view: SavedQueryRow, deps: RegionDeps, signal?: AbortSignal) {
  const query: JsonObject = { kind: "HogQLQuery", query: view.query };
  const [engine, definitions] = await Promise.all([queryEngineOf(deps), definitionsFor(query, tenant, deps)]);
  const context = await projectContext(engine, tenant, definitions, deps.now().getTime(), false);
  const prepared = prepareQuery(query, context);
  if (!prepared.ok) throw asApiError(prepared.error.code, prepared.error.message, prepared.error.attr);
  if (prepared.value.run === "none") throw new ApiError("invalid_input", "This query has no rows.");
  const limits = { defaultRows: null, maxRows: MOST_ROWS + 1 };
  const compiled = compileFor({ ...prepared.value, limits }, context);
  const options = {
    ...QUERY_LIMITS,
    utcTimes: true,
    queryId: `edgewise-${tenant.environmentId}-${deps.newId()}`,
    ...(signal ? { signal } : {}),
  };
  const result = await engine.turns.run(tenant, () => engine.warehouse.query(compiled, options), {
    counts: true,
  });
  if (!result.ok) throw engineError(result.error, QUERY_LIMITS.maxExecutionSeconds);
  const { rows, columns } = result.value;
  if (rows.length > MOST_ROWS) {
    const message = `A materialised view holds ${MOST_ROWS.toLocaleString("en")} rows at most: aggregate, or leave it computed when read.`;
    throw new ApiError("invalid_input", message);
  }
  return { rows, columns: namesOf(columns, compiled.columns) };
}

/** Columns are called as the query calls them, with the engine's types. */
const namesOf = (types: readonly Column[], names: readonly { readonly name: string }[]): Column[] =>
  types.map(({ name, type }, index) => ({ name: names[index]?.name ?? name, type }));

async function writeRows(
  { environmentId }: QueryTenant,
  viewId: string,
  run: number,
  rows: readonly (readonly unknown[])[],
  deps: RegionDeps,
): Promise<void> {
  let characters = 0;
  for (let at = 0; at < rows.length; at += ROWS_A_BATCH) {
    const lines = rows.slice(at, at + ROWS_A_BATCH).map((row, index) => {
      const cells = JSON.stringify(row);
      characters += cells.length;
      return JSON.stringify({
        environment_id: environmentId,
        view_id: viewId,
        run,
        number: at + index,
        cells,
      });
    });
    if (characters > MOST_CHARACTERS)
      throw new ApiError(
        "invalid_input",
        "The rows are too large to be stored: leave out columns, or aggregate.",
      );
    const inserted = await deps.warehouse.insert(
      "view_rows",
      lines.join("\n"),
      `view:${viewId}:${run}:${at}`,
    );
    if (!inserted.ok) throw engineError(inserted.error, QUERY_LIMITS.maxExecutionSeconds);
  }
}

/** Deletes what an environment stored of a view before a run; all of it without one. */
export async function eraseRuns(
  environmentId: number,
  viewId: string,
  before: number | null,
  deps: RegionDeps,
): Promise<void> {
  const older = before === null ? "" : " AND run < {p2:UInt64}";
  const erased = await deps.warehouse.erase("view_rows", {
    sql: `environment_id = {p0:UInt32} AND view_id = {p1:String}${older}`,
    params: {
      p0: { type: "UInt32", value: environmentId },
      p1: { type: "String", value: viewId },
      ...(before === null ? {} : { p2: { type: "UInt64", value: before } }),
    },
  });
  if (!erased.ok) throw engineError(erased.error, QUERY_LIMITS.maxExecutionSeconds);
}
