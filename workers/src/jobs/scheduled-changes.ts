import { dueScheduledChanges } from "@edgewise/db/mysql/repos/scheduled-changes.ts";
import type { Deps } from "../deps.ts";
import { runScheduledChange } from "../services/scheduled-changes/run.ts";

const CHANGES_PER_RUN = 200;

/** Carries out what is due, in the order in which it was. */
export async function scheduledChanges(deps: Deps): Promise<{ applied: number; failed: number }> {
  let applied = 0;
  let failed = 0;
  for (const row of await dueScheduledChanges(deps.db, deps.now(), CHANGES_PER_RUN)) {
    if (await runScheduledChange(row, deps)) applied += 1;
    else failed += 1;
  }
  return { applied, failed };
}
