import type { Select } from "../../sql/ast.ts";
import { alias, asc, call, eq, field, from, join, select, table } from "../../sql/build.ts";

/** Columns of {@link personsOf}. */
export const PERSON_COLUMNS = [
  "id",
  "known",
  "properties",
  "is_identified",
  "created_at",
  "distinct_ids",
] as const;

/**
 * The persons of the keys in column `actor`, in order of their keys: one row more than `limit` is read, to know
 * whether there are more.
 */
export function personsOf(actors: Select, limit: number, offset: number): Select {
  const page = select({
    select: [field("actor")],
    from: actors,
    orderBy: [asc(field("actor"))],
    limit: limit + 1,
    ...(offset > 0 ? { offset } : {}),
  });
  const ids = select({
    select: [
      field("person_key"),
      alias("own_id", call("any", field("person_id"))),
      alias("own_distinct_ids", call("arraySort", call("groupArray", field("distinct_id")))),
    ],
    from: "person_distinct_ids",
    groupBy: [field("person_key")],
  });
  return select({
    select: [
      alias("person_uuid", field("d", "own_id")),
      alias("known", eq(field("p", "person_key"), field("a", "actor"))),
      alias("person_properties", field("p", "properties")),
      alias("identified", field("p", "is_identified")),
      alias("created", field("p", "created_at")),
      alias("all_distinct_ids", field("d", "own_distinct_ids")),
    ],
    from: [
      from(page, "a"),
      join(table("persons", "p"), "LEFT JOIN", eq(field("p", "person_key"), field("a", "actor"))),
      join(from(ids, "d"), "LEFT JOIN", eq(field("d", "person_key"), field("a", "actor"))),
    ],
    orderBy: [asc(field("a", "actor"))],
  });
}
