import type { Alias, Expr, Field } from "../../sql/ast.ts";
import { breakdownColumns, spread } from "../trends/rows.ts";
import type { RetentionPlan } from "./plan.ts";

interface ActorBreakdown {
  readonly select: readonly Alias[];
  /** Those that the actors are grouped by too. */
  readonly groupBy: readonly Field[];
}

/**
 * The breakdown's columns in a query grouped by actor: values of the events, or (`ofFirst`) of the event that an actor
 * starts with. An actor is in each of its cohorts.
 */
export function actorBreakdown(
  { breakdown }: RetentionPlan,
  ofFirst?: (value: Expr) => Expr,
): ActorBreakdown {
  const dimensions = breakdown?.dimensions ?? [];
  const { select, fields } = breakdownColumns({
    breakdown: dimensions.map((one) => (one.cohorts || !ofFirst ? spread(one) : ofFirst(one.value))),
  });
  return { select, groupBy: fields.filter((_, index) => !ofFirst || dimensions[index]?.cohorts) };
}
