import { rowsOfEnvironment } from "@edgewise/core/sql/erase-environment.ts";
import { forgetResults, storedResults } from "@edgewise/db/mysql/repos/stored-views.ts";
import type { RegionDeps } from "../../deps.ts";
import { eraseTable } from "../erase/rows.ts";

/**
 * Deletes what an environment stored of views, since nobody knows whose data stands in it; the next run stores it anew.
 * Returns how many rows went.
 */
export async function forgetStoredRows(environmentId: number, deps: RegionDeps): Promise<number> {
  if ((await storedResults({ environmentId }, deps.db)).length === 0) return 0;
  await forgetResults(environmentId, deps.db, deps.now());
  return await eraseTable(rowsOfEnvironment("view_rows", environmentId), deps);
}
