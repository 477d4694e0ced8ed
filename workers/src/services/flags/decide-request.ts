import type { Executor } from "@edgewise/db/mysql/client.ts";
import {
  type ChangeRequestRow,
  listChangeRequests,
  moveChangeRequest,
} from "@edgewise/db/mysql/repos/change-requests.ts";
import { findFlag, findFlagVersion } from "@edgewise/db/mysql/repos/flags.ts";
import { listEnvironments } from "@edgewise/db/mysql/repos/projects.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { ApiError, notFound } from "../../http/errors.ts";
import { commitLogged } from "../activity/commit-logged.ts";
import type { Entry } from "../activity/record.ts";
import type { FlagActor } from "./actor.ts";
import type { FlagBody } from "./body.ts";
import { describeFlag } from "./describe.ts";
import { changeFlag } from "./write.ts";

const ACTIVITIES = {
  applied: "approved_change",
  rejected: "rejected_change",
  withdrawn: "withdrew_change",
} as const;
type Decision = keyof typeof ACTIVITIES;

/** Applies, rejects or withdraws a pending request. Nobody approves their own. Throws 403, 404 or 409. */
export async function decideRequest(
  access: ProjectAccess,
  flagId: number,
  id: string,
  state: Decision,
  deps: Deps,
): Promise<ChangeRequestRow> {
  const find = async () => (await listChangeRequests(access, deps.db, flagId)).find((row) => row.id === id);
  const row = await find();
  if (!row) throw notFound("There is no such change request.");
  const isOwn = row.createdBy === access.userId;
  if (state === "applied" && isOwn)
    throw new ApiError("permission_denied", "Someone else has to approve your change.");
  if (state === "withdrawn" && !isOwn)
    throw new ApiError("permission_denied", "Only its author withdraws a change: reject it instead.");
  if (state === "applied") await apply(access, row, deps);
  else
    await commitLogged(access, deps, async (tx) => ({
      result: undefined,
      entries: await decide(access, row, state, tx, deps),
    }));
  return (await find()) ?? row;
}

/** Moves the request on in the transaction of what it brings about, so that neither happens alone. */
async function decide(
  access: FlagActor,
  row: ChangeRequestRow,
  state: Decision,
  tx: Executor,
  deps: Deps,
): Promise<Entry[]> {
  const decision = { state, decidedBy: access.userId, decidedAt: deps.now() };
  if (!(await moveChangeRequest(access, tx, row.id, "pending", decision)))
    throw new ApiError(
      "conflict",
      `The change request is ${row.state === "pending" ? "decided" : row.state} already.`,
    );
  return [{ scope: "FeatureFlag", itemId: row.flagId, activity: ACTIVITIES[state] }];
}

async function apply(access: ProjectAccess, row: ChangeRequestRow, deps: Deps): Promise<void> {
  if (row.state !== "pending") throw new ApiError("conflict", `The change request is ${row.state} already.`);
  const place = (await listEnvironments(access, deps.db)).find(({ id }) => id === row.environmentId);
  if (!place) throw notFound("The environment of the change request is gone.");
  const there = { ...access, environmentId: place.id, environment: place };
  const { version: _version, ...change } = row.change as Partial<FlagBody>;
  const version = await unchangedSince(access, row, change, deps);
  await changeFlag(there, row.flagId, { ...change, version }, deps, {
    isApproved: true,
    also: (tx) => decide(access, row, "applied", tx, deps),
  });
}

/** The flag's present version. Throws 409 when what the request is about is not what its author saw. */
async function unchangedSince(
  access: ProjectAccess,
  row: ChangeRequestRow,
  change: Partial<FlagBody>,
  deps: Deps,
): Promise<number> {
  const flag = await findFlag(access, deps.db, row.flagId);
  if (!flag) throw notFound("The flag of the change request is gone.");
  const seen = await findFlagVersion(access, deps.db, row.flagId, row.flagVersion);
  if (!seen || seen.version === flag.version) return flag.version;
  const [then, now] = [seen.definition as Record<string, unknown>, describeFlag(flag)];
  // A write below another environment is about that one's own state.
  const touched = Object.keys(change).flatMap((field) =>
    field === "active" || field === "filters" ? [field, "environments"] : [field],
  );
  const changed = [...new Set(touched)].find(
    (field) => JSON.stringify(then[field]) !== JSON.stringify(now[field]),
  );
  if (changed === undefined) return flag.version;
  const detail = `"${changed}" of flag "${flag.key}" was changed since this was asked for: reject it, and ask again.`;
  throw new ApiError("conflict", detail, { extra: { version: flag.version } });
}
