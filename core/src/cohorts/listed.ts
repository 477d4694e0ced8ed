import type { SelectQuery } from "../sql/ast.ts";
import { alias, call, compare, constant, eq, field, join, select, table } from "../sql/build.ts";

/**
 * Persons on the list of a static cohort, as who they are by now: a person that was merged into another one counts as
 * that one, so taking the merge back finds the listed one again. Rows `person_key, id`.
 */
export function listedSelect(cohortId: number): SelectQuery {
  const merged = compare(field("o", "person_key"), "!=", constant(0));
  const resolved = select({
    select: [
      alias("who", call("if", merged, field("o", "person_key"), field("l", "person_key"))),
      alias("pid", call("if", merged, field("o", "person_id"), field("l", "person_id"))),
    ],
    from: [
      table("cohort_list", "l"),
      join(
        table("person_distinct_id_overrides", "o"),
        "LEFT JOIN",
        eq(field("l", "person_key"), field("o", "distinct_key")),
      ),
    ],
    where: eq(field("l", "cohort_id"), constant(cohortId)),
  });
  return select({
    select: [alias("person_key", field("who")), alias("id", call("any", field("pid")))],
    from: resolved,
    groupBy: [field("who")],
  });
}
