import { type Decision, decideNext } from "@edgewise/core/releases/decide.ts";
import type { ReleaseLook } from "@edgewise/core/releases/look.ts";
import { isComparable } from "@edgewise/core/releases/stages.ts";
import { harmInWords } from "@edgewise/core/releases/words.ts";
import type { FlagRow } from "@edgewise/db/mysql/repos/flags.ts";
import {
  claimRelease,
  findRelease,
  type ReleaseRow,
  updateRelease,
} from "@edgewise/db/mysql/repos/guarded-releases.ts";
import type { Deps } from "../../deps.ts";
import { ApiError } from "../../http/errors.ts";
import { inRegionOf } from "../regions/in-region.ts";
import { takeLook } from "./ask.ts";
import { moveRelease, moveWithFlag } from "./move.ts";
import { givesWayTo, type Place, placeOf, rollBackTarget } from "./place.ts";
import { trailWith } from "./trail.ts";

export type Outcome = Decision["do"] | "gave_way" | "taken" | "conflict";

const ATTEMPTS = 3;

/** A release's minute: looks at its step and does what follows. Runs side by side do it once. */
export async function tickRelease(row: ReleaseRow, deps: Deps): Promise<Outcome> {
  if (!(await claimRelease(row, deps.db, deps.now()))) return "taken";
  for (let attempt = 1; ; attempt++) {
    try {
      return await step(row, deps);
    } catch (error) {
      // Somebody wrote the flag or the release meanwhile: what they did is looked at first.
      const isStale = error instanceof ApiError && error.code === "conflict";
      if (!isStale || attempt === ATTEMPTS) throw error;
    }
  }
}

async function step(known: ReleaseRow, deps: Deps): Promise<Outcome> {
  const row = await findRelease({ projectId: known.projectId, organizationId: "" }, deps.db, known.id);
  if (!row || (row.state !== "running" && row.state !== "paused")) return "taken";
  const place = await placeOf(row, null, deps);
  if (!place) {
    // Nobody is left to tell, and nothing to log it in.
    await updateRelease(row, deps.db, ended("ended", "The environment is gone.", deps.now()));
    return "gave_way";
  }
  const changed = givesWayTo(row, place.flag);
  if (changed !== null || place.flag === null) return await giveWay(row, place, changed ?? "", deps);
  const { actor, flag } = place;
  const stage = row.stages[row.stage];
  const isJudged = row.isGuarded && stage !== undefined && isComparable(stage);
  const look = isJudged ? await takeLook(actor, row, flag, await inRegionOf(actor, deps)) : null;
  const now = deps.now();
  const standing = {
    stages: row.stages,
    stage: row.stage,
    stageStartedAt: row.stageStartedAt.getTime(),
    isPaused: row.state === "paused",
    isGuarded: row.isGuarded,
    settings: row.settings,
  };
  const decision = decideNext(standing, look, now.getTime());
  await carryOut(row, { ...place, flag }, look, decision, now, deps);
  return decision.do;
}

/** The release ends where somebody took over: what they set stays. */
async function giveWay(row: ReleaseRow, { actor, flag }: Place, text: string, deps: Deps): Promise<Outcome> {
  const reason = `${text} The release gives way: nothing is rolled back.`;
  const key = flag?.key ?? "a flag";
  const message = {
    occasion: `superseded:${row.version}`,
    subject: `Release of ${key} ended: changed by hand`,
    text: reason,
  };
  const change = { ...ended("superseded", reason, deps.now()) };
  const detail = { changed_by: flag?.lastModifiedBy ?? null };
  await moveRelease(
    actor,
    { row, change, happening: { kind: "superseded", text: reason, detail, message } },
    deps,
  );
  return "gave_way";
}

const ended = (state: ReleaseRow["state"], reason: string, now: Date) =>
  ({ state, reason, hold: null, liveKey: null, endedAt: now }) as const;

interface Here extends Place {
  readonly flag: FlagRow;
}

async function carryOut(
  row: ReleaseRow,
  { actor, flag }: Here,
  look: ReleaseLook | null,
  decision: Decision,
  now: Date,
  deps: Deps,
): Promise<void> {
  const seen = look === null ? {} : { look, trail: trailWith(row, look) };
  const subject = (text: string) => `${flag.key}: ${text}`;
  switch (decision.do) {
    case "roll_back": {
      const target = rollBackTarget(row);
      const why = harmInWords(look?.guards ?? []);
      const text = `Rolled back to ${target.active ? `${target.rollout_percentage} %` : "off"}. ${why}`;
      const message = {
        occasion: `rolled_back:${row.version}`,
        subject: subject("rolled back, a guard-rail was harmed"),
        text,
        guards: look?.guards ?? [],
      };
      const happening = { kind: "rolled_back", text, detail: { look, target, stage: row.stage }, message };
      const change = { ...seen, ...ended("rolled_back", text, now) };
      return await moveWithFlag(actor, { row, change, happening }, { flag, target }, deps);
    }
    case "advance": {
      const next = row.stages[row.stage + 1]!;
      const target = { active: true, rollout_percentage: next.rollout_percentage };
      const text = `Step ${row.stage + 2} of ${row.stages.length}: ${next.rollout_percentage} %.`;
      const change = { stage: row.stage + 1, stageStartedAt: now, look: null, trail: [], hold: null };
      const happening = { kind: "advanced", text, detail: { look, stage: row.stage + 1 } };
      return await moveWithFlag(actor, { row, change, happening }, { flag, target }, deps);
    }
    case "complete": {
      const text = `Completed at ${row.stages.at(-1)?.rollout_percentage} %.`;
      const message = {
        occasion: `completed:${row.version}`,
        subject: subject("release completed"),
        text,
        guards: look?.guards ?? [],
      };
      const happening = { kind: "completed", text, detail: { look }, message };
      return await moveRelease(
        actor,
        { row, change: { ...seen, ...ended("completed", text, now) }, happening },
        deps,
      );
    }
    default:
      return await stay(row, actor, look, seen, decision, subject, deps);
  }
}

/** Nothing moves: the look is kept, and what is out of order is said once. */
async function stay(
  row: ReleaseRow,
  actor: Place["actor"],
  look: ReleaseLook | null,
  seen: object,
  decision: Decision,
  subject: (text: string) => string,
  deps: Deps,
): Promise<void> {
  const hold = decision.do === "hold" ? decision.why : null;
  const change = { ...seen, hold };
  const isAlarm = (verdict: string | undefined) => verdict === "untrustworthy" || verdict === "unavailable";
  const [before, after] = [row.look?.verdict, look?.verdict];
  if (look && isAlarm(after) && before !== after) {
    const text = look.detail ?? "Nothing can be known right now.";
    const message = { occasion: `${after}:${row.stage}`, subject: subject("the guard can't judge"), text };
    const happening = { kind: after!, text, detail: { look }, message };
    return await moveRelease(actor, { row, change, happening }, deps);
  }
  const begins = hold !== null && row.hold === null;
  const happening = begins ? { kind: "held", text: hold, detail: { look } } : null;
  await moveRelease(actor, { row, change, happening }, deps);
}
