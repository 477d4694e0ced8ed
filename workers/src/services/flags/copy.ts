import { dependenciesOf, visitLeaves } from "@edgewise/core/flags/graph.ts";
import type { FlagFilters } from "@edgewise/core/flags/types.ts";
import { allCohorts } from "@edgewise/db/mysql/repos/cohorts.ts";
import { allFlags, type FlagRow, findFlagByKey } from "@edgewise/db/mysql/repos/flags.ts";
import { insertScheduledChange, listScheduledChanges } from "@edgewise/db/mysql/repos/scheduled-changes.ts";
import type { Deps } from "../../deps.ts";
import { ApiError } from "../../http/errors.ts";
import { flagDefinition } from "../config/build-snapshot.ts";
import type { FlagActor } from "./actor.ts";
import type { FlagBody } from "./body.ts";
import { changeFlag, createFlag } from "./write.ts";

export interface CopyOptions {
  readonly disable: boolean;
  readonly withSchedule: boolean;
  readonly withDependencies: boolean;
}

/**
 * Copies a flag's common state into another project of the organisation; one of the same key is overwritten. Cohorts
 * are found there by their name, flags that it depends on by their key. Returns the copy's number.
 */
export async function copyFlag(
  from: FlagActor,
  row: FlagRow,
  to: FlagActor,
  options: CopyOptions,
  deps: Deps,
): Promise<number> {
  const missing = await missingDependencies(from, row, to, deps);
  if (missing.length > 0 && !options.withDependencies) throw lacks(missing);
  for (const dependency of missing) await copyFlag(from, dependency, to, options, deps);
  const filters = await translated(from, row, to, deps);
  const body: Omit<FlagBody, "key"> = {
    name: row.name,
    filters: filters as FlagBody["filters"],
    active: row.active && !options.disable,
    ensure_experience_continuity: row.ensureExperienceContinuity,
    evaluation_runtime: row.evaluationRuntime as FlagBody["evaluation_runtime"],
    bucketing_identifier: row.bucketingIdentifier as FlagBody["bucketing_identifier"],
    evaluation_contexts: row.evaluationContexts,
    tags: row.tags,
    is_remote_configuration: row.isRemoteConfiguration,
    has_encrypted_payloads: row.hasEncryptedPayloads,
  };
  const known = await findFlagByKey(to, deps.db, row.key);
  const id = known === null ? await createFlag(to, { key: row.key, ...body }, deps) : known.id;
  if (known !== null) await changeFlag(to, id, body, deps);
  if (options.withSchedule) await copySchedule(from, row.id, to, id, deps);
  return id;
}

/** Flags that `row` needs and the other project lacks. */
export async function missingDependencies(
  from: FlagActor,
  row: FlagRow,
  to: FlagActor,
  deps: Deps,
): Promise<FlagRow[]> {
  const wanted = dependenciesOf(flagDefinition(row), new Map());
  if (wanted.length === 0) return [];
  const [own, there] = await Promise.all([allFlags(from, deps.db), allFlags(to, deps.db)]);
  const keys = new Set(there.map(({ key }) => key));
  return own.filter(({ id, key }) => (wanted.includes(key) || wanted.includes(String(id))) && !keys.has(key));
}

function lacks(missing: readonly FlagRow[]): ApiError {
  const keys = missing.map(({ key }) => `"${key}"`).join(", ");
  return new ApiError(
    "invalid_input",
    `The project lacks ${keys}, on which the flag depends: copy the dependencies too.`,
  );
}

/** Filters with the other project's cohorts, and flags named by key. Throws for cohorts that it lacks. */
async function translated(from: FlagActor, row: FlagRow, to: FlagActor, deps: Deps): Promise<FlagFilters> {
  const [own, there, flags] = await Promise.all([
    allCohorts(from, deps.db),
    allCohorts(to, deps.db),
    allFlags(from, deps.db),
  ]);
  const copy = structuredClone(row.filters) as FlagFilters;
  for (const group of [...(copy.groups ?? []), ...(copy.super_groups ?? [])]) {
    visitLeaves({ values: [...(group.properties ?? [])] as never[] }, (leaf) => {
      const property = leaf as { key: string; type?: string | null; value?: unknown };
      if (property.type === "flag")
        property.key = flags.find(({ id }) => String(id) === property.key)?.key ?? property.key;
      if (property.type !== "cohort") return;
      const name = own.find(({ id }) => id === Number(property.value))?.name;
      const twin = there.find((cohort) => cohort.name === name);
      if (twin === undefined)
        throw new ApiError("invalid_input", `The project has no cohort "${name ?? String(property.value)}".`);
      property.value = twin.id;
    });
  }
  return { ...copy, holdout: null, holdout_groups: null };
}

async function copySchedule(from: FlagActor, fromId: number, to: FlagActor, toId: number, deps: Deps) {
  const page = { limit: 100, offset: 0 };
  const { rows } = await listScheduledChanges(from, deps.db, { recordId: fromId }, page);
  for (const { id: _id, projectId: _project, ...change } of rows) {
    if (change.executedAt !== null) continue;
    const now = deps.now();
    const place = { environmentId: to.environmentId, recordId: toId, createdBy: to.userId };
    await insertScheduledChange(to, deps.db, { ...change, ...place, createdAt: now, updatedAt: now });
  }
}
