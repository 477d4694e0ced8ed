import type { JsonObject, JsonValue } from "../events/types.ts";
import { compileDependency } from "./dependency.ts";
import { truncateScalars } from "./hash/utf8.ts";
import { idForm } from "./operators/values.ts";
import { compilePropertyFilter } from "./property-filter.ts";
import type { Bag } from "./run.ts";
import type { RunMatcher, Scope } from "./scope.ts";
import type { CohortDefinition, PropertyFilter } from "./types.ts";
import { invert, NEEDS_SERVER, NO, UNKNOWN, type Verdict, verdict, YES } from "./verdict.ts";

/** Membership of the cohort a filter names (`value` is its id, `not_in` inverts). `path` holds the ids above it. */
export function compileCohort(
  filter: PropertyFilter,
  bag: Bag,
  scope: Scope,
  path: readonly string[],
): RunMatcher {
  const id = idForm(filter.value);
  const cohort = scope.cohorts.get(id);
  const listed = cohort && compileListed(cohort, scope);
  if (listed) return filter.operator === "not_in" ? (run) => invert(listed(run)) : listed;
  if (cohort?.filters === undefined || cohort.isStatic || path.includes(id)) return () => NEEDS_SERVER;
  const match = compileGroup(cohort.filters, bag, scope, [...path, id]);
  return filter.operator === "not_in" ? (run) => invert(match(run)) : match;
}

/** Membership by the list that was calculated for this environment; undefined when there is none. */
function compileListed(cohort: CohortDefinition, scope: Scope): RunMatcher | undefined {
  const ids = scope.options.dialect === "server" ? cohort.members?.[String(scope.environmentId)] : undefined;
  if (!ids) return undefined;
  const members = new Set(ids.map((distinctId) => truncateScalars(distinctId, 200)));
  // Whoever has just identified is known by the ID of before.
  return (run) =>
    verdict(members.has(run.distinct.text) || (run.anonymous !== null && members.has(run.anonymous.text)));
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `{type, values}` of any depth; `{}` is everyone, an empty AND everyone, an empty OR nobody. */
function compileGroup(group: JsonObject, bag: Bag, scope: Scope, path: readonly string[]): RunMatcher {
  const tree = isObject(group.properties) ? group.properties : group;
  if (Object.keys(tree).length === 0) return () => YES;
  const type = tree.type === "property" ? "AND" : tree.type;
  if (type !== "AND" && type !== "OR") return () => NEEDS_SERVER;
  const values = Array.isArray(tree.values) ? tree.values.filter(isObject) : [];
  const parts = values.map((value) =>
    "values" in value ? compileGroup(value, bag, scope, path) : compileLeaf(value, bag, scope, path),
  );
  return combine(parts, type === "AND" ? NO : YES, scope.options.dialect === "local");
}

function compileLeaf(leaf: JsonObject, bag: Bag, scope: Scope, path: readonly string[]): RunMatcher {
  const filter = leaf as unknown as PropertyFilter;
  const match = compileLeafMatch(filter, bag, scope, path);
  return filter.negation ? (run) => invert(match(run)) : match;
}

function compileLeafMatch(
  filter: PropertyFilter,
  bag: Bag,
  scope: Scope,
  path: readonly string[],
): RunMatcher {
  switch (filter.type ?? "person") {
    case "cohort":
      return compileCohort(filter, bag, scope, path);
    case "flag":
      return compileDependency(filter, scope);
    case "person":
    case "group":
    case "property":
      return compilePropertyFilter(filter, bag, scope.options);
    default:
      return () => NEEDS_SERVER;
  }
}

/** `decisive` ends it at once (NO for AND, YES for OR); else anything undecided leaves it undecided. */
function combine(parts: readonly RunMatcher[], decisive: Verdict, stopAtServer: boolean): RunMatcher {
  const otherwise = decisive === NO ? YES : NO;
  return (run) => {
    let undecided: Verdict = otherwise;
    for (const part of parts) {
      const answer = part(run);
      if (answer === decisive) return decisive;
      if (answer === NEEDS_SERVER && stopAtServer) return NEEDS_SERVER;
      if (answer === NEEDS_SERVER || (answer === UNKNOWN && undecided !== NEEDS_SERVER)) undecided = answer;
    }
    return undecided;
  };
}
