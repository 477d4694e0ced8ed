import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import type { PropertyEdit } from "../../partition/identity/edit-person.ts";
import { changesBetween, recordActivity } from "../activity/record.ts";
import { requirePersonBy } from "./find.ts";
import { unwrap } from "./merges.ts";
import type { PersonInfo } from "./person.ts";

/** Gives every distinct ID but the first (or but `keep`) a person of its own. Answers those split off. */
export async function splitPerson(
  access: ProjectAccess,
  id: string,
  keep: string | null,
  deps: RegionDeps,
): Promise<string[]> {
  const person = await requirePersonBy(access, id, deps);
  const others = keep === null ? undefined : person.distinctIds.filter((distinctId) => distinctId !== keep);
  const split = unwrap(await deps.partitions.splitPerson(access.environmentId, person.id, others));
  await recordActivity(access, deps.db, deps, { scope: "Person", itemId: person.id, activity: "split" });
  return split;
}

/** Sets and unsets properties of a person, at once. Answers the person as it is now. */
export async function editPerson(
  access: ProjectAccess,
  id: string,
  edit: PropertyEdit,
  deps: RegionDeps,
): Promise<PersonInfo> {
  const before = await requirePersonBy(access, id, deps);
  const view = unwrap(await deps.partitions.editPerson(access.environmentId, before.id, edit));
  const changes = changesBetween("Person", before.properties, view.properties);
  if (changes.length > 0) {
    const entry = { scope: "Person", itemId: before.id, activity: "updated", changes };
    await recordActivity(access, deps.db, deps, entry);
  }
  return { ...before, properties: view.properties };
}

/** Makes the properties of a person these: what is not named goes. */
export async function replaceProperties(
  access: ProjectAccess,
  id: string,
  properties: JsonObject,
  deps: RegionDeps,
): Promise<PersonInfo> {
  const before = await requirePersonBy(access, id, deps);
  const unset = Object.keys(before.properties).filter((key) => !Object.hasOwn(properties, key));
  return await editPerson(access, before.id, { set: properties, unset }, deps);
}
