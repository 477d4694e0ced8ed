import type { InsightResult } from "../../insights/error.ts";
import { type Actor, actorOf } from "../../insights/nodes/actor.ts";
import { queryCondition } from "../../insights/nodes/condition.ts";
import type { InsightContext } from "../../insights/query-kind.ts";
import type { Expr } from "../../sql/ast.ts";
import { and, call, compare, constant, eq, field, list, or } from "../../sql/build.ts";
import type { Population } from "../population.ts";

export const ON = "on";
export const OFF = "off";

/** Events that say who has the flag. */
export interface ReleaseExposure {
  readonly actor: Actor;
  /** The person's id, or the group's key. */
  readonly who: Expr;
  readonly condition: Expr;
  /** `on` or `off`. */
  readonly side: Expr;
  /** Conditions on every event of the look. */
  readonly filters: Expr;
}

/** The calls of the flag, or all events that carry its value; answers that were none count for neither side. */
export function releaseExposure(
  population: Population,
  context: InsightContext,
): InsightResult<ReleaseExposure> {
  const { flagKey, exposure, condition, filterTestAccounts, groupTypeIndex } = population;
  const filters = queryCondition({ filterTestAccounts }, context);
  if (!filters.ok) return filters;
  const isCall = exposure === "called";
  const answer = call(
    "toString",
    field("properties", isCall ? "$feature_flag_response" : `$feature/${flagKey}`),
  );
  const isOff = eq(answer, constant("false"));
  const known = compare(answer, "not in", list(["", "null", "undefined"]));
  const calls = and(
    eq(field("event"), constant("$feature_flag_called")),
    eq(field("properties", "$feature_flag"), constant(flagKey)),
  );
  const actor = actorOf(groupTypeIndex);
  return {
    ok: true,
    value: {
      actor,
      who: groupTypeIndex === undefined ? call("toString", field("person_id")) : actor.key,
      condition: and(
        ...(isCall ? [calls] : []),
        compare(answer, "!=", constant(null)),
        known,
        ...(condition === null ? [] : [decidedBy(condition, isOff)]),
      ),
      side: call("if", isOff, constant(OFF), constant(ON)),
      filters: and(filters.value, actor.present),
    },
  };
}

/** Answers of one condition alone: it matched, or only its share left the person out. */
function decidedBy(condition: number, isOff: Expr): Expr {
  const reason = call("toString", field("properties", "$feature_flag_reason"));
  return or(
    and(isOff, eq(reason, constant("Out of rollout bound"))),
    and(eq(isOff, constant(false)), eq(reason, constant(`Matched condition set ${condition}`))),
  );
}
