import { keyOf } from "@edgewise/core/events/identity.ts";
import { asc, call, constant, eq, field, select } from "@edgewise/core/sql/build.ts";
import { findCohort } from "@edgewise/db/mysql/repos/cohorts.ts";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { notFound } from "../../http/errors.ts";
import { readRows } from "../warehouse/read.ts";
import { createCohort } from "./write.ts";
import { writeMembers } from "./write-members.ts";

const PAGE = 50_000;
const MAX_MEMBERS = 2_000_000;

/** A static cohort of everyone who is in a cohort now. Returns its number. */
export async function duplicateAsStatic(
  access: ProjectAccess,
  id: number,
  deps: RegionDeps,
): Promise<number> {
  const cohort = Number.isInteger(id) ? await findCohort(access, deps.db, id) : null;
  if (!cohort || cohort.deleted) throw notFound();
  const name = `${cohort.name.slice(0, 380)} (static copy)`;
  const copy = await createCohort(access, { name, description: cohort.description, is_static: true }, deps);
  const target = {
    table: "cohort_list",
    environmentId: access.environmentId,
    cohortId: copy,
    version: deps.now().getTime(),
  } as const;
  for (let offset = 0; offset < MAX_MEMBERS; offset += PAGE) {
    const rows = await readRows(access, membersPage(id, offset), deps);
    const people = rows.map(([person]) => String(person));
    const changes = people.map((personId) => ({ personId, personKey: keyOf(personId), left: false }));
    await writeMembers(target, changes, String(offset), deps);
    if (rows.length < PAGE) break;
  }
  return copy;
}

const membersPage = (id: number, offset: number) =>
  select({
    select: [call("toString", field("person_id"))],
    from: "cohort_people",
    where: eq(field("cohort_id"), constant(id)),
    orderBy: [asc(field("person_key"))],
    limit: PAGE,
    offset,
  });
