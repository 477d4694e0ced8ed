import type { FlagFilters } from "@edgewise/core/flags/types.ts";
import { type Executor, isDuplicate } from "@edgewise/db/mysql/client.ts";
import {
  type FlagRow,
  findFlag,
  insertFlag,
  insertFlagVersion,
  updateFlag,
} from "@edgewise/db/mysql/repos/flags.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { ApiError, invalid, notFound } from "../../http/errors.ts";
import { changesBetween } from "../activity/record.ts";
import { commitConfig } from "../config/commit.ts";
import { DEFAULT_FILTERS, type FlagBody } from "./body.ts";
import { encodePayloads } from "./check-filters.ts";
import { describeFlag } from "./describe.ts";
import { checkDefinition, checkKey, dependentsOf } from "./validate.ts";

type NewFlag = Omit<FlagRow, "id" | "projectId">;

/** Creates a flag: row, first version, audit entry and the edge's snapshot. Returns its number. */
export async function createFlag(access: ProjectAccess, body: FlagBody, deps: Deps): Promise<number> {
  checkKey(body.key);
  const filters = body.filters ?? DEFAULT_FILTERS;
  return await commitConfig(access, deps, async (tx) => {
    await checkDefinition(access, tx, { id: null, key: body.key, filters });
    const row: NewFlag = { ...blankFlag(access, deps), ...columnsOf({ ...body, filters }) };
    const id = await insertFlag(access, tx, row).catch((error) => {
      throw takenKey(error);
    });
    await noteVersion(access, tx, deps, id, row);
    const entry = { scope: "FeatureFlag", itemId: id, activity: "created", name: row.key };
    return { result: id, entries: [entry] };
  });
}

/** Changes a flag. `body.version`, when given, must be the one the caller has read. */
export async function changeFlag(
  access: ProjectAccess,
  id: number,
  body: Partial<FlagBody>,
  deps: Deps,
): Promise<void> {
  if (body.key !== undefined) checkKey(body.key);
  await commitConfig(access, deps, async (tx) => {
    const before = await findFlag(access, tx, id);
    if (!before || (before.deleted && body.deleted !== false)) throw notFound();
    if (body.version != null && body.version !== before.version) throw staleVersion(before);
    if (body.deleted === true) await refuseWhenUsed(access, tx, before);
    const change = columnsOf(body);
    const key = change.key ?? before.key;
    if (body.filters) await checkDefinition(access, tx, { id, key, filters: body.filters });
    const deleted = change.deleted ?? before.deleted;
    const after: FlagRow = {
      ...before,
      ...change,
      liveKey: deleted ? null : key,
      version: before.version + 1,
      lastModifiedBy: access.userId,
      updatedAt: deps.now(),
    };
    const changes = changesBetween("FeatureFlag", describeFlag(before), describeFlag(after));
    if (changes.length === 0) return { result: undefined, entries: [] };
    const { id: _id, projectId: _projectId, ...columns } = after;
    const written = await updateFlag(access, tx, id, before.version, columns).catch((error) => {
      throw takenKey(error);
    });
    if (!written) throw staleVersion(before);
    await noteVersion(access, tx, deps, id, after);
    const activity = deleted && !before.deleted ? "deleted" : "updated";
    return {
      result: undefined,
      entries: [{ scope: "FeatureFlag", itemId: id, activity, name: key, changes }],
    };
  });
}

function blankFlag(access: ProjectAccess, deps: Deps): NewFlag {
  const now = deps.now();
  return {
    key: "",
    liveKey: "",
    name: "",
    filters: { groups: [] },
    active: true,
    archived: false,
    deleted: false,
    version: 1,
    ensureExperienceContinuity: false,
    evaluationRuntime: "all",
    bucketingIdentifier: null,
    evaluationContexts: [],
    tags: [],
    isRemoteConfiguration: false,
    hasEncryptedPayloads: false,
    creationContext: "feature_flags",
    rollbackConditions: [],
    environments: {},
    createdBy: access.userId,
    lastModifiedBy: access.userId,
    createdAt: now,
    updatedAt: now,
  };
}

/** The columns that a body sets. */
function columnsOf(body: Partial<FlagBody>): Partial<NewFlag> {
  const columns: Partial<Record<keyof NewFlag, unknown>> = {
    key: body.key,
    liveKey: body.key,
    name: body.name,
    filters: body.filters && (encodePayloads(body.filters) as FlagFilters),
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
    environments: body.environments,
  };
  return Object.fromEntries(
    Object.entries(columns).filter(([, value]) => value !== undefined),
  ) as Partial<NewFlag>;
}

async function noteVersion(access: ProjectAccess, tx: Executor, deps: Deps, flagId: number, row: NewFlag) {
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

async function refuseWhenUsed(access: ProjectAccess, tx: Executor, flag: FlagRow): Promise<void> {
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
