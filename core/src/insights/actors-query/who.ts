import { compare, field, select } from "../../sql/build.ts";
import { type InsightResult, insightError } from "../error.ts";
import { funnelWho } from "../funnel/who.ts";
import { correlationWho } from "../funnel-correlation/who.ts";
import { lifecycleActors } from "../lifecycle/actors.ts";
import { pathsActors } from "../paths/actors.ts";
import type { InsightContext } from "../query-kind.ts";
import { retentionWho } from "../retention/who.ts";
import { stickinessActors } from "../stickiness/actors.ts";
import { trendsActors } from "../trends/actors.ts";
import type { ActorSourceQuery, InsightActorsQuery } from "./schema.ts";
import type { ActorSource, Wanted } from "./source.ts";

/** Who is behind the number that a source query names. */
export function actorSource(
  query: ActorSourceQuery,
  wanted: Wanted,
  context: InsightContext,
): InsightResult<ActorSource> {
  switch (query.kind) {
    case "InsightActorsQuery":
      return insightActors(query, wanted, context);
    case "StickinessActorsQuery":
      return stickinessActors(query, context);
    case "FunnelsActorsQuery":
      return funnelWho(query, context);
    case "FunnelCorrelationActorsQuery":
      return correlationWho(query, context);
    case "HogQLQuery":
      return sqlActors(query.query, context);
  }
}

function insightActors(
  { source, ...asked }: InsightActorsQuery,
  wanted: Wanted,
  context: InsightContext,
): InsightResult<ActorSource> {
  switch (source.kind) {
    case "TrendsQuery":
      return trendsActors(source, asked, wanted, context);
    case "RetentionQuery":
      return retentionWho(source, asked, context);
    case "LifecycleQuery":
      return lifecycleActors(source, asked, context);
    case "PathsQuery":
      return pathsActors(source, context);
    case "StickinessQuery": {
      const day = asked.day === undefined ? undefined : Number(asked.day);
      if (day === undefined || Number.isInteger(day)) {
        const { series, compare: which } = asked;
        return stickinessActors({ source, day, operator: undefined, series, compare: which }, context);
      }
      return insightError(`"${asked.day}" is no number of intervals.`, "query__source__day");
    }
  }
}

/** Persons whose UUIDs are the first column of a query in SQL. */
function sqlActors(text: string, context: InsightContext): InsightResult<ActorSource> {
  const parsed = context.parser.parseSelect(text);
  if (!parsed.ok) return insightError(parsed.error.message, "query__source__query");
  const rows = select({
    select: [{ node: "Alias", alias: "actor_id", expr: field("person_key") }],
    from: "persons",
    where: compare(field("id"), "in", parsed.value),
  });
  return { ok: true, value: { select: rows, group: undefined, identified: false, columns: [] } };
}
