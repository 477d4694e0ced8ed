import { asc, compare, constant, field, select } from "../../sql/build.ts";
import type { StickinessActorsQuery } from "../actors-query/schema.ts";
import { type ActorSource, sourceOf } from "../actors-query/source.ts";
import { type InsightResult, insightError } from "../error.ts";
import type { InsightContext } from "../query-kind.ts";
import { activeActors } from "./compile.ts";

const OPERATORS = { exact: "==", gte: ">=", lte: "<=" } as const;

/** Who was active in exactly (`operator`: at least, at most) `day` intervals; cumulative charts mean at least. */
export function stickinessActors(
  { source: query, day, operator, series = 0, compare: which }: Omit<StickinessActorsQuery, "kind">,
  context: InsightContext,
): InsightResult<ActorSource> {
  const branches = activeActors(query, context);
  if (!branches.ok) return branches;
  const period = which === "previous" ? 1 : 0;
  const found = branches.value.actors.find((one) => one.series === series && one.period === period);
  if (!found) {
    return query.series[series]
      ? insightError(`The query compares with no "${which}" period.`, "query__source__compare")
      : insightError(`There is no series ${series}: the first is 0.`, "query__source__series");
  }
  const { actor, select: from, intervals } = found;
  const cumulative = query.stickinessFilter?.computedAs === "cumulative";
  const op = OPERATORS[operator ?? (cumulative ? "gte" : "exact")];
  return {
    ok: true,
    value: sourceOf(
      actor,
      select({
        select: [field("actor_id"), ...actor.along.map((column) => field(column.alias)), intervals],
        from,
        ...(day === undefined ? {} : { where: compare(field("intervals"), op, constant(day)) }),
      }),
      { columns: ["intervals"], orderBy: [asc(field("actor_id"))] },
    ),
  };
}
