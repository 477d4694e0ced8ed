import { environmentsOf } from "@edgewise/db/mysql/repos/projects.ts";
import {
  findSavedQuery,
  type SavedQueryRow,
  updateSavedQuery,
} from "@edgewise/db/mysql/repos/saved-queries.ts";
import {
  claimResult,
  deleteResults,
  dueResults,
  putResult,
  resultsOfView,
  updateResults,
} from "@edgewise/db/mysql/repos/stored-views.ts";
import type { Deps, RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { ApiError, invalid, notFound } from "../../http/errors.ts";
import { commitLogged } from "../activity/commit-logged.ts";
import { changesBetween } from "../activity/record.ts";
import { tenantOf } from "../query/tenant-of.ts";
import { inRegionOf } from "../regions/in-region.ts";
import { nextRun } from "./frequency.ts";
import { eraseRuns, storeView } from "./store.ts";

const SCOPE = "DataWarehouseSavedQuery";
const PER_RUN = 20;
const RUN_MS = 45_000;
/** A run that nobody ended is taken up again after. */
const CLAIMED_MS = 600_000;

/** Sets how often a view is stored: `never` keeps what is there, null computes it whenever it is read. */
export async function setFrequency(
  access: ProjectAccess,
  id: string,
  frequency: string | null,
  deps: RegionDeps,
): Promise<void> {
  const now = deps.now();
  const gone = await commitLogged(access, deps, async (tx) => {
    const before = await findSavedQuery(access, tx, id, { lock: true });
    if (!before) throw notFound();
    const changes = changesBetween(
      SCOPE,
      { syncFrequency: before.syncFrequency },
      { syncFrequency: frequency },
    );
    if (changes.length === 0) return { result: false, entries: [] };
    await updateSavedQuery(access, tx, id, { syncFrequency: frequency });
    if (frequency === null) await deleteResults(id, tx);
    else if (before.syncFrequency !== null) await updateResults(id, tx, { dueAt: nextRun(frequency, now) });
    else {
      const base = {
        savedQueryId: id,
        projectId: access.projectId,
        run: null,
        columns: null,
        storedAt: null,
      };
      for (const environment of await environmentsOf([access.projectId], tx))
        await putResult({ ...base, environmentId: environment.id, dueAt: now }, tx);
    }
    const entry = { scope: SCOPE, itemId: id, activity: "updated", name: before.name, changes } as const;
    return { result: frequency === null, entries: [entry] };
  });
  if (gone) await eraseView(access.projectId, id, deps);
}

/** Stores a materialised view now. Throws ApiError. */
export async function runView(
  access: ProjectAccess,
  id: string,
  deps: RegionDeps,
  signal: AbortSignal,
): Promise<void> {
  const view = await findSavedQuery(access, deps.db, id);
  if (!view) throw notFound();
  if (view.syncFrequency === null)
    throw invalid(null, "The view is computed whenever it is read: materialise it first.");
  await storeView(access, view, deps, signal);
}

/** What a view stored of older SQL is not read any more, and is stored anew at once. */
export async function forgetView(
  view: Pick<SavedQueryRow, "id" | "syncFrequency">,
  deps: Deps,
): Promise<void> {
  if (view.syncFrequency === null) return;
  await updateResults(view.id, deps.db, { run: null, columns: null, dueAt: deps.now() });
}

/** Deletes the rows of a view in every environment of its project. */
export async function eraseView(projectId: number, id: string, deps: RegionDeps): Promise<void> {
  for (const environment of await environmentsOf([projectId], deps.db))
    await eraseRuns(environment.id, id, {}, deps);
}

/** Stores the views whose time has come; one that fails is tried again when it is due next. */
export async function storeDueViews(deps: Deps): Promise<{ stored: number; failed: number }> {
  const done = { stored: 0, failed: 0 };
  const deadline = deps.now().getTime() + RUN_MS;
  for (const row of await dueResults(deps.db, deps.now(), PER_RUN)) {
    if (deps.now().getTime() > deadline) break;
    if (!(await claimResult(row, deps.db, new Date(deps.now().getTime() + CLAIMED_MS)))) continue;
    const tenant = await tenantOf(row.environmentId, deps);
    const view = tenant && (await findSavedQuery(tenant, deps.db, row.savedQueryId));
    if (tenant === null || !view?.syncFrequency) {
      await deleteResults(row.savedQueryId, deps.db);
      continue;
    }
    try {
      await storeView(tenant, view, await inRegionOf(tenant, deps));
      done.stored += 1;
    } catch (error) {
      if (!(error instanceof ApiError))
        console.error(JSON.stringify({ job: "store-views", id: view.id, error: String(error) }));
      done.failed += 1;
      // What changed under it is due already.
      if (error instanceof ApiError && error.code === "conflict") continue;
      const [now] = (await resultsOfView(view.id, deps.db)).filter(
        ({ environmentId }) => environmentId === row.environmentId,
      );
      if (now) await putResult({ ...now, dueAt: nextRun(view.syncFrequency, deps.now()) }, deps.db);
    }
  }
  return done;
}
