import type { Expr } from "../ast.ts";
import { and, compare, constant, eq, field, list, not, select } from "../build.ts";
import type { CompileContext } from "../context.ts";
import { FilterProblem } from "./error.ts";
import type { WireFilter } from "./types.ts";

/** Rows whose person is in the cohort (any of several), or in none of them for `not_in`. */
export function cohortExpr(filter: WireFilter, context: Pick<CompileContext, "cohorts">): Expr {
  const values = Array.isArray(filter.value) ? filter.value : [filter.value];
  const ids = values.filter((value) => value !== undefined && value !== null && value !== "").map(Number);
  if (ids.length === 0) return and();
  for (const [index, id] of ids.entries()) checkCohort(id, values[index], context);
  const inside = inCohorts(ids);
  return (filter.operator === "not_in") !== (filter.negation === true) ? not(inside) : inside;
}

function checkCohort(id: number, value: unknown, { cohorts }: Pick<CompileContext, "cohorts">): void {
  if (!Number.isSafeInteger(id) || id < 0) {
    throw new FilterProblem("invalid_filter", `A cohort filter needs the cohort's number, not "${value}".`);
  }
  if (cohorts && !cohorts.has(id)) {
    throw new FilterProblem("invalid_filter", `Cohort ${id} does not exist: it may be deleted.`);
  }
}

/** `person_key` of events, persons or sessions is that of a member, as of the cohorts' last calculation. */
export function inCohorts(ids: readonly number[]): Expr {
  const [only] = ids;
  const which = field("cohort_id");
  const where =
    ids.length === 1 && only !== undefined ? eq(which, constant(only)) : compare(which, "in", list(ids));
  const members = select({ select: [field("person_key")], from: "cohort_people", where });
  return compare(field("person_key"), "in", members);
}
