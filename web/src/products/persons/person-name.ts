import type { Person } from "../../lib/api/types.ts";

/** What to call someone: e-mail, name or user name, else a distinct ID. */
export function personName(person: Pick<Person, "properties" | "distinct_ids" | "uuid">): string {
  for (const key of ["email", "name", "username"]) {
    const value = person.properties[key];
    if (typeof value === "string" && value !== "") return value;
  }
  return person.distinct_ids[0] ?? person.uuid;
}
