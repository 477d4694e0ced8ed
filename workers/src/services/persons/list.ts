import { cohortMembersSelect } from "@edgewise/core/cohorts/members.ts";
import type { Expr } from "@edgewise/core/sql/ast.ts";
import { and, call, compare, constant, desc, eq, field, or, select } from "@edgewise/core/sql/build.ts";
import { propertyFiltersToExpr } from "@edgewise/core/sql/property-filter.ts";
import { likePattern } from "@edgewise/db/mysql/repos/like.ts";
import type { Deps, RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid } from "../../http/errors.ts";
import { FILTER_EXAMPLE, parseJsonList } from "../../http/json-list.ts";
import { readRows } from "../warehouse/read.ts";
import { distinctIdsOf, idEquals, personOfDistinctId, personOfRow } from "./find.ts";
import type { PersonInfo } from "./person.ts";

export interface PersonQuery {
  readonly limit: number;
  readonly offset: number;
  readonly distinct_id?: string;
  readonly email?: string;
  readonly search?: string;
  /** JSON list of property filters. */
  readonly properties?: string;
  /** Number of a cohort: its members only. */
  readonly cohort?: number | undefined;
}

/** A page of persons, newest first. `distinct_id` alone asks the partition, which is always up to date. */
export async function findPersons(
  access: ProjectAccess,
  query: PersonQuery,
  deps: RegionDeps,
): Promise<{ persons: PersonInfo[]; more: boolean }> {
  if (query.distinct_id !== undefined) {
    const person = await personOfDistinctId(access, query.distinct_id, deps);
    return { persons: person === null ? [] : [person], more: false };
  }
  const id = call("toString", field("id"));
  const rows = await readRows(
    access,
    select({
      select: [
        id,
        field("properties"),
        call("toUnixTimestamp64Milli", field("created_at")),
        field("is_identified"),
      ],
      from: "persons",
      where: and(...conditions(query, deps)),
      orderBy: [desc(field("created_at")), desc(field("id"))],
      limit: query.limit + 1,
      offset: query.offset,
    }),
    deps,
  );
  const shown = rows.slice(0, query.limit);
  const distinctIds = await distinctIdsOf(
    access,
    shown.map(([person]) => String(person)),
    deps,
  );
  const persons = shown.map((row) => personOfRow(row, distinctIds.get(String(row[0])) ?? []));
  return { persons, more: rows.length > query.limit };
}

function conditions(query: PersonQuery, deps: Deps): Expr[] {
  const email = query.email === undefined ? [] : [eq(field("properties", "email"), constant(query.email))];
  const search = query.search ? [searchExpr(query.search)] : [];
  const cohort =
    query.cohort === undefined ? [] : [compare(field("person_key"), "in", cohortMembersSelect(query.cohort))];
  return [...email, ...search, ...cohort, ...propertyExpr(query.properties, deps)];
}

/** Finds by e-mail, name, distinct ID or id. */
function searchExpr(text: string): Expr {
  const pattern = constant(likePattern(text));
  const byDistinctId = select({
    select: [field("person_id")],
    from: "person_distinct_ids",
    where: compare(field("distinct_id"), "ilike", pattern),
  });
  return or(
    compare(field("properties", "email"), "ilike", pattern),
    compare(field("properties", "name"), "ilike", pattern),
    idEquals(text.toLowerCase()),
    compare(field("id"), "in", byDistinctId),
  );
}

function propertyExpr(text: string | undefined, deps: Deps): Expr[] {
  if (text === undefined || text === "") return [];
  const filters = parseJsonList("properties", text, FILTER_EXAMPLE);
  const context = { timezone: "UTC", now: deps.now().getTime() };
  const result = propertyFiltersToExpr(filters, context, "person");
  if (!result.ok) throw invalid("properties", result.error.message);
  return [result.value];
}
