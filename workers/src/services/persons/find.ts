import type { JsonObject } from "@edgewise/core/events/types.ts";
import { call, compare, constant, eq, field, list, select } from "@edgewise/core/sql/build.ts";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { ApiError, notFound } from "../../http/errors.ts";
import type { PersonView } from "../../partition/identity/manage.ts";
import { readRows } from "../warehouse/read.ts";
import type { PersonInfo } from "./person.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A live person by id, as its partition has it now. Throws 404; a merged one answers with what it became. */
export async function requirePerson(
  access: ProjectAccess,
  id: string,
  deps: RegionDeps,
): Promise<PersonInfo> {
  if (!UUID.test(id)) throw notFound();
  let wanted = id.toLowerCase();
  for (let hops = 0; hops < 10; hops++) {
    const found = await deps.partitions.getPerson(access.environmentId, wanted);
    if (!found || found.isDeleted) throw notFound();
    if (found.mergedInto === null) return infoOf(found);
    wanted = found.mergedInto;
  }
  throw notFound();
}

/** A live person by id or by one of its distinct IDs. Throws 404. */
export async function requirePersonBy(
  access: ProjectAccess,
  id: string,
  deps: RegionDeps,
): Promise<PersonInfo> {
  if (UUID.test(id)) {
    const found = await requirePerson(access, id, deps).catch((error: unknown) => {
      if (error instanceof ApiError && error.code === "not_found") return null;
      throw error;
    });
    if (found) return found;
  }
  const person = await personOfDistinctId(access, id, deps);
  if (!person) throw notFound();
  return person;
}

/** The person of a distinct ID now; null when none was stored. */
export async function personOfDistinctId(
  access: ProjectAccess,
  distinctId: string,
  deps: RegionDeps,
): Promise<PersonInfo | null> {
  const found = await deps.partitions.personOf(access.environmentId, distinctId);
  return found && !found.isDeleted && found.mergedInto === null ? infoOf(found) : null;
}

/** Some distinct ID of a person, to evaluate flags for. Throws 404. */
export async function anyDistinctIdOf(
  access: ProjectAccess,
  personId: string,
  deps: RegionDeps,
): Promise<string> {
  const [first] = (await requirePerson(access, personId, deps)).distinctIds;
  if (first === undefined) throw notFound("The person has no distinct ID.");
  return first;
}

function infoOf(view: PersonView): PersonInfo {
  const { id, distinctIds, properties, isIdentified, createdAt } = view;
  return { id, distinctIds, properties, isIdentified, createdAt: new Date(createdAt) };
}

/** Distinct IDs of persons, from the warehouse: at most 100 each. */
export async function distinctIdsOf(
  access: ProjectAccess,
  ids: readonly string[],
  deps: RegionDeps,
): Promise<ReadonlyMap<string, string[]>> {
  if (ids.length === 0) return new Map();
  const person = call("toString", field("person_id"));
  const rows = await readRows(
    access,
    select({
      select: [person, call("groupArray", field("distinct_id"))],
      from: "person_distinct_ids",
      where: compare(person, "in", list(ids)),
      groupBy: [person],
    }),
    deps,
  );
  return new Map(rows.map(([id, distinctIds]) => [String(id), (distinctIds as string[]).slice(0, 100)]));
}

/** A person from a warehouse row `[id, properties, created_at, is_identified]`. */
export function personOfRow(row: readonly unknown[], distinctIds: readonly string[]): PersonInfo {
  const [id, properties, createdAt, isIdentified] = row;
  return {
    id: String(id),
    distinctIds,
    properties: parseProperties(properties),
    createdAt: new Date(Number(createdAt)),
    isIdentified: isIdentified === true || isIdentified === 1,
  };
}

/** Properties as the warehouse tells them: JSON text. */
export function parseProperties(value: unknown): JsonObject {
  if (typeof value !== "string") return (value ?? {}) as JsonObject;
  try {
    return JSON.parse(value) as JsonObject;
  } catch {
    return {};
  }
}

export const idEquals = (id: string) => eq(call("toString", field("id")), constant(id));
