import type { Executor } from "@edgewise/db/mysql/client.ts";
import { bumpConfigVersion } from "@edgewise/db/mysql/repos/config-versions.ts";
import type { Deps } from "../../deps.ts";
import { type Actor, type Entry, recordActivity } from "../activity/record.ts";
import { pushOrLeaveToJob } from "./push-snapshot.ts";

export interface ProjectActor extends Actor {
  readonly projectId: number;
}

/**
 * One write to a project's configuration: version (which serialises the project's writers), rows and audit entries
 * commit together; then the edge is told before the caller is, so a changed flag answers at once. A push that fails
 * costs the caller nothing: the job repeats it.
 */
export async function commitConfig<T>(
  actor: ProjectActor,
  deps: Deps,
  write: (tx: Executor) => Promise<{ result: T; entries: readonly Entry[] }>,
): Promise<T> {
  const committed = await deps.db.transaction(async (tx) => {
    await bumpConfigVersion(actor, tx, deps.now());
    const { result, entries } = await write(tx);
    for (const entry of entries) await recordActivity(actor, tx, deps, entry);
    return result;
  });
  await pushOrLeaveToJob(actor, deps);
  return committed;
}
