import { type DataJobRow, expiredDataJobs, updateDataJob } from "@edgewise/db/mysql/repos/data-jobs.ts";
import type { Deps } from "../../deps.ts";
import { deleteBelow } from "../erase/stored-files.ts";
import { exportFolder } from "../exports/delete.ts";
import { importFolder } from "../imports/folder.ts";
import { inRegionOf } from "../regions/in-region.ts";

const JOBS_PER_RUN = 50;

const FOLDERS: Readonly<Partial<Record<DataJobRow["kind"], (row: DataJobRow) => string>>> = {
  export: exportFolder,
  import: importFolder,
};

/** Deletes the files of jobs whose time is over. Answers how many there were. */
export async function expireFiles(deps: Deps): Promise<number> {
  let count = 0;
  for (const row of await expiredDataJobs(deps.db, deps.now(), JOBS_PER_RUN)) {
    const folder = FOLDERS[row.kind];
    if (folder) count += await deleteBelow(folder(row), await inRegionOf(row, deps));
    await updateDataJob(deps.db, row.id, { expiresAt: null });
  }
  return count;
}
