import { livingReleases } from "@edgewise/db/mysql/repos/guarded-releases.ts";
import type { Deps } from "../deps.ts";
import { tickRelease } from "../services/releases/tick.ts";

const RELEASES_PER_RUN = 500;
const AT_ONCE = 4;
const RUN_MS = 50_000;

/** Looks at every living release, those that waited longest first. One that fails does not keep the others. */
export async function guardReleases(deps: Deps): Promise<Record<string, number>> {
  const start = deps.now().getTime();
  const outcomes: Record<string, number> = {};
  const rows = await livingReleases(deps.db, RELEASES_PER_RUN);
  const work = rows.values();
  const worker = async () => {
    for (const row of work) {
      if (deps.now().getTime() - start > RUN_MS) return;
      const outcome = await tickRelease(row, deps).catch((error) => {
        console.error(JSON.stringify({ job: "guard-releases", id: row.id, error: String(error) }));
        return "failed";
      });
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return outcomes;
}
