import { changedByHand, type Target } from "@edgewise/core/releases/target.ts";
import { type FlagRow, findFlag } from "@edgewise/db/mysql/repos/flags.ts";
import type { ReleaseRow } from "@edgewise/db/mysql/repos/guarded-releases.ts";
import { findEnvironment } from "@edgewise/db/mysql/repos/projects.ts";
import type { Deps } from "../../deps.ts";
import type { FlagActor } from "../flags/actor.ts";
import { inPlace } from "../flags/states.ts";
import type { QueryTenant } from "../query/tenant.ts";

/** A release where it happens, as a job acts there: nobody in person. */
export interface Place {
  readonly actor: FlagActor & QueryTenant;
  /** As its environment has it; null when it is gone. */
  readonly flag: FlagRow | null;
}

/** Null: the environment is gone. */
export async function placeOf(row: ReleaseRow, userId: string | null, deps: Deps): Promise<Place | null> {
  const found = await findEnvironment(row.environmentId, deps.db);
  if (!found) return null;
  const actor = {
    ...found,
    userId,
    organizationId: found.project.organizationId,
    projectId: row.projectId,
    environmentId: row.environmentId,
  };
  const flag = await findFlag(actor, deps.db, row.flagId);
  return { actor, flag: flag && inPlace(flag, actor) };
}

/** What the release has set last. */
export function expectedTarget(row: ReleaseRow): Target {
  return { active: true, rollout_percentage: row.stages[row.stage]?.rollout_percentage ?? 0 };
}

/** Where a roll-back leads: the state before the release, or the step before. */
export function rollBackTarget({ before, stages, stage, settings }: ReleaseRow): Target {
  const previous = stages[stage - 1];
  if (settings.roll_back_to === "start" || previous === undefined) return before;
  return { active: true, rollout_percentage: previous.rollout_percentage };
}

/** What somebody changed by hand since the release's last write, in words. */
export const givesWayTo = (row: ReleaseRow, flag: FlagRow | null): string | null =>
  changedByHand(flag, { ...expectedTarget(row), condition: row.condition, targeting: row.targeting });
