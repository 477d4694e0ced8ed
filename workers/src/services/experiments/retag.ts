import { findExperiment } from "@edgewise/db/mysql/repos/experiments.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { type RetagBody, retagged } from "../flags/tags.ts";
import { changeExperiment } from "./write.ts";

/** Adds, removes or replaces tags of several experiments; those that aren't there are named. */
export async function retagExperiments(access: ProjectAccess, { ids, action, tags }: RetagBody, deps: Deps) {
  const updated: { id: number; tags: string[] }[] = [];
  const skipped: { id: number; reason: string }[] = [];
  for (const id of new Set(ids)) {
    const row = await findExperiment(access, deps.db, id);
    if (!row || row.deleted) {
      skipped.push({ id, reason: "Not found" });
      continue;
    }
    const after = retagged(action, row.tags, tags);
    await changeExperiment(access, id, { tags: after }, deps);
    updated.push({ id, tags: after });
  }
  return { updated, skipped };
}
