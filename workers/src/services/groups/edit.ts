import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { ApiError, invalid, notFound } from "../../http/errors.ts";
import type { PropertyEdit } from "../../partition/identity/edit-person.ts";
import { changesBetween, recordActivity } from "../activity/record.ts";
import type { StoredGroup } from "./list.ts";
import { groupTypesOf } from "./types.ts";

/** Which group: its type's index and its key. */
export interface GroupRef {
  readonly index: number;
  readonly key: string;
}

/** The name of a group in the audit log. */
export const groupItemId = ({ index, key }: GroupRef): string => `${index}-${key}`;

/** A group as its partition has it now. Throws 404. */
export async function requireGroup(
  access: ProjectAccess,
  ref: GroupRef,
  deps: RegionDeps,
): Promise<StoredGroup> {
  const found = await deps.partitions.getGroup(access.environmentId, ref.index, ref.key);
  if (!found) throw notFound("There is no such group.");
  return { ...ref, properties: found.properties, createdAt: new Date(found.createdAt) };
}

/** Makes a group of a type that events have named already. Throws 409 when it exists. */
export async function createGroup(
  access: ProjectAccess,
  ref: GroupRef,
  properties: JsonObject,
  deps: RegionDeps,
): Promise<StoredGroup> {
  const types = await groupTypesOf(access.projectId, deps);
  if (!types.some(({ group_type_index: index }) => index === ref.index)) {
    throw invalid("group_type_index", "There is no such group type.", "does_not_exist");
  }
  if (await deps.partitions.getGroup(access.environmentId, ref.index, ref.key)) {
    throw new ApiError("conflict", `Group "${ref.key}" exists already.`, { attr: "group_key" });
  }
  return await write(access, ref, { set: properties }, "created", {}, deps);
}

/** Sets and unsets properties of a group, at once. */
export async function editGroup(
  access: ProjectAccess,
  ref: GroupRef,
  edit: PropertyEdit,
  deps: RegionDeps,
): Promise<StoredGroup> {
  const before = await requireGroup(access, ref, deps);
  return await write(access, ref, edit, "updated", before.properties, deps);
}

async function write(
  access: ProjectAccess,
  ref: GroupRef,
  edit: PropertyEdit,
  activity: string,
  before: JsonObject,
  deps: RegionDeps,
): Promise<StoredGroup> {
  const view = await deps.partitions.editGroup(access.environmentId, ref.index, ref.key, edit);
  const changes = changesBetween("Group", before, view.properties);
  const entry = { scope: "Group", itemId: groupItemId(ref), activity, name: ref.key, changes };
  await recordActivity(access, deps.db, deps, entry);
  return { ...ref, properties: view.properties, createdAt: new Date(view.createdAt) };
}
