import type { PersonDeletion } from "@edgewise/db/mysql/repos/person-deletions.ts";
import type { RegionDeps } from "../../../deps.ts";
import { runErasure } from "./run.ts";

/** Begins deletions behind the answer, one after the other; what doesn't end here is left to the job. */
export function eraseSoon(
  background: Pick<ExecutionContext, "waitUntil">,
  deletions: readonly PersonDeletion[],
  deps: RegionDeps,
): void {
  const work = async (): Promise<void> => {
    for (const deletion of deletions) await runErasure(deletion.id, deletion, deps);
  };
  background.waitUntil(
    work().catch((error: unknown) => {
      console.error(JSON.stringify({ job: "erase-persons", error: String(error) }));
    }),
  );
}
