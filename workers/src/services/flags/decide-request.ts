import {
  type ChangeRequestRow,
  listChangeRequests,
  moveChangeRequest,
} from "@edgewise/db/mysql/repos/change-requests.ts";
import { listEnvironments } from "@edgewise/db/mysql/repos/projects.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { ApiError, notFound } from "../../http/errors.ts";
import type { FlagBody } from "./body.ts";
import { changeFlag } from "./write.ts";

/** Applies, rejects or withdraws a pending request. Nobody approves their own. Throws 403, 404 or 409. */
export async function decideRequest(
  access: ProjectAccess,
  flagId: number,
  id: string,
  state: "applied" | "rejected" | "withdrawn",
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
  const decision = { state, decidedBy: access.userId, decidedAt: deps.now() };
  if (!(await moveChangeRequest(access, deps.db, id, "pending", decision)))
    throw new ApiError("conflict", `The change request is ${row.state} already.`);
  if (state === "applied") {
    const place = (await listEnvironments(access, deps.db)).find(({ id: own }) => own === row.environmentId);
    if (!place) throw notFound("The environment of the change request is gone.");
    const there = { ...access, environmentId: place.id, environment: place };
    try {
      await changeFlag(there, flagId, row.change as Partial<FlagBody>, deps, { isApproved: true });
    } catch (error) {
      const pending = { state: "pending", decidedBy: null, decidedAt: null } as const;
      await moveChangeRequest(access, deps.db, id, "applied", pending);
      throw error;
    }
  }
  return (await find()) ?? row;
}
