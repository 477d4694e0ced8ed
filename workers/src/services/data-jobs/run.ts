import type { JsonObject } from "@edgewise/core/events/types.ts";
import {
  beatDataJob,
  claimDataJob,
  type DataJobRow,
  findDataJob,
  updateDataJob,
} from "@edgewise/db/mysql/repos/data-jobs.ts";
import type { RegionDeps } from "../../deps.ts";
import { DATA_JOBS } from "./kinds.ts";
import { Cancelled, type Step } from "./step.ts";

/** A job whose worker said nothing for so long lost it. */
export const DATA_JOB_DEAD_MS = 3 * 60_000;
/** One turn: the next one goes on where it stopped. */
const TURN_MS = 40_000;
const RETRY_MS = 30_000;
const MAX_RETRY_MS = 3_600_000;

/** Works on one job for a turn; can be repeated after any failure. Answers how it stands. */
export async function runDataJob(row: DataJobRow, deps: RegionDeps): Promise<string> {
  const now = deps.now();
  if (!(await claimDataJob(deps.db, row.id, now, new Date(now.getTime() - DATA_JOB_DEAD_MS)))) return "busy";
  const job = (await findDataJob(row, deps.db, row.kind, row.id)) ?? row;
  const end = now.getTime() + TURN_MS;
  const step: Step = {
    job,
    progress: structuredClone(job.progress),
    inTime: () => deps.now().getTime() < end,
    async save() {
      const going = await beatDataJob(deps.db, job.id, deps.now(), this.progress);
      if (!going) throw new Cancelled();
    },
  };
  try {
    const outcome = await DATA_JOBS[job.kind](step, deps);
    if (outcome.state === "more") {
      const dueAt = new Date(deps.now().getTime() + (outcome.waitMs ?? 0));
      await settle(job, deps, { state: "queued", dueAt, attempts: 0, progress: step.progress });
      return "more";
    }
    const finished = outcome.state === "done" || job.finishedAt === null ? { finishedAt: deps.now() } : {};
    await settle(job, deps, {
      state: outcome.state,
      error: null,
      attempts: 0,
      progress: step.progress,
      ...finished,
      ...(outcome.dueAt ? { dueAt: outcome.dueAt } : {}),
      ...(outcome.expiresAt === undefined ? {} : { expiresAt: outcome.expiresAt }),
    });
    return outcome.state;
  } catch (error) {
    if (error instanceof Cancelled) return "cancelled";
    const wait = Math.min(RETRY_MS * 2 ** Math.min(job.attempts, 10), MAX_RETRY_MS);
    const message = error instanceof Error ? error.message : String(error);
    const dueAt = new Date(deps.now().getTime() + wait);
    await settle(job, deps, { state: "failed", error: message, dueAt, progress: step.progress });
    console.error(JSON.stringify({ job: `data-${job.kind}`, id: job.id, error: message }));
    return "failed";
  }
}

/** What was cancelled meanwhile stays so. */
async function settle(
  job: DataJobRow,
  deps: RegionDeps,
  change: Parameters<typeof updateDataJob>[2] & { readonly progress: JsonObject },
): Promise<void> {
  if (await beatDataJob(deps.db, job.id, deps.now(), change.progress))
    await updateDataJob(deps.db, job.id, change);
}
