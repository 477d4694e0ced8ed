import type { DataJobKind } from "@edgewise/db/mysql/schema/data-jobs.ts";
import { restoreArchived } from "../billing/restore.ts";
import { deleteEvents } from "../deletions/run.ts";
import { exportProject } from "../exports/run.ts";
import { importProject } from "../imports/run.ts";
import { restoreEvents } from "../retention/restore.ts";
import type { DataJob } from "./step.ts";

/** What each kind of job does in one turn. */
export const DATA_JOBS: Readonly<Record<DataJobKind, DataJob>> = {
  deletion: deleteEvents,
  export: exportProject,
  import: importProject,
  restore: restoreEvents,
  archive: restoreArchived,
};
