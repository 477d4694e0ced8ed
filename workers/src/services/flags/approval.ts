import type { FlagState } from "@edgewise/core/flags/types.ts";
import { insertChangeRequest } from "@edgewise/db/mysql/repos/change-requests.ts";
import { findFlag } from "@edgewise/db/mysql/repos/flags.ts";
import { listEnvironments } from "@edgewise/db/mysql/repos/projects.ts";
import type { Deps } from "../../deps.ts";
import { ApiError } from "../../http/errors.ts";
import { commitLogged } from "../activity/commit-logged.ts";
import type { FlagActor } from "./actor.ts";
import type { FlagBody } from "./body.ts";
import { sealContent } from "./seal-content.ts";

/** Parts of a flag that decide what people get. */
const DECIDING = ["active", "filters", "deleted", "archived"] as const;

/**
 * Throws 409 `approval_required` when the change would decide what people get in an environment that asks for a second
 * person; the change is kept as a request. Switching off is never held up.
 */
export async function requireNoApproval(
  access: FlagActor,
  flagId: number,
  body: Partial<FlagBody>,
  deps: Deps,
): Promise<void> {
  const named = Object.keys(body.environments ?? {});
  const decides = DECIDING.some((field) => body[field] !== undefined);
  if ((!decides && named.length === 0) || isSwitchOff(body)) return;
  const guarded = (await listEnvironments(access, deps.db)).find(
    ({ id, flagApproval }) =>
      flagApproval && ((decides && id === access.environmentId) || named.includes(String(id))),
  );
  if (guarded === undefined) return;
  const id = deps.newId();
  const change = await withoutSecrets(access, flagId, body, deps);
  await commitLogged(access, deps, async (tx) => {
    await insertChangeRequest(access, tx, {
      id,
      environmentId: access.environmentId,
      flagId,
      flagVersion: body.version ?? 0,
      change,
      state: "pending",
      note: "",
      createdBy: access.userId,
      createdAt: deps.now(),
      decidedBy: null,
      decidedAt: null,
    });
    return {
      result: undefined,
      entries: [{ scope: "FeatureFlag", itemId: flagId, activity: "asked_for_approval" }],
    };
  });
  const detail = `Changes of flags in "${guarded.name}" need a second person: this one waits for approval.`;
  throw new ApiError("conflict", detail, { publicCode: "approval_required", extra: { change_request: id } });
}

function isSwitchOff(body: Partial<FlagBody>): boolean {
  const given = Object.entries(body).filter(([name, value]) => name !== "version" && value !== undefined);
  return body.active === false && given.length === 1;
}

/** A flag may be made where a second person is asked for, but not switched on by that. */
export function requireOffWhereGuarded({ environment }: FlagActor, body: Partial<FlagBody>): void {
  if (!environment.flagApproval || body.active === false) return;
  const detail = `Changes of flags in "${environment.name}" need a second person: create the flag with "active": false.`;
  throw new ApiError("conflict", detail, { publicCode: "approval_required", attr: "active" });
}

/** What waits is stored: secrets only sealed. */
async function withoutSecrets(
  access: FlagActor,
  flagId: number,
  body: Partial<FlagBody>,
  deps: Deps,
): Promise<Record<string, unknown>> {
  const before = await findFlag(access, deps.db, flagId);
  const states = Object.entries(body.environments ?? {}).flatMap(([id, state]) =>
    state === null ? [] : [[id, state as FlagState] as const],
  );
  const { filters, environments } = await sealContent(body, Object.fromEntries(states), before, deps);
  const removed = Object.entries(body.environments ?? {}).filter(([, state]) => state === null);
  return {
    ...body,
    ...(filters && { filters }),
    ...(body.environments && { environments: { ...environments, ...Object.fromEntries(removed) } }),
  };
}
