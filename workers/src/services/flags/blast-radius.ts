import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import type { Expr } from "@edgewise/core/sql/ast.ts";
import { and, call, constant, eq, field, select } from "@edgewise/core/sql/build.ts";
import { propertyFiltersToExpr } from "@edgewise/core/sql/property-filter.ts";
import { allCohorts } from "@edgewise/db/mysql/repos/cohorts.ts";
import type { Deps, RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid } from "../../http/errors.ts";
import { readRows } from "../warehouse/read.ts";

/** How many persons (or groups of a type) there are, and how many fulfil the properties of a condition. */
export async function blastRadius(
  access: ProjectAccess,
  input: { properties: readonly JsonObject[]; groupTypeIndex: number | null },
  deps: RegionDeps,
): Promise<{ affected: number; total: number }> {
  const { groupTypeIndex } = input;
  const filters = await withCohorts(access, input.properties, deps);
  const scope = groupTypeIndex === null ? "person" : "group";
  const result = propertyFiltersToExpr(
    filters,
    { timezone: access.project.timezone, now: deps.now().getTime() },
    scope,
  );
  if (!result.ok) throw invalid("condition", result.error.message);
  const ofType = groupTypeIndex === null ? [] : [eq(field("index"), constant(groupTypeIndex))];
  const count = async (...where: readonly Expr[]) => {
    const from = groupTypeIndex === null ? "persons" : "groups";
    const [row] = await readRows(
      access,
      select({ select: [call("count")], from, where: and(...where) }),
      deps,
    );
    return Number(row?.[0] ?? 0);
  };
  const [total, affected] = await Promise.all([count(...ofType), count(...ofType, result.value)]);
  return { affected, total };
}

/** Cohorts replaced by their conditions, as the edge evaluates them; flag conditions can't be counted and are left out. */
async function withCohorts(
  access: ProjectAccess,
  properties: readonly JsonObject[],
  deps: Deps,
): Promise<JsonValue[]> {
  const cohorts = new Map((await allCohorts(access, deps.db)).map((cohort) => [cohort.id, cohort.filters]));
  const expand = (filter: JsonValue, depth: number): JsonValue => {
    if (typeof filter !== "object" || filter === null || Array.isArray(filter) || depth > 20) return filter;
    if (Array.isArray(filter.values))
      return { ...filter, values: filter.values.map((value) => expand(value, depth + 1)) };
    if (filter.type !== "cohort") return filter;
    const group = cohorts.get(Number(filter.value))?.properties;
    if (group === undefined)
      throw invalid("condition", `Cohort ${JSON.stringify(filter.value)} does not exist.`);
    return expand(group, depth + 1);
  };
  return properties.filter(({ type }) => type !== "flag").map((filter) => expand(filter, 0));
}
