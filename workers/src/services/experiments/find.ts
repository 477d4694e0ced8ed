import { type ExperimentRow, findExperiment } from "@edgewise/db/mysql/repos/experiments.ts";
import { type FlagRow, findFlag } from "@edgewise/db/mysql/repos/flags.ts";
import type { ProjectTenant } from "@edgewise/db/mysql/tenant.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid, notFound } from "../../http/errors.ts";
import { requireLevel } from "../../http/governed.ts";

export interface FoundExperiment {
  readonly row: ExperimentRow;
  readonly flag: FlagRow;
}

/** A live experiment with its flag. Throws 404. */
export async function requireExperiment(
  access: ProjectAccess,
  id: number,
  deps: Deps,
): Promise<FoundExperiment> {
  const row = await findExperiment(access, deps.db, id);
  if (!row || row.deleted) throw notFound();
  requireLevel(access, "feature_flag", row.flagId, "viewer");
  return { row, flag: await flagOf(access, row, deps) };
}

/** The flag of an experiment; it can't be missing, since rows of flags are never taken away. */
export async function flagOf(access: ProjectTenant, row: ExperimentRow, deps: Deps): Promise<FlagRow> {
  const flag = await findFlag(access, deps.db, row.flagId);
  if (!flag)
    throw invalid(
      "feature_flag_key",
      "The flag of this experiment does not exist any more.",
      "does_not_exist",
    );
  return flag;
}

/** Where an experiment stands: a paused one has started, and its flag is off. */
export function statusOf({ row, flag }: FoundExperiment): "draft" | "running" | "paused" | "stopped" {
  if (row.startDate === null) return "draft";
  if (row.endDate !== null) return "stopped";
  return flag.active ? "running" : "paused";
}
