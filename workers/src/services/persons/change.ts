import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { recordActivity } from "../activity/record.ts";
import { requirePerson } from "./find.ts";
import { unwrap } from "./merges.ts";

/** Forgets a person's properties and distinct IDs; its events stay. */
export async function deletePerson(access: ProjectAccess, id: string, deps: Deps): Promise<void> {
  const person = await requirePerson(access, id, deps);
  unwrap(await deps.partitions.deletePerson(access.environmentId, person.id));
  await recordActivity(access, deps.db, deps, { scope: "Person", itemId: person.id, activity: "deleted" });
}

/** Gives every distinct ID but the first (or but `keep`) a person of its own. Answers those split off. */
export async function splitPerson(
  access: ProjectAccess,
  id: string,
  keep: string | null,
  deps: Deps,
): Promise<string[]> {
  const person = await requirePerson(access, id, deps);
  const others = keep === null ? undefined : person.distinctIds.filter((distinctId) => distinctId !== keep);
  const split = unwrap(await deps.partitions.splitPerson(access.environmentId, person.id, others));
  await recordActivity(access, deps.db, deps, { scope: "Person", itemId: person.id, activity: "split" });
  return split;
}
