import { keyOf } from "@edgewise/core/events/identity.ts";
import { and, call, compare, constant, eq, field, or, select } from "@edgewise/core/sql/build.ts";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { readRows } from "../warehouse/read.ts";
import type { FoundPerson } from "./find-people.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Entries of a static cohort's list that are this person now: its own, and those of persons merged into it. */
export async function listedEntries(
  access: ProjectAccess,
  cohortId: number,
  personId: string,
  deps: RegionDeps,
): Promise<FoundPerson[]> {
  if (!UUID.test(personId)) return [];
  const id = constant(personId.toLowerCase());
  const merged = select({
    select: [field("distinct_key")],
    from: "person_distinct_id_overrides",
    where: eq(call("toString", field("person_id")), id),
  });
  const rows = await readRows(
    access,
    select({
      select: [call("toString", field("person_id"))],
      from: "cohort_list",
      where: and(
        eq(field("cohort_id"), constant(cohortId)),
        or(eq(call("toString", field("person_id")), id), compare(field("person_key"), "in", merged)),
      ),
    }),
    deps,
  );
  return rows.map(([listed]) => ({ personId: String(listed), personKey: keyOf(String(listed)) }));
}
