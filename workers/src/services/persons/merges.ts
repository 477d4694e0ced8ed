import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { ApiError, notFound } from "../../http/errors.ts";
import type { ManageResult, UndoPreview } from "../../partition/identity/manage.ts";
import { recordActivity } from "../activity/record.ts";

/** Takes a merge back: the persons are two again, queries see it within seconds. Throws 404 and 409. */
export async function undoMerge(
  access: ProjectAccess,
  mergeId: string,
  deps: RegionDeps,
): Promise<UndoPreview> {
  const undone = unwrap(await deps.partitions.undoMerge(access.environmentId, mergeId));
  await recordActivity(access, deps.db, deps, {
    scope: "Person",
    itemId: undone.merge.targetPersonId,
    activity: "merge_undone",
    name: undone.merge.sourceDistinctId,
  });
  return undone;
}

/** The value of a partition's answer, or its error as ours. */
export function unwrap<T>(result: ManageResult<T>): T {
  if (result.ok) return result.value;
  throw result.code === "not_found" ? notFound(result.message) : new ApiError("conflict", result.message);
}
