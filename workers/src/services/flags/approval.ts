import type { FlagState } from "@edgewise/core/flags/types.ts";
import type { Executor } from "@edgewise/db/mysql/client.ts";
import { insertChangeRequest } from "@edgewise/db/mysql/repos/change-requests.ts";
import { type FlagRow, findFlag } from "@edgewise/db/mysql/repos/flags.ts";
import { type EnvironmentRow, listEnvironments } from "@edgewise/db/mysql/repos/projects.ts";
import type { Deps } from "../../deps.ts";
import { ApiError } from "../../http/errors.ts";
import { commitLogged } from "../activity/commit-logged.ts";
import type { FlagActor } from "./actor.ts";
import type { FlagBody } from "./body.ts";
import { sealContent } from "./seal-content.ts";
import { inPlace } from "./states.ts";

/** Parts of a flag that decide what people get, as an environment has them. */
const DECIDING = [
  "active",
  "filters",
  "deleted",
  "archived",
  "key",
  "ensureExperienceContinuity",
  "evaluationRuntime",
  "evaluationContexts",
  "bucketingIdentifier",
] as const satisfies readonly (keyof FlagRow)[];

type Decisions = Pick<FlagRow, (typeof DECIDING)[number] | "environments">;

/** Says that a write waits for a second person; the write's transaction must not commit. */
export class NeedsApproval extends Error {
  readonly place: EnvironmentRow;

  constructor(place: EnvironmentRow) {
    super(`Changes in "${place.name}" need a second person.`);
    this.place = place;
  }
}

/**
 * Throws when a write changes what people get in an environment that asks for a second person, whichever environment the
 * write names: others follow the default one. Switching off is never held up. `before` null = a new flag.
 */
export async function requireNoApproval(
  actor: FlagActor,
  tx: Executor,
  before: Decisions | null,
  after: Decisions,
): Promise<void> {
  const guarded = (await listEnvironments(actor, tx)).filter(({ flagApproval }) => flagApproval);
  const place = guarded.find(({ id: environmentId }) => {
    const here = { environmentId };
    const next = inPlace(after as FlagRow, here);
    if (before === null) return next.active;
    const known = inPlace(before as FlagRow, here);
    const changed = DECIDING.filter((part) => JSON.stringify(known[part]) !== JSON.stringify(next[part]));
    return changed.some((part) => part !== "active" || next.active);
  });
  if (place) throw new NeedsApproval(place);
}

/** Keeps a refused write as a request. Answers the 409 to throw. */
export async function keepRequest(
  access: FlagActor,
  flagId: number,
  body: Partial<FlagBody>,
  { place }: NeedsApproval,
  deps: Deps,
): Promise<ApiError> {
  const id = deps.newId();
  const before = await findFlag(access, deps.db, flagId);
  const change = await withoutSecrets(before, body, deps);
  await commitLogged(access, deps, async (tx) => {
    await insertChangeRequest(access, tx, {
      id,
      environmentId: access.environmentId,
      flagId,
      flagVersion: body.version ?? before?.version ?? 0,
      change,
      state: "pending",
      note: "",
      createdBy: access.userId,
      createdAt: deps.now(),
      decidedBy: null,
      decidedAt: null,
    });
    const name = before?.key ?? null;
    return {
      result: undefined,
      entries: [{ scope: "FeatureFlag", itemId: flagId, activity: "asked_for_approval", name }],
    };
  });
  const detail = `Changes of flags in "${place.name}" need a second person: this one waits for approval.`;
  return new ApiError("conflict", detail, {
    publicCode: "approval_required",
    extra: { change_request: id },
  });
}

/** A flag may be made where a second person is asked for, but not switched on by that. */
export function refuseNewFlag({ place }: NeedsApproval): ApiError {
  const detail = `Changes of flags in "${place.name}" need a second person: create the flag with "active": false.`;
  return new ApiError("conflict", detail, { publicCode: "approval_required", attr: "active" });
}

/** What waits is stored: secrets only sealed. */
async function withoutSecrets(
  before: FlagRow | null,
  body: Partial<FlagBody>,
  deps: Deps,
): Promise<Record<string, unknown>> {
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
