import type { Expr } from "../../sql/ast.ts";
import { compare, field, select } from "../../sql/build.ts";
import type { InsightResult } from "../error.ts";
import type { InsightContext } from "../query-kind.ts";
import { trendsEvents } from "../trends/actors.ts";
import type { InsightActorsQuery } from "./schema.ts";
import { actorSource } from "./who.ts";

/** Which events are behind a number of an insight: of a trend its own, of other insights all of the actors it counts. */
export function eventsBehind(query: InsightActorsQuery, context: InsightContext): InsightResult<Expr> {
  const { source, ...asked } = query;
  if (source.kind === "TrendsQuery") return trendsEvents(source, asked, context);
  const actors = actorSource(query, new Set(), context);
  if (!actors.ok) return actors;
  const { group, select: rows } = actors.value;
  const key = field(group === undefined ? "person_key" : `$group_${group}`);
  return {
    ok: true,
    value: compare(key, "in", select({ select: [field("actor_id")], from: rows })),
  };
}
