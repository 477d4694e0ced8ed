import type { Target } from "@edgewise/core/releases/target.ts";
import { withShare } from "@edgewise/core/releases/target.ts";
import type { Executor } from "@edgewise/db/mysql/client.ts";
import type { FlagRow } from "@edgewise/db/mysql/repos/flags.ts";
import {
  insertReleaseEntry,
  type ReleaseRow,
  updateRelease,
} from "@edgewise/db/mysql/repos/guarded-releases.ts";
import type { Deps } from "../../deps.ts";
import { ApiError } from "../../http/errors.ts";
import { commitLogged } from "../activity/commit-logged.ts";
import type { Entry } from "../activity/record.ts";
import type { FlagActor } from "../flags/actor.ts";
import type { FlagBody } from "../flags/body.ts";
import { changeFlag } from "../flags/write.ts";
import { type Message, tell } from "./tell.ts";

/** One thing that happens to a release: a row of its history, the log's entry, and who hears of it. */
export interface Happening {
  readonly kind: string;
  /** In words, for the history. */
  readonly text: string;
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly message?: Message;
}

type Change = Parameters<typeof updateRelease>[2];

export interface Move {
  readonly row: ReleaseRow;
  readonly change: Change;
  readonly happening: Happening | null;
}

/** Writes a release alone. Throws 409 when another write came first. */
export async function moveRelease(actor: FlagActor, move: Move, deps: Deps): Promise<void> {
  await commitLogged(actor, deps, async (tx) => ({
    result: undefined,
    entries: await write(actor, move, tx, deps),
  }));
}

/** Writes a release and its flag in one transaction, so that neither happens without the other, or twice. */
export async function moveWithFlag(
  actor: FlagActor,
  move: Move,
  to: { readonly flag: FlagRow; readonly target: Target },
  deps: Deps,
): Promise<void> {
  const { flag, target } = to;
  const filters = withShare(flag.filters, move.row.condition, target.rollout_percentage);
  const body = { active: target.active, filters: filters as FlagBody["filters"], version: flag.version };
  const trigger = {
    job_type: "guarded_release",
    job_id: move.row.id,
    payload: { kind: move.happening?.kind ?? null },
  };
  await changeFlag(actor, flag.id, body, deps, {
    isApproved: true,
    ...(actor.userId === null ? { trigger } : {}),
    also: (tx) => write(actor, move, tx, deps),
  });
}

async function write(
  actor: FlagActor,
  { row, change, happening }: Move,
  tx: Executor,
  deps: Deps,
): Promise<Entry[]> {
  const now = deps.now();
  if (!(await updateRelease(row, tx, { ...change, updatedAt: now }))) throw changedMeanwhile();
  if (happening === null) return [];
  const { kind, text, detail = {}, message } = happening;
  const { id: releaseId, projectId } = row;
  const entry = { projectId, releaseId, kind, text, detail, userId: actor.userId, createdAt: now };
  await insertReleaseEntry(tx, { id: deps.newId(), ...entry });
  if (message) await tell(actor, { ...row, ...change }, message, tx, deps);
  const shown = {
    type: "GuardedRelease",
    action: "changed",
    field: "state",
    before: row.state,
    after: change.state ?? row.state,
  } as const;
  const trigger = { job_type: "guarded_release", job_id: releaseId, payload: {} };
  return [
    {
      scope: "GuardedRelease",
      itemId: releaseId,
      activity: kind,
      name: text,
      changes: [shown],
      ...(actor.userId === null ? { trigger } : {}),
    },
  ];
}

const changedMeanwhile = () =>
  new ApiError("conflict", "The release was changed by someone else: load it again.");
