import { readPeopleCsv } from "@edgewise/core/cohorts/csv.ts";
import { type CohortRow, findCohort } from "@edgewise/db/mysql/repos/cohorts.ts";
import type { Deps, RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid, notFound } from "../../http/errors.ts";
import { recordActivity } from "../activity/record.ts";
import { findPeople } from "./find-people.ts";
import type { ListSource } from "./list-source.ts";
import { listedEntries } from "./listed-entries.ts";
import { peopleOfQuery } from "./people-of-query.ts";
import { writeMembers } from "./write-members.ts";

/** Puts everyone that a source names on the list of a static cohort. Answers how many persons that were. */
export async function addToList(
  access: ProjectAccess,
  cohortId: number,
  source: ListSource,
  deps: RegionDeps,
): Promise<number> {
  const listed =
    source.kind === "query"
      ? await peopleOfQuery(access, source.query, deps)
      : source.kind === "csv"
        ? csvPeople(source.text)
        : ({ by: source.by, values: source.values } as const);
  const people = await findPeople(access, listed, deps);
  const target = targetOf(access, cohortId, deps);
  const changes = people.map((person) => ({ ...person, left: false }));
  await writeMembers(target, changes, deps.newId(), deps);
  return people.length;
}

/** Adds persons by ID to the list of a cohort and notes who did it. */
export async function addPersons(
  access: ProjectAccess,
  cohortId: number,
  personIds: readonly string[],
  deps: RegionDeps,
): Promise<void> {
  const cohort = await staticCohort(access, cohortId, deps);
  const count = await addToList(access, cohortId, { kind: "ids", by: "person_id", values: personIds }, deps);
  if (count === 0) throw invalid("person_ids", "None of these persons exists.", "does_not_exist");
  await note(access, cohort, "persons_added", deps);
}

/** Takes a person off the list, also where it stands under the ID of a person that was merged into this one. */
export async function removePerson(
  access: ProjectAccess,
  cohortId: number,
  personId: string,
  deps: RegionDeps,
): Promise<void> {
  const cohort = await staticCohort(access, cohortId, deps);
  const entries = await listedEntries(access, cohortId, personId, deps);
  if (entries.length === 0) throw notFound("The person is not in the cohort.");
  const changes = entries.map((entry) => ({ ...entry, left: true }));
  await writeMembers(targetOf(access, cohortId, deps), changes, deps.newId(), deps);
  await note(access, cohort, "person_removed", deps);
}

function csvPeople(text: string) {
  const people = readPeopleCsv(text);
  if (!people.ok) throw invalid("csv", people.error);
  return people.value;
}

const targetOf = ({ environmentId }: ProjectAccess, cohortId: number, deps: Deps) =>
  ({ table: "cohort_list", environmentId, cohortId, version: deps.now().getTime() }) as const;

async function staticCohort(access: ProjectAccess, id: number, deps: Deps): Promise<CohortRow> {
  const cohort = Number.isInteger(id) ? await findCohort(access, deps.db, id) : null;
  if (!cohort || cohort.deleted) throw notFound();
  if (cohort.isStatic) return cohort;
  throw invalid(null, `Cohort "${cohort.name}" follows its conditions: only static cohorts have a list.`);
}

async function note(access: ProjectAccess, cohort: CohortRow, activity: string, deps: Deps): Promise<void> {
  await recordActivity(access, deps.db, deps, {
    scope: "Cohort",
    itemId: cohort.id,
    activity,
    name: cohort.name,
  });
}
