import type { Expr } from "../../sql/ast.ts";
import { and, call, compare, field, select, tuple } from "../../sql/build.ts";
import { timeCondition } from "../date-range/event-time.ts";
import { type InsightResult, insightError } from "../error.ts";
import { actorOf } from "../nodes/actor.ts";
import { entityCondition, entityMatch } from "../nodes/condition.ts";
import type { EntityNode } from "../nodes/schema.ts";
import type { InsightContext } from "../query-kind.ts";

/** Step maths: whether the first event must match the filters to be the first, or the first one counts if it does. */
const FIRST: Readonly<Record<string, { readonly filtered: boolean }>> = {
  first_time_for_user: { filtered: false },
  first_time_for_user_with_filters: { filtered: true },
  first_matching_event_for_user: { filtered: true },
};

/**
 * Which events are a step. With a «first time» math only each actor's first one ever: the first of its event that also
 * meets the step's filters (`first_time_for_user`), or the first that meets them.
 */
export function stepCondition(
  node: EntityNode,
  attr: string,
  group: number | undefined,
  until: number,
  context: InsightContext,
): InsightResult<Expr> {
  const math = node.math ?? "total";
  const matching = entityCondition(node, attr, context);
  if (!matching.ok || math === "total") return matching;
  const first = Object.hasOwn(FIRST, math) ? FIRST[math] : undefined;
  if (!first) {
    return insightError(
      `Math "${math}" means nothing for a funnel's step: use "total" or ${Object.keys(FIRST).join(", ")}.`,
      `${attr}__math`,
      "invalid_choice",
    );
  }
  const among = first.filtered ? matching : entityMatch(node, attr, context);
  if (!among.ok) return among;
  const { key, present } = actorOf(group);
  const firsts = select({
    select: [call("argMin", field("uuid"), tuple(field("timestamp"), field("uuid")))],
    from: "events",
    where: and(among.value, timeCondition(undefined, until), present),
    groupBy: [key],
  });
  return { ok: true, value: and(matching.value, compare(field("uuid"), "in", firsts)) };
}
