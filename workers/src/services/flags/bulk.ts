import { type FlagRow, findFlags } from "@edgewise/db/mysql/repos/flags.ts";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { ApiError, invalid } from "../../http/errors.ts";
import { type FlagListQuery, findFlagPage } from "./list.ts";
import { type RetagBody, retagged } from "./tags.ts";
import { changeFlag } from "./write.ts";

/** More than any project should delete at once. */
const MOST = 1000;

export interface BulkTarget {
  readonly ids?: readonly number[];
  readonly filters?: Omit<FlagListQuery, "limit" | "offset">;
}

interface Refused {
  readonly id: number;
  readonly key: string;
  readonly reason: string;
}

/** Deletes flags by number or by list filters; one that can't be deleted does not keep the others. */
export async function deleteFlags(access: ProjectAccess, target: BulkTarget, deps: RegionDeps) {
  const rows = await targets(access, target, deps);
  const { done, refused } = await each(rows, (row) => changeFlag(access, row.id, { deleted: true }, deps));
  return { deleted: done.map(({ id, key }) => ({ id, key })), errors: refused };
}

/** Adds, removes or replaces tags of several flags. */
export async function retagFlags(access: ProjectAccess, { ids, action, tags }: RetagBody, deps: RegionDeps) {
  const rows = await targets(access, { ids }, deps);
  const after = (row: FlagRow) => retagged(action, row.tags, tags);
  const { done, refused } = await each(rows, (row) => changeFlag(access, row.id, { tags: after(row) }, deps));
  const missing = ids.filter((id) => !rows.some((row) => row.id === id));
  return {
    updated: done.map((row) => ({ id: row.id, tags: after(row) })),
    skipped: [
      ...refused.map(({ id, reason }) => ({ id, reason })),
      ...missing.map((id) => ({ id, reason: "Not found" })),
    ],
  };
}

async function targets(
  access: ProjectAccess,
  { ids, filters }: BulkTarget,
  deps: RegionDeps,
): Promise<FlagRow[]> {
  if ((ids === undefined) === (filters === undefined))
    throw invalid("ids", "Name the flags by `ids` or by `filters`, not both.");
  if (ids !== undefined) return (await findFlags(access, deps.db, ids)).filter(({ deleted }) => !deleted);
  if (Object.keys(filters!).length === 0)
    throw invalid("filters", "Empty filters mean every flag: name at least one.");
  return (await findFlagPage(access, { ...filters, limit: MOST, offset: 0 }, deps)).rows;
}

async function each(rows: readonly FlagRow[], write: (row: FlagRow) => Promise<void>) {
  const done: FlagRow[] = [];
  const refused: Refused[] = [];
  for (const row of rows) {
    try {
      await write(row);
      done.push(row);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status >= 500) throw error;
      refused.push({ id: row.id, key: row.key, reason: error.message });
    }
  }
  return { done, refused };
}
