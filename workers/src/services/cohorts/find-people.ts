import type { ListedPeople } from "@edgewise/core/cohorts/csv.ts";
import { keyOf } from "@edgewise/core/events/identity.ts";
import type { Expr } from "@edgewise/core/sql/ast.ts";
import { call, compare, field, list, select } from "@edgewise/core/sql/build.ts";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid } from "../../http/errors.ts";
import type { PersonView } from "../../partition/identity/manage.ts";
import { readRows } from "../warehouse/read.ts";

const VALUES_A_QUERY = 5000;
/** So many of those that the warehouse doesn't have are asked for where events arrive first. */
const MAX_FRESH = 100;
export const MAX_PEOPLE = 200_000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export interface FoundPerson {
  readonly personKey: string;
  readonly personId: string;
}

/** The persons that a list names; what names nobody is left out. Throws ApiError for too long a list. */
export async function findPeople(
  access: ProjectAccess,
  { by, values }: ListedPeople,
  deps: RegionDeps,
): Promise<FoundPerson[]> {
  if (values.length > MAX_PEOPLE) {
    throw invalid(
      "csv",
      `A list names at most ${MAX_PEOPLE} persons at once; this one has ${values.length}.`,
    );
  }
  const wanted =
    by === "person_id" ? values.filter((id) => UUID.test(id)).map((id) => id.toLowerCase()) : values;
  const found = new Map<string, string>();
  const named = new Set<string>();
  for (let at = 0; at < wanted.length; at += VALUES_A_QUERY) {
    const rows = await readRows(access, query(by, wanted.slice(at, at + VALUES_A_QUERY)), deps);
    for (const [id, name] of rows) {
      found.set(String(id), keyOf(String(id)));
      named.add(String(name));
    }
  }
  const missing = by === "email" ? [] : wanted.filter((value) => !named.has(value)).slice(0, MAX_FRESH);
  const fresh = await Promise.all(missing.map((value) => freshPerson(access, by, value, deps)));
  for (const person of fresh) if (person) found.set(person.id, keyOf(person.id));
  return [...found].map(([personId, personKey]) => ({ personId, personKey }));
}

/** Rows: person ID, the value that named it. */
function query(by: ListedPeople["by"], values: readonly string[]) {
  const text = (name: string): Expr => call("toString", field(name));
  if (by === "distinct_id") {
    return select({
      select: [text("person_id"), field("distinct_id")],
      from: "person_distinct_ids",
      where: compare(field("distinct_id"), "in", list(values)),
    });
  }
  const name = by === "email" ? field("properties", "email") : text("id");
  return select({ select: [text("id"), name], from: "persons", where: compare(name, "in", list(values)) });
}

async function freshPerson(
  access: ProjectAccess,
  by: ListedPeople["by"],
  value: string,
  deps: RegionDeps,
): Promise<PersonView | null> {
  const { partitions } = deps;
  const person =
    by === "person_id"
      ? await partitions.getPerson(access.environmentId, value)
      : await partitions.personOf(access.environmentId, value);
  return person && !person.isDeleted && person.mergedInto === null ? person : null;
}
