import { dueDeletions } from "@edgewise/db/mysql/repos/person-deletions.ts";
import type { Deps } from "../deps.ts";
import { ERASURE_DEAD_MS, runErasure } from "../services/persons/erase/run.ts";
import { inRegionOf } from "../services/regions/in-region.ts";

const DELETIONS_PER_RUN = 100;
const RUN_MS = 45_000;
const MAX_ATTEMPTS = 50;

/** Carries on with deletions of persons that were not finished when they were asked for. */
export async function erasePersons(deps: Deps): Promise<Record<string, number>> {
  const start = deps.now().getTime();
  const outcomes: Record<string, number> = {};
  const deadAt = new Date(start - ERASURE_DEAD_MS);
  for (const deletion of await dueDeletions(deps.db, deadAt, MAX_ATTEMPTS, DELETIONS_PER_RUN)) {
    if (deps.now().getTime() - start > RUN_MS) break;
    const outcome = await runErasure(deletion.id, deletion, await inRegionOf(deletion, deps));
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  return outcomes;
}
