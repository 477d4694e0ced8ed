import type { FlagFilters, FlagState } from "@edgewise/core/flags/types.ts";
import { allFlags, type FlagRow } from "@edgewise/db/mysql/repos/flags.ts";
import {
  findHoldout,
  type HoldoutRow,
  insertHoldout,
  deleteHoldout as removeHoldout,
  updateHoldout,
} from "@edgewise/db/mysql/repos/holdouts.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { notFound } from "../../http/errors.ts";
import { commitLogged } from "../activity/commit-logged.ts";
import { changesBetween } from "../activity/record.ts";
import { inDefault } from "../flags/actor.ts";
import type { FlagBody } from "../flags/body.ts";
import { changeFlag } from "../flags/write.ts";

export interface HoldoutBody {
  readonly name: string;
  readonly description?: string | null;
  readonly filters: readonly { readonly rollout_percentage: number }[];
}

export async function requireHoldout(access: ProjectAccess, id: string, deps: Deps): Promise<HoldoutRow> {
  const row = /^\d{1,10}$/.test(id) ? await findHoldout(access, deps.db, Number(id)) : null;
  if (!row) throw notFound();
  return row;
}

export async function createHoldout(access: ProjectAccess, body: HoldoutBody, deps: Deps): Promise<number> {
  const now = deps.now();
  return await commitLogged(access, deps, async (tx) => {
    const { name } = body;
    const description = body.description ?? "";
    const stamps = { createdBy: access.userId, createdAt: now, updatedAt: now };
    const id = await insertHoldout(access, tx, { name, description, filters: [], ...stamps });
    await updateHoldout(access, tx, id, { filters: filtersOf(id, body) });
    return { result: id, entries: [{ ...entryOf(id, name), activity: "created" }] };
  });
}

/** Changes a holdout, and with its share every flag that has it. */
export async function changeHoldout(
  access: ProjectAccess,
  row: HoldoutRow,
  body: Partial<HoldoutBody>,
  deps: Deps,
): Promise<void> {
  const before = { name: row.name, description: row.description, filters: row.filters };
  const after = {
    name: body.name ?? row.name,
    description: body.description ?? row.description,
    filters: body.filters === undefined ? row.filters : filtersOf(row.id, { filters: body.filters }),
  };
  const changes = changesBetween("ExperimentHoldout", before, after);
  if (changes.length === 0) return;
  await commitLogged(access, deps, async (tx) => {
    await updateHoldout(access, tx, row.id, { ...after, updatedAt: deps.now() });
    return { result: undefined, entries: [{ ...entryOf(row.id, after.name), activity: "updated", changes }] };
  });
  await rewriteFlags(access, row.id, Number(after.filters[0]?.rollout_percentage ?? 0), deps);
}

/** Removes a holdout; flags that had it go on without. */
export async function deleteHoldout(access: ProjectAccess, row: HoldoutRow, deps: Deps): Promise<void> {
  await rewriteFlags(access, row.id, null, deps);
  await commitLogged(access, deps, async (tx) => {
    await removeHoldout(access, tx, row.id);
    return { result: undefined, entries: [{ ...entryOf(row.id, row.name), activity: "deleted" }] };
  });
}

const entryOf = (id: number, name: string) => ({ scope: "ExperimentHoldout", itemId: id, name });

function filtersOf(id: number, { filters }: Pick<HoldoutBody, "filters">): Record<string, unknown>[] {
  const percentage = filters[0]?.rollout_percentage ?? 0;
  return [{ properties: [], rollout_percentage: percentage, variant: `holdout-${id}` }];
}

/** Sets the share of a holdout in every flag that has it; null takes it out. */
async function rewriteFlags(
  access: ProjectAccess,
  id: number,
  percentage: number | null,
  deps: Deps,
): Promise<void> {
  const there = await inDefault(access, deps);
  const rewritten = <F extends FlagFilters | undefined>(filters: F): F =>
    filters?.holdout?.id === id
      ? { ...filters, holdout: percentage === null ? null : { id, exclusion_percentage: percentage } }
      : filters;
  for (const flag of await allFlags(access, deps.db)) {
    if (!uses(flag, id)) continue;
    const states = Object.entries(flag.environments).map(([place, state]): [string, FlagState] => [
      place,
      state.filters === undefined ? state : { ...state, filters: rewritten(state.filters) },
    ]);
    const body = { filters: rewritten(flag.filters), environments: Object.fromEntries(states) };
    await changeFlag(there, flag.id, body as Partial<FlagBody>, deps);
  }
}

const uses = (flag: FlagRow, id: number): boolean =>
  flag.filters.holdout?.id === id ||
  Object.values(flag.environments).some(({ filters }) => filters?.holdout?.id === id);
