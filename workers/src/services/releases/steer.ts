import { populationOf } from "@edgewise/core/releases/population.ts";
import { faultOfStages } from "@edgewise/core/releases/stages.ts";
import { targetingOf, targetOf } from "@edgewise/core/releases/target.ts";
import { isDuplicate } from "@edgewise/db/mysql/client.ts";
import type { FlagRow } from "@edgewise/db/mysql/repos/flags.ts";
import { findRelease, type ReleaseRow } from "@edgewise/db/mysql/repos/guarded-releases.ts";
import type { Deps, RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { ApiError, invalid, notFound } from "../../http/errors.ts";
import { requireLevel } from "../../http/governed.ts";
import { changesBetween } from "../activity/record.ts";
import { checkGuards } from "./ask.ts";
import type { ReleaseChange } from "./body.ts";
import { moveRelease, moveWithFlag } from "./move.ts";
import { type Place, placeOf, rollBackTarget } from "./place.ts";
import { maskHook, notifyOf, settingsOf } from "./settings.ts";
import { alreadyLives, liveKeyOf, requireNoSecondPerson } from "./start.ts";

export const ACTIONS = [
  "pause",
  "unpause",
  "advance",
  "roll_back",
  "disable_guard",
  "enable_guard",
  "end",
  "resume",
] as const;
export type Action = (typeof ACTIONS)[number];

/** A release of the project; throws 404, or 403 for who may not do as much with its flag. */
export async function requireRelease(
  access: ProjectAccess,
  id: string,
  deps: Deps,
  least: "viewer" | "editor" = "viewer",
): Promise<ReleaseRow> {
  const row = await findRelease(access, deps.db, id);
  if (!row) throw notFound();
  requireLevel(access, "feature_flag", row.flagId, least);
  return row;
}

interface Steering {
  readonly row: ReleaseRow;
  readonly place: Place & { readonly flag: FlagRow };
  /** Why, in the person's words. */
  readonly reason: string;
  readonly deps: Deps;
}

/** Which states an action is for, and what it does. */
const STEPS: Readonly<
  Record<Action, { readonly from: readonly ReleaseRow["state"][]; act(steering: Steering): Promise<void> }>
> = {
  pause: {
    from: ["running"],
    act: (at) =>
      set(
        at,
        { state: "paused", reason: at.reason || null },
        "paused",
        "Paused: the guard goes on watching.",
      ),
  },
  unpause: {
    from: ["paused"],
    act: (at) => set(at, { state: "running", reason: null, hold: null }, "unpaused", "Goes on."),
  },
  disable_guard: {
    from: ["running", "paused"],
    act: (at) =>
      set(
        at,
        { isGuarded: false, hold: null },
        "guard_disabled",
        "The guard is off: steps go by time alone.",
      ),
  },
  enable_guard: {
    from: ["running", "paused"],
    act: (at) => set(at, { isGuarded: true, hold: null }, "guard_enabled", "The guard is on again."),
  },
  end: {
    from: ["running", "paused"],
    act: (at) => set(at, endedBy(at, "ended"), "ended", "Ended: the flag stays as it is."),
  },
  roll_back: { from: ["running", "paused", "completed", "superseded", "ended"], act: rollBack },
  advance: { from: ["running", "paused"], act: advance },
  resume: { from: ["rolled_back", "superseded", "ended"], act: resume },
};

/** Does what a person asks of a release. Throws 400 for what its state does not allow, 404 and 409. */
export async function steerRelease(
  access: ProjectAccess,
  id: string,
  action: Action,
  reason: string,
  deps: Deps,
): Promise<void> {
  const row = await requireRelease(access, id, deps, "editor");
  const { from, act } = STEPS[action];
  if (!from.includes(row.state))
    throw new ApiError(
      "invalid_input",
      `The release is ${words(row.state)}: "${words(action)}" is for one that is ${from.map(words).join(" or ")}.`,
    );
  const place = await placeOf(row, access.userId, deps);
  if (!place?.flag || place.flag.deleted) throw notFound("The flag of this release is gone.");
  await act({ row, place: { ...place, flag: place.flag }, reason, deps });
}

const words = (name: string): string => name.replaceAll("_", " ");
const because = (text: string, reason: string): string => (reason ? `${text} Reason: ${reason}` : text);

const endedBy = ({ reason, deps }: Steering, state: ReleaseRow["state"]) => ({
  state,
  reason: reason || null,
  hold: null,
  liveKey: null,
  endedAt: deps.now(),
});

async function set(
  { row, place, reason, deps }: Steering,
  change: Partial<ReleaseRow>,
  kind: string,
  text: string,
) {
  const happening = { kind, text: because(text, reason) };
  await moveRelease(place.actor, { row, change, happening }, deps);
}

async function rollBack(at: Steering): Promise<void> {
  const { row, place, reason, deps } = at;
  const target = rollBackTarget(row);
  const text = because(
    `Rolled back by hand to ${target.active ? `${target.rollout_percentage} %` : "off"}.`,
    reason,
  );
  const message = {
    occasion: `rolled_back_by_hand:${deps.now().getTime()}`,
    subject: `${place.flag.key}: rolled back by hand`,
    text,
    guards: row.look?.guards ?? [],
  };
  const detail = { look: row.look, target, stage: row.stage };
  const happening = { kind: "rolled_back", text, detail, message };
  const change = { ...endedBy(at, "rolled_back"), reason: text };
  await moveWithFlag(place.actor, { row, change, happening }, { flag: place.flag, target }, deps);
}

async function advance({ row, place, reason, deps }: Steering): Promise<void> {
  requireNoSecondPerson(place.actor);
  const next = row.stages[row.stage + 1];
  if (!next) throw new ApiError("invalid_input", "This is the last step: end the release instead.");
  const text = because(
    `Step ${row.stage + 2} of ${row.stages.length} by hand: ${next.rollout_percentage} %.`,
    reason,
  );
  const change = { stage: row.stage + 1, stageStartedAt: deps.now(), look: null, trail: [], hold: null };
  const happening = { kind: "advanced", text, detail: { look: row.look, stage: row.stage + 1 } };
  const target = { active: true, rollout_percentage: next.rollout_percentage };
  await moveWithFlag(place.actor, { row, change, happening }, { flag: place.flag, target }, deps);
}

/** The present step again, with a new window: what was found before it does not count any more. */
async function resume({ row, place, reason, deps }: Steering): Promise<void> {
  requireNoSecondPerson(place.actor);
  if (reason.trim() === "") throw invalid("reason", "Say why the release goes on.", "required");
  const stage = row.stages[row.stage]!;
  const { flag } = place;
  if (targetOf(flag, row.condition) === null)
    throw new ApiError(
      "invalid_input",
      `The flag has no condition set ${row.condition + 1} any more: start a new release.`,
    );
  const text = because(`Resumed at ${stage.rollout_percentage} %.`, reason);
  const change = {
    state: "running" as const,
    liveKey: liveKeyOf(row),
    stageStartedAt: deps.now(),
    targeting: targetingOf(flag.filters, row.condition),
    look: null,
    trail: [],
    hold: null,
    reason: null,
    endedAt: null,
  };
  const happening = { kind: "resumed", text, detail: { look: row.look } };
  const target = { active: true, rollout_percentage: stage.rollout_percentage };
  await moveWithFlag(place.actor, { row, change, happening }, { flag, target }, deps).catch((error) => {
    throw isDuplicate(error) ? alreadyLives(flag.key) : error;
  });
}

/** Changes what guards a living release, and the steps that lie ahead. */
export async function changeRelease(
  access: ProjectAccess,
  id: string,
  change: ReleaseChange,
  deps: RegionDeps,
): Promise<void> {
  const row = await requireRelease(access, id, deps, "editor");
  if (row.state !== "running" && row.state !== "paused")
    throw new ApiError(
      "invalid_input",
      `The release is ${words(row.state)}: only a living one can be changed.`,
    );
  const place = await placeOf(row, access.userId, deps);
  if (!place?.flag) throw notFound("The flag of this release is gone.");
  const { next_stages: ahead, notify, reason = "", ...rules } = change;
  const given = Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined));
  const settings = settingsOf({ ...row.settings, ...given }, deps);
  const share = row.stages[row.stage]?.rollout_percentage ?? 0;
  const population = populationOf(place.flag, row.condition, share, settings);
  if (Object.keys(given).length > 0)
    await checkGuards(place.actor, { population, guards: settings.guards }, deps);
  const stages = ahead === undefined ? row.stages : [...row.stages.slice(0, row.stage + 1), ...ahead];
  const fault = faultOfStages(stages);
  if (fault !== null) throw invalid("next_stages", fault);
  const told = notify === undefined ? row.notify : await notifyOf(place.actor, notify, deps);
  const changes = changesBetween(
    "GuardedRelease",
    { ...row.settings, stages: row.stages, notify: row.notify },
    { ...settings, stages, notify: told },
  ).map((one) =>
    one.field === "notify" ? { ...one, before: masked(row.notify), after: masked(told) } : one,
  );
  if (changes.length === 0) return;
  const text = because(`Changed: ${changes.map(({ field }) => words(field)).join(", ")}.`, reason);
  const happening = { kind: "changed", text, detail: { changes } };
  await moveRelease(place.actor, { row, change: { settings, stages, notify: told }, happening }, deps);
}

const masked = ({ emails, webhooks }: ReleaseRow["notify"]) => ({ emails, webhooks: webhooks.map(maskHook) });
