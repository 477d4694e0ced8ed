import type { SelectQuery } from "../sql/ast.ts";
import { constant, eq, field, select } from "../sql/build.ts";

/**
 * `person_key` of everyone in a cohort as of its last calculation, merges applied: the right side of
 * `person_key IN (…)` for filters, and a row source for breakdowns.
 */
export function cohortMembersSelect(cohortId: number): SelectQuery {
  return select({
    select: [field("person_key")],
    from: "cohort_people",
    where: eq(field("cohort_id"), constant(cohortId)),
  });
}
