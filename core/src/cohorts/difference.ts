import type { Select, SelectQuery } from "../sql/ast.ts";
import { alias, asc, call, compare, constant, eq, field, select, unionAll } from "../sql/build.ts";

/** Rows of one page of a difference. */
export const DIFFERENCE_PAGE = 100_000;

/**
 * Who joined or left a cohort since its last calculation: rows `person_key` (text), `person_id`, `left` (1 = left).
 * `members` yields `person_key, id` of those in it now. Read again after writing a page, it yields the next one.
 */
export function differenceSelect(members: Select, cohortId: number): SelectQuery {
  const now = select({
    select: [
      field("person_key"),
      alias("pid", call("toString", field("id"))),
      alias("inside", constant(1)),
      alias("known", constant(0)),
    ],
    from: members,
  });
  const known = select({
    select: [
      field("person_key"),
      alias("pid", call("toString", field("person_id"))),
      alias("inside", constant(0)),
      alias("known", constant(1)),
    ],
    from: "cohort_people",
    where: eq(field("cohort_id"), constant(cohortId)),
  });
  const grouped = select({
    select: [
      field("person_key"),
      alias("person", call("any", field("pid"))),
      alias("is_in", call("max", field("inside"))),
      alias("was_in", call("max", field("known"))),
    ],
    from: unionAll(now, known),
    groupBy: [field("person_key")],
  });
  return select({
    select: [
      alias("key", call("toString", field("person_key"))),
      alias("person_id", field("person")),
      alias("left", field("was_in")),
    ],
    from: grouped,
    where: compare(field("is_in"), "!=", field("was_in")),
    orderBy: [asc(field("person_key"))],
    limit: DIFFERENCE_PAGE,
  });
}

/** How many are in a cohort as of its last calculation. */
export const membersCountSelect = (cohortId: number): SelectQuery =>
  select({
    select: [call("count")],
    from: "cohort_people",
    where: eq(field("cohort_id"), constant(cohortId)),
  });
