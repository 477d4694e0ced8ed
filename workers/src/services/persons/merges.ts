import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { ApiError, notFound } from "../../http/errors.ts";
import type {
  ManageResult,
  MergeLogOptions,
  MergeView,
  UndoPreview,
} from "../../partition/identity/manage.ts";
import { recordActivity } from "../activity/record.ts";
import { partitions } from "./partitions.ts";

/** Merges of the environment, or of one person (as source or target), newest first. */
export async function listMerges(
  access: ProjectAccess,
  options: MergeLogOptions,
  deps: Deps,
): Promise<MergeView[]> {
  const logs = await Promise.all(
    partitions(deps).map((partition) => partition.mergeLog(access.environmentId, options)),
  );
  const all = logs.flat().sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
  return all.slice(0, options.limit ?? 100);
}

/** What an undo would change; writes nothing. Throws 404 and 409. */
export async function previewUndo(access: ProjectAccess, mergeId: string, deps: Deps): Promise<UndoPreview> {
  const { preview } = await findMerge(access, mergeId, deps);
  return preview;
}

/** Takes a merge back: the persons are two again, queries see it within seconds. Throws 404 and 409. */
export async function undoMerge(access: ProjectAccess, mergeId: string, deps: Deps): Promise<UndoPreview> {
  const { partition, preview } = await findMerge(access, mergeId, deps);
  const undone = unwrap(await partition.undoMerge(access.environmentId, mergeId));
  await recordActivity(access, deps.db, deps, {
    scope: "Person",
    itemId: preview.merge.targetPersonId,
    activity: "merge_undone",
    name: preview.merge.sourceDistinctId,
  });
  return undone;
}

async function findMerge(access: ProjectAccess, mergeId: string, deps: Deps) {
  const answers = await Promise.all(
    partitions(deps).map(async (partition) => ({
      partition,
      result: await partition.previewUndo(access.environmentId, mergeId),
    })),
  );
  const found = answers.find(({ result }) => result.ok || result.code !== "not_found");
  if (!found) throw notFound(`There is no merge "${mergeId}".`);
  return { partition: found.partition, preview: unwrap(found.result) };
}

/** The value of a partition's answer, or its error as ours. */
export function unwrap<T>(result: ManageResult<T>): T {
  if (result.ok) return result.value;
  throw result.code === "not_found" ? notFound(result.message) : new ApiError("conflict", result.message);
}
