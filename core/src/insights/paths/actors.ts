import type { Expr, Select } from "../../sql/ast.ts";
import { alias, and, asc, call, compare, constant, desc, eq, field, select } from "../../sql/build.ts";
import { type ActorSource, countedActor, sourceOf } from "../actors-query/source.ts";
import { rangeOf } from "../date-range/period.ts";
import type { InsightResult } from "../error.ts";
import type { InsightContext } from "../query-kind.ts";
import { linkSource, linksOf, linkTarget, pathsOf } from "./compile.ts";
import type { PathsFilter, PathsQuery } from "./schema.ts";
import { name } from "./step.ts";

/**
 * Whose paths have the link from `pathStartKey` to `pathEndKey` (one of them: any link from or to that step), or end at
 * `pathDropoffKey`; without any of them, all. `event_count` is how many of the actor's paths these are.
 */
export function pathsActors(query: PathsQuery, context: InsightContext): InsightResult<ActorSource> {
  const range = rangeOf(query, "day", context);
  if (!range.ok) return range;
  const actor = countedActor(query.aggregation_group_type_index);
  const columns = actor.identity.map((column) => field(column.alias));
  const paths = pathsOf(query, range.value, actor, columns, context);
  if (!paths.ok) return paths;
  const rows = select({
    select: [
      field("actor_id"),
      ...actor.along.map((column) => alias(column.alias, call("any", field(column.alias)))),
      alias("event_count", call("count")),
    ],
    from: asked(
      select({ select: [...columns, field("path")], from: paths.value }),
      columns,
      query.pathsFilter,
    ),
    groupBy: [field("actor_id")],
  });
  const orderBy = [desc(field("event_count")), asc(field("actor_id"))];
  return { ok: true, value: sourceOf(actor, rows, { columns: ["event_count"], orderBy }) };
}

function asked(paths: Select, columns: readonly Expr[], filter: PathsFilter | undefined): Select {
  const { pathStartKey: start, pathEndKey: end, pathDropoffKey: dropoff } = filter ?? {};
  if (start || end) {
    const links = select({
      select: [...columns, alias("link", call("arrayJoin", linksOf(field("path"))))],
      from: paths,
    });
    const ends = [
      ...(start ? [eq(linkSource, constant(start))] : []),
      ...(end ? [eq(linkTarget, constant(end))] : []),
    ];
    return select({ select: columns, from: links, where: and(...ends) });
  }
  const path = field("path");
  const last = call(
    "concat",
    call("toString", call("length", path)),
    constant("_"),
    name(call("arrayElement", path, constant(-1))),
  );
  const where = dropoff ? eq(last, constant(dropoff)) : compare(call("length", path), ">", constant(1));
  return select({ select: columns, from: paths, where });
}
