import { keyOf } from "@edgewise/core/events/identity.ts";
import type { JsonObject } from "@edgewise/core/events/types.ts";
import { type CompiledFlags, compileFlags } from "@edgewise/core/flags/compile.ts";
import { evaluate } from "@edgewise/core/flags/evaluate.ts";
import { asc, call, compare, constant, field, list, select } from "@edgewise/core/sql/build.ts";
import type { FlagRow } from "@edgewise/db/mysql/repos/flags.ts";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid, notFound } from "../../http/errors.ts";
import { createCohort } from "../cohorts/write.ts";
import { writeMembers } from "../cohorts/write-members.ts";
import { buildSnapshot } from "../config/build-snapshot.ts";
import { parseProperties } from "../persons/find.ts";
import { readRows } from "../warehouse/read.ts";

const PAGE = 2_000;
const MOST = 200_000;
/** IDs that SDKs make up for somebody who has not signed in. */
const MADE_UP = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

interface Member {
  readonly personId: string;
  readonly distinctId: string;
  readonly properties: JsonObject;
}

/**
 * A static cohort of everyone who has the flag on now, by their stored properties and the first of their IDs that was
 * not made up by an SDK. Returns its number. Throws ApiError when the answer is not a person's alone.
 */
export async function cohortOfFlag(access: ProjectAccess, flag: FlagRow, deps: RegionDeps): Promise<number> {
  const now = deps.now();
  const snapshot = await buildSnapshot(access, deps);
  if (!snapshot) throw notFound("Project not found.");
  const compiled = compileFlags(snapshot, access.environmentId);
  const index = compiled.flags.find(({ definition }) => definition.id === flag.id)?.index;
  if (index === undefined) throw notFound();
  requirePersons(flag, compiled, index);
  const cohortId = await createCohort(
    access,
    {
      name: `Users with feature flag ${flag.key} enabled at ${now.toISOString()}`.slice(0, 400),
      description: "",
      is_static: true,
    },
    deps,
  );
  const target = {
    table: "cohort_list",
    environmentId: access.environmentId,
    cohortId,
    version: now.getTime(),
  } as const;
  let after = "";
  for (let read = 0; ; read += PAGE) {
    if (read >= MOST) throw tooMany(flag);
    const persons = await personsAfter(access, after, deps);
    const on = persons.filter(({ distinctId, properties }) => {
      const request = { distinctId, personProperties: properties };
      const [answer] = evaluate(compiled, request, { now: now.getTime(), only: [index] });
      return answer?.enabled === true && !answer.failed;
    });
    const changes = on.map(({ personId }) => ({ personId, personKey: keyOf(personId), left: false }));
    await writeMembers(target, changes, String(read), deps);
    if (persons.length < PAGE) return cohortId;
    after = persons.at(-1)!.personId;
  }
}

/** Only what follows from a person alone can be listed. */
function requirePersons({ key }: FlagRow, compiled: CompiledFlags, index: number): void {
  const flag = compiled.flags[index]!;
  const { filters, bucketing_identifier: bucketing } = flag.definition;
  const groups = [
    filters.aggregation_group_type_index,
    ...filters.groups.map((group) => group.aggregation_group_type_index),
  ];
  const of = groups.some((type) => type !== null && type !== undefined)
    ? "groups"
    : bucketing === "device_id"
      ? "devices"
      : flag.isContinuous
        ? "the ID that somebody had before signing in"
        : null;
  if (of !== null) throw invalid(null, `Flag "${key}" is decided by ${of}: its people can't be listed.`);
}

const tooMany = ({ key }: FlagRow) =>
  invalid(
    null,
    `More than ${MOST} persons would have to be asked about "${key}": make a cohort of its conditions instead.`,
  );

/** A page of persons in the order of their numbers. */
async function personsAfter(access: ProjectAccess, after: string, deps: RegionDeps): Promise<Member[]> {
  const id = call("toString", field("id"));
  const persons = await readRows(
    access,
    select({
      select: [id, field("properties")],
      from: "persons",
      where: compare(id, ">", constant(after)),
      orderBy: [asc(id)],
      limit: PAGE,
    }),
    deps,
  );
  const ids = persons.map(([person]) => String(person));
  const owner = call("toString", field("person_id"));
  const names = await readRows(
    access,
    select({
      select: [owner, call("arraySort", call("groupArray", field("distinct_id")))],
      from: "person_distinct_ids",
      where: compare(owner, "in", list(ids)),
      groupBy: [owner],
    }),
    deps,
  );
  const byPerson = new Map(names.map(([person, own]) => [String(person), own as string[]]));
  return persons.map(([person, properties]) => {
    const own = byPerson.get(String(person)) ?? [];
    const distinctId = own.find((one) => !MADE_UP.test(one)) ?? own[0] ?? String(person);
    return { personId: String(person), distinctId, properties: parseProperties(properties) };
  });
}
