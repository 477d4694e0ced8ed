import { type Executor, isDuplicate } from "@edgewise/db/mysql/client.ts";
import { blankFlag } from "@edgewise/db/mysql/repos/blank-flag.ts";
import { experimentsOfFlags } from "@edgewise/db/mysql/repos/experiments.ts";
import {
  type FlagRow,
  findFlag,
  insertFlag,
  insertFlagVersion,
  updateFlag,
} from "@edgewise/db/mysql/repos/flags.ts";
import type { ActivityTrigger } from "@edgewise/db/mysql/schema/activity.ts";
import type { Deps } from "../../deps.ts";
import { ApiError, invalid, notFound } from "../../http/errors.ts";
import { requireLevel } from "../../http/governed.ts";
import { changesBetween, type Entry } from "../activity/record.ts";
import { commitConfig } from "../config/commit.ts";
import type { FlagActor } from "./actor.ts";
import { keepRequest, NeedsApproval, refuseNewFlag, requireNoApproval } from "./approval.ts";
import { DEFAULT_FILTERS, type FlagBody } from "./body.ts";
import { describeFlag } from "./describe.ts";
import { redactChanges } from "./redact.ts";
import { sealContent } from "./seal-content.ts";
import { addressed, statesAfter } from "./states.ts";
import { checkDefinition, checkKey, dependentsOf } from "./validate.ts";

type NewFlag = Omit<FlagRow, "id" | "projectId">;

export interface ChangeOptions {
  /** A second person has agreed, or nobody needs to. */
  readonly isApproved?: boolean;
  /** More of the same write: in its transaction, also when the flag is as it should be already. */
  readonly also?: (tx: Executor) => Promise<readonly Entry[]>;
  /** What changes the flag, when nobody does in person. */
  readonly trigger?: ActivityTrigger;
}

/** Creates a flag: row, first version, audit entry and the edge's snapshot. Returns its number. */
export async function createFlag(access: FlagActor, body: FlagBody, deps: Deps): Promise<number> {
  checkKey(body.key);
  const place = addressed(access, { ...body, filters: body.filters ?? DEFAULT_FILTERS }, null);
  const made = commitConfig(access, deps, async (tx) => {
    const by = { createdBy: access.userId, lastModifiedBy: access.userId };
    const blank: NewFlag = { ...blankFlag(deps.now()), ...by };
    const row: NewFlag = { ...blank, ...(await columnsOf(access, place, null, { ...deps, db: tx })) };
    await requireNoApproval(access, tx, null, row);
    await checkDefinition(access, tx, { ...row, id: null }, deps);
    const id = await insertFlag(access, tx, row).catch((error) => {
      throw takenKey(error);
    });
    await noteVersion(access, tx, deps, id, row);
    const entry = { scope: "FeatureFlag", itemId: id, activity: "created", name: row.key };
    return { result: id, entries: [entry] };
  });
  return await made.catch((error) => {
    throw error instanceof NeedsApproval ? refuseNewFlag(error) : error;
  });
}

/** Changes a flag. `body.version`, when given, must be the one the caller has read. */
export async function changeFlag(
  access: FlagActor,
  id: number,
  given: Partial<FlagBody>,
  deps: Deps,
  options: ChangeOptions = {},
): Promise<void> {
  if (given.key !== undefined) checkKey(given.key);
  requireLevel(access, "feature_flag", id, "editor");
  const written = commitConfig(access, deps, async (tx) => {
    const before = await findFlag(access, tx, id);
    if (!before || (before.deleted && given.deleted !== false)) throw notFound();
    if (given.version != null && given.version !== before.version) throw staleVersion(before);
    if (given.deleted === true) await refuseWhenUsed(access, tx, before);
    const body = addressed(access, given, before);
    const change = await columnsOf(access, body, before, { ...deps, db: tx });
    const key = change.key ?? before.key;
    if (change.filters || change.environments) {
      await checkDefinition(access, tx, { ...before, ...change }, deps);
    }
    const deleted = change.deleted ?? before.deleted;
    const after: FlagRow = {
      ...before,
      ...change,
      liveKey: deleted ? null : key,
      version: before.version + 1,
      lastModifiedBy: access.userId,
      updatedAt: deps.now(),
    };
    const all = changesBetween("FeatureFlag", describeFlag(before), describeFlag(after));
    const changes = before.hasEncryptedPayloads || after.hasEncryptedPayloads ? redactChanges(all) : all;
    if (changes.length === 0) return { result: undefined, entries: (await options.also?.(tx)) ?? [] };
    if (!options.isApproved) await requireNoApproval(access, tx, before, after);
    const { id: _id, projectId: _projectId, ...columns } = after;
    const isWritten = await updateFlag(access, tx, id, before.version, columns).catch((error) => {
      throw takenKey(error);
    });
    if (!isWritten) throw staleVersion(before);
    await noteVersion(access, tx, deps, id, after);
    const activity = deleted && !before.deleted ? "deleted" : "updated";
    const entry = {
      scope: "FeatureFlag",
      itemId: id,
      activity,
      name: key,
      changes,
      trigger: options.trigger,
    };
    return { result: undefined, entries: [entry, ...((await options.also?.(tx)) ?? [])] };
  });
  await written.catch(async (error) => {
    throw error instanceof NeedsApproval ? await keepRequest(access, id, given, error, deps) : error;
  });
}

/** The columns that a body sets. */
async function columnsOf(
  access: FlagActor,
  body: Partial<FlagBody>,
  before: FlagRow | null,
  deps: Deps,
): Promise<Partial<NewFlag>> {
  const states = await statesAfter(access, before?.environments ?? {}, body.environments, deps);
  const content = await sealContent(body, states, before, deps);
  const columns: Partial<Record<keyof NewFlag, unknown>> = {
    key: body.key,
    liveKey: body.key,
    name: body.name,
    filters: content.filters,
    active: body.active,
    archived: body.archived,
    deleted: body.deleted,
    ensureExperienceContinuity: body.ensure_experience_continuity ?? undefined,
    evaluationRuntime: body.evaluation_runtime,
    bucketingIdentifier: body.bucketing_identifier,
    evaluationContexts: body.evaluation_contexts ?? body.evaluation_tags,
    tags: body.tags,
    isRemoteConfiguration: body.is_remote_configuration ?? undefined,
    creationContext: body.creation_context,
    rollbackConditions: body.rollback_conditions ?? undefined,
    environments: body.environments && content.environments,
    hasEncryptedPayloads: body.has_encrypted_payloads ?? undefined,
  };
  return Object.fromEntries(
    Object.entries(columns).filter(([, value]) => value !== undefined),
  ) as Partial<NewFlag>;
}

async function noteVersion(access: FlagActor, tx: Executor, deps: Deps, flagId: number, row: NewFlag) {
  const definition = describeFlag(row);
  const { version } = row;
  await insertFlagVersion(access, tx, {
    flagId,
    version,
    definition,
    createdBy: access.userId,
    createdAt: deps.now(),
  });
}

async function refuseWhenUsed(access: FlagActor, tx: Executor, flag: FlagRow): Promise<void> {
  const [experiment] = await experimentsOfFlags(access, tx, [flag.id]);
  if (experiment) {
    throw invalid(
      "deleted",
      `Flag "${flag.key}" belongs to the experiment "${experiment.name}": delete that first, or archive the flag.`,
    );
  }
  const users = await dependentsOf(access, tx, flag);
  if (users.length === 0) return;
  const keys = users.map((user) => `"${user.key}"`).join(", ");
  throw invalid(
    "deleted",
    `Flag "${flag.key}" is a condition of ${keys}: change ${users.length > 1 ? "those" : "that"} first.`,
  );
}

function staleVersion(flag: FlagRow): ApiError {
  const detail = `Flag "${flag.key}" was changed by someone else: it is at version ${flag.version} now. Load it again.`;
  return new ApiError("conflict", detail, { extra: { version: flag.version } });
}

function takenKey(error: unknown): unknown {
  return isDuplicate(error)
    ? invalid("key", "There is already a feature flag with this key.", "unique")
    : error;
}
