import { RESTORE_DAYS } from "@edgewise/core/privacy/retention.ts";
import { updateRetention } from "@edgewise/db/mysql/repos/retention.ts";
import type { RegionDeps } from "../../deps.ts";
import { inflated } from "../../zstd.ts";
import { type Outcome, piece, type Step } from "../data-jobs/step.ts";
import { bucketOf, objectKeys } from "../erase/stored-files.ts";
import { engineError } from "../query/engine-error.ts";
import { RETIRED_PREFIX, retiredFolder, retiredOn } from "./names.ts";

const BATCH = 10_000;
const SECONDS = 120;
const DAY_MS = 86_400_000;

/** Days of an environment that can still be restored. */
export async function restorableDays(environmentId: number, deps: RegionDeps): Promise<string[]> {
  if (!deps.files) return [];
  const keys = await objectKeys(deps.files, `${RETIRED_PREFIX}${environmentId}/`);
  return [...new Set(keys.map((key) => key.split("/")[2] ?? ""))].sort();
}

/** Stores events again that passed their retention; they stay for the restore period, whatever the plan says. */
export async function restoreEvents(step: Step, deps: RegionDeps): Promise<Outcome> {
  const { job, progress } = step;
  const bucket = bucketOf(deps);
  const { environmentId } = job;
  if (progress.held !== true) {
    const effectiveAt = new Date(deps.now().getTime() + RESTORE_DAYS * DAY_MS);
    await updateRetention(job, deps.db, "events", { effectiveAt });
    progress.held = true;
    await step.save();
  }
  const days = (await restorableDays(environmentId, deps)).filter(
    (day) => day >= String(job.params.date_from) && day <= String(job.params.date_to),
  );
  for (const day of days)
    for (const key of await objectKeys(bucket, retiredFolder(environmentId, day))) {
      if (!step.inTime()) return { state: "more" };
      const body = await bucket.get(key);
      if (!body) continue;
      const text = new TextDecoder().decode(inflated(new Uint8Array(await body.arrayBuffer())));
      const rows = text.trimEnd().split("\n");
      for (let at = 0; at < rows.length; at += BATCH) {
        const part = rows.slice(at, at + BATCH).join("\n");
        const inserted = await deps.warehouse.insert("events", part, `unretire:${key}:${at}`, {
          retry: true,
        });
        if (!inserted.ok) throw engineError(inserted.error, SECONDS);
      }
      await bucket.delete(key);
      progress.restored = piece(progress, "restored", 0) + rows.length;
      await step.save();
    }
  return { state: "done" };
}

/** Deletes what nobody restored in time. Answers how many objects went. */
export async function forgetRetired(environmentId: number, deps: RegionDeps): Promise<number> {
  if (!deps.files) return 0;
  const end = new Date(deps.now().getTime() - RESTORE_DAYS * DAY_MS).toISOString().slice(0, 10);
  const keys = await objectKeys(deps.files, `${RETIRED_PREFIX}${environmentId}/`);
  const old = keys.filter((key) => retiredOn(key) < end);
  if (old.length > 0) await deps.files.delete(old.slice(0, 1000));
  return old.length;
}
