import { populationOf } from "@edgewise/core/releases/population.ts";
import type { Stage } from "@edgewise/core/releases/schema.ts";
import { faultOfStages, stagesOfRamp } from "@edgewise/core/releases/stages.ts";
import { targetingOf, targetOf, withShare } from "@edgewise/core/releases/target.ts";
import { isDuplicate } from "@edgewise/db/mysql/client.ts";
import type { FlagRow } from "@edgewise/db/mysql/repos/flags.ts";
import {
  insertRelease,
  insertReleaseEntry,
  type ReleaseRow,
} from "@edgewise/db/mysql/repos/guarded-releases.ts";
import {
  deleteScheduledChange,
  findScheduledChange,
  type ScheduledChangeRow,
} from "@edgewise/db/mysql/repos/scheduled-changes.ts";
import type { Deps, RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { ApiError, invalid } from "../../http/errors.ts";
import type { FlagBody } from "../flags/body.ts";
import { inPlace } from "../flags/states.ts";
import { changeFlag } from "../flags/write.ts";
import { checkGuards } from "./ask.ts";
import type { ReleaseBody } from "./body.ts";
import { notifyOf, settingsOf } from "./settings.ts";

/** Starts a guarded release of a flag in the environment of the path: its first step is set at once. Returns its id. */
export async function startRelease(
  access: ProjectAccess,
  stored: FlagRow,
  body: ReleaseBody,
  deps: RegionDeps,
): Promise<string> {
  requireNoSecondPerson(access);
  const flag = inPlace(stored, access);
  const planned = await plannedRamp(access, flag, body, deps);
  const condition = planned?.condition ?? body.condition;
  const before = targetOf(flag, condition);
  if (before === null)
    throw invalid("condition", `Flag "${flag.key}" has no condition set ${condition + 1}.`, "does_not_exist");
  const stages = stagesOf(body, planned?.ramp, flag.active ? before.rollout_percentage : 0);
  const settings = settingsOf(body, deps);
  const share = stages[0]!.rollout_percentage;
  await checkGuards(
    access,
    { population: populationOf(flag, condition, share, settings), guards: settings.guards },
    deps,
  );
  const notify = await notifyOf(access, body.notify, deps);
  const now = deps.now();
  const id = deps.newId();
  const row: Omit<ReleaseRow, "projectId"> = {
    id,
    environmentId: access.environmentId,
    flagId: flag.id,
    liveKey: liveKeyOf({ flagId: flag.id, environmentId: access.environmentId }),
    condition,
    state: "running",
    stages,
    stage: 0,
    stageStartedAt: now,
    isGuarded: true,
    settings,
    notify,
    before,
    targeting: targetingOf(flag.filters, condition),
    version: 1,
    look: null,
    trail: [],
    lookedAt: null,
    hold: null,
    reason: null,
    createdBy: access.userId,
    createdAt: now,
    updatedAt: now,
    endedAt: null,
  };
  const text = `Started at ${share} %, ${stages.length === 1 ? "one step" : `${stages.length} steps`}, guarded by ${settings.guards
    .map(({ name }) => `"${name}"`)
    .join(", ")}.`;
  const filters = withShare(flag.filters, condition, share) as FlagBody["filters"];
  await changeFlag(access, flag.id, { active: true, filters, version: flag.version }, deps, {
    isApproved: true,
    async also(tx) {
      await insertRelease(access, tx, row).catch((error) => {
        throw isDuplicate(error) ? alreadyLives(flag.key) : error;
      });
      const entry = { projectId: access.projectId, releaseId: id, detail: { before, stages } };
      await insertReleaseEntry(tx, {
        ...entry,
        id: deps.newId(),
        kind: "started",
        text,
        userId: access.userId,
        createdAt: now,
      });
      if (planned) await deleteScheduledChange(access, tx, planned.row.id);
      return [{ scope: "GuardedRelease", itemId: id, activity: "created", name: text }];
    },
  });
  return id;
}

/** Unique among living releases: one a flag and environment. */
export const liveKeyOf = ({ flagId, environmentId }: Pick<ReleaseRow, "flagId" | "environmentId">): string =>
  `${flagId}:${environmentId}`;

export const alreadyLives = (key: string): ApiError =>
  new ApiError(
    "conflict",
    `A guarded release of "${key}" is under way in this environment: end that one first.`,
  );

/** A release must not be a way around the second person. */
export function requireNoSecondPerson({ environment }: Pick<ProjectAccess, "environment">): void {
  if (!environment.flagApproval) return;
  const detail = `Changes of flags in "${environment.name}" need a second person, so they can't happen by themselves.`;
  throw new ApiError("conflict", detail, { publicCode: "approval_required" });
}

interface PlannedRamp {
  readonly row: ScheduledChangeRow;
  readonly condition: number;
  readonly ramp: Ramp;
}
type Ramp = NonNullable<ReleaseBody["ramp"]>;

/** The planned ramp that the release takes the place of. */
async function plannedRamp(
  access: ProjectAccess,
  flag: FlagRow,
  { scheduled_change_id: id }: ReleaseBody,
  deps: Deps,
): Promise<PlannedRamp | null> {
  if (id === undefined) return null;
  const row = await findScheduledChange(access, deps.db, id);
  const isOwn = row !== null && row.recordId === flag.id && row.environmentId === access.environmentId;
  if (!isOwn || row.executedAt !== null || row.payload.operation !== "ramp")
    throw invalid(
      "scheduled_change_id",
      `The flag has no waiting ramp ${id} in this environment.`,
      "does_not_exist",
    );
  const ramp = row.payload.value as Ramp & { readonly condition?: number };
  return { row, ramp, condition: ramp.condition ?? 0 };
}

function stagesOf(body: ReleaseBody, planned: Ramp | undefined, from: number): Stage[] {
  const ramp = planned ?? body.ramp;
  const given = [body.stages, body.ramp, planned].filter((one) => one !== undefined);
  if (given.length !== 1)
    throw invalid(
      "stages",
      'Give either "stages", a "ramp" or a "scheduled_change_id".',
      given.length === 0 ? "required" : "invalid_input",
    );
  const stages = ramp ? stagesOfRamp(from, ramp) : (body.stages ?? []);
  const fault =
    stages.length === 0
      ? `The ramp ends at ${ramp?.to} %, where the flag is already.`
      : faultOfStages(stages);
  if (fault !== null) throw invalid(ramp ? "ramp" : "stages", fault);
  if (stages.length > 50) throw invalid("ramp", `The ramp has ${stages.length} steps: at most 50.`);
  return stages;
}
