import type { Expr } from "../../sql/ast.ts";
import { alias, and, constant, eq, field, select } from "../../sql/build.ts";
import type { ActorSource } from "../actors-query/source.ts";
import type { InsightResult } from "../error.ts";
import { entityCondition, filterCondition } from "../nodes/condition.ts";
import type { InsightContext } from "../query-kind.ts";
import { enteredFunnel, eventsOf, inFunnel, inRange } from "./entered.ts";
import type { FunnelCorrelationActorsQuery } from "./schema.ts";

/**
 * Who is behind a line of a correlation: of those that entered the funnel the ones that did the event on their way (or
 * have the properties), and converted or not as asked.
 */
export function correlationWho(
  query: FunnelCorrelationActorsQuery,
  context: InsightContext,
): InsightResult<ActorSource> {
  const entered = enteredFunnel(query.source.source, context);
  if (!entered.ok) return entered;
  const { funnelCorrelationPersonEntity: entity, funnelCorrelationPersonConverted: converted } = query;
  const conditions: Expr[] = [inRange(entered.value)];
  if (converted !== undefined) conditions.push(eq(field("f", "converted"), constant(converted ? 1 : 0)));
  if (entity) {
    const did = entityCondition(entity, "query__source__funnelCorrelationPersonEntity", context);
    if (!did.ok) return did;
    conditions.push(did.value, inFunnel(entered.value));
  }
  const attr = "query__source__funnelCorrelationPropertyValues";
  const has = filterCondition(query.funnelCorrelationPropertyValues, attr, context);
  if (!has.ok) return has;
  const { plan } = entered.value;
  const who = plan.actorKind === "other" ? field("person_key") : field("f", "who");
  return {
    ok: true,
    value: {
      select: select({
        select: [alias("actor_id", who)],
        distinct: true,
        from: eventsOf(entered.value),
        where: and(...conditions, has.value),
      }),
      group: plan.group,
      identified: false,
      columns: [],
    },
  };
}
