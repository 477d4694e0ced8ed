import type { SavedQueryRow } from "@edgewise/db/mysql/repos/saved-queries.ts";
import {
  findStoredResult,
  putResult,
  putViewRun,
  replaceResult,
  type ViewRunRow,
} from "@edgewise/db/mysql/repos/stored-views.ts";
import type { RegionDeps } from "../../deps.ts";
import { ApiError } from "../../http/errors.ts";
import { QUERY_LIMITS } from "../query/compute.ts";
import { engineError } from "../query/engine-error.ts";
import type { QueryTenant } from "../query/tenant.ts";
import { nextRun } from "./frequency.ts";
import { writeRun } from "./write-run.ts";

/** Runs that its history tells. */
export const KEPT_RUNS = 5;

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
  const { projectId, environmentId } = tenant;
  const startedAt = deps.now();
  const run = startedAt.getTime();
  const base = { id: deps.newId(), savedQueryId: view.id, environmentId, startedAt };
  const note = (end: Pick<ViewRunRow, "status" | "endedAt" | "rowCount" | "error">) =>
    putViewRun({ ...base, ...end }, deps.db, KEPT_RUNS);
  await note({ status: "Running", endedAt: null, rowCount: null, error: null });
  let isRead = false;
  try {
    const fresh = { savedQueryId: view.id, projectId, environmentId };
    const before = (await findStoredResult(view.id, environmentId, deps.db)) ?? {
      ...fresh,
      run: null,
      columns: null,
      dueAt: null,
      storedAt: null,
    };
    await putResult(before, deps.db);
    const { columns, count } = await writeRun(tenant, view, run, deps, signal);
    const now = deps.now();
    const dueAt = nextRun(view.syncFrequency ?? "", now);
    // Who was deleted meanwhile may stand in these rows, or the view say something else by now.
    if (!(await replaceResult(before, { run, columns, dueAt, storedAt: now }, deps.db)))
      throw new ApiError(
        "conflict",
        "The view or its data was changed while it was stored: it is stored anew within minutes.",
      );
    isRead = true;
    await note({ status: "Completed", endedAt: now, rowCount: count, error: null });
    // Queries that began with the last run may still read it: only those before it go.
    await eraseRuns(environmentId, view.id, { below: before.run ?? run }, deps);
  } catch (error) {
    if (isRead) throw error;
    const reason = error instanceof ApiError ? error.message : "The view could not be stored.";
    await note({ status: "Failed", endedAt: deps.now(), rowCount: null, error: reason });
    await eraseRuns(environmentId, view.id, { only: run }, deps).catch(() => undefined);
    throw error;
  }
}

/** Deletes what an environment stored of a view: all runs, those below one, or one. */
export async function eraseRuns(
  environmentId: number,
  viewId: string,
  which: { readonly below?: number; readonly only?: number },
  deps: RegionDeps,
): Promise<void> {
  const run = which.below ?? which.only;
  const runs = run === undefined ? "" : ` AND run ${which.below === undefined ? "=" : "<"} {p2:UInt64}`;
  const erased = await deps.warehouse.erase("view_rows", {
    sql: `environment_id = {p0:UInt32} AND view_id = {p1:String}${runs}`,
    params: {
      p0: { type: "UInt32", value: environmentId },
      p1: { type: "String", value: viewId },
      ...(run === undefined ? {} : { p2: { type: "UInt64", value: run } }),
    },
  });
  if (!erased.ok) throw engineError(erased.error, QUERY_LIMITS.maxExecutionSeconds);
}
