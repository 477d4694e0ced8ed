import {
  alias,
  and,
  asc,
  call,
  compare,
  constant,
  desc,
  eq,
  field,
  join,
  or,
  select,
  table,
} from "@edgewise/core/sql/build.ts";
import { likePattern } from "@edgewise/db/mysql/repos/like.ts";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { distinctIdsOf, personOfRow } from "../persons/find.ts";
import type { PersonInfo } from "../persons/person.ts";
import { readRows } from "../warehouse/read.ts";

/**
 * A page of a cohort's members as of its last calculation, newest persons first. Visitors without a profile are members
 * too: they have no properties.
 */
export async function cohortMembers(
  access: ProjectAccess,
  cohortId: number,
  page: { limit: number; offset: number; search?: string | undefined },
  deps: RegionDeps,
): Promise<{ persons: PersonInfo[]; more: boolean }> {
  const profile = (name: string) => field("p", name);
  const rows = await readRows(
    access,
    select({
      select: [
        alias("uuid", call("toString", field("m", "person_id"))),
        alias("props", profile("properties")),
        alias("created", call("toUnixTimestamp64Milli", profile("created_at"))),
        alias("identified", profile("is_identified")),
      ],
      from: [
        table("cohort_people", "m"),
        join(table("persons", "p"), "LEFT JOIN", eq(profile("person_key"), field("m", "person_key"))),
      ],
      where: and(eq(field("m", "cohort_id"), constant(cohortId)), ...searched(page.search)),
      orderBy: [desc(field("created")), asc(field("uuid"))],
      limit: page.limit + 1,
      offset: page.offset,
    }),
    deps,
  );
  const shown = rows.slice(0, page.limit);
  const ids = await distinctIdsOf(
    access,
    shown.map(([id]) => String(id)),
    deps,
  );
  const persons = shown.map((row) => personOfRow(row, ids.get(String(row[0])) ?? []));
  return { persons, more: rows.length > page.limit };
}

function searched(text: string | undefined) {
  if (!text) return [];
  const pattern = constant(likePattern(text));
  const byDistinctId = select({
    select: [field("person_key")],
    from: "person_distinct_ids",
    where: compare(field("distinct_id"), "ilike", pattern),
  });
  return [
    or(
      compare(field("p", "properties", "email"), "ilike", pattern),
      compare(field("p", "properties", "name"), "ilike", pattern),
      compare(field("m", "person_key"), "in", byDistinctId),
    ),
  ];
}

/** Which of some cohorts a person is in, as of their last calculations. */
export async function cohortsWith(
  access: ProjectAccess,
  personKey: string,
  deps: RegionDeps,
): Promise<readonly number[]> {
  const rows = await readRows(
    access,
    select({
      select: [field("cohort_id")],
      from: "cohort_people",
      where: eq(call("toString", field("person_key")), constant(personKey)),
    }),
    deps,
  );
  return rows.map(([id]) => Number(id));
}
