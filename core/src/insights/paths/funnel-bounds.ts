import type { Select } from "../../sql/ast.ts";
import { alias, arithmetic, constant, field, select } from "../../sql/build.ts";
import { type InsightResult, insightError } from "../error.ts";
import { funnelActors } from "../funnel/actors.ts";
import { timeColumn } from "../funnel/best.ts";
import { funnelParts } from "../funnel/parts.ts";
import type { FunnelPlan } from "../funnel/plan.ts";
import { stepBefore } from "../funnel/steps.ts";
import { atStep } from "../funnel/who.ts";
import type { InsightContext } from "../query-kind.ts";
import type { PathsQuery } from "./schema.ts";

/** Whose paths around a funnel's steps are asked for, and the moments between which their events count. */
export interface FunnelBounds {
  /** One row an actor: `funnel_actor`, and what there is of `funnel_from` and `funnel_to` (ms, both inclusive). */
  readonly select: Select;
  readonly from: boolean;
  readonly to: boolean;
}

const TYPE = "query__funnelPathsFilter__funnelPathType";

/**
 * Paths before step n, between step n − 1 and n, or after it, of those who reached it; for −n after step n − 1 (or
 * before it) of those who dropped off. Undefined when the query isn't about a funnel.
 */
export function funnelBounds(
  query: PathsQuery,
  context: InsightContext,
): InsightResult<FunnelBounds | undefined> {
  const asked = query.funnelPathsFilter;
  if (!asked) return { ok: true, value: undefined };
  const parts = funnelParts(asked.funnelSource, context);
  if (!parts.ok) return parts;
  const plan = parts.value[0].whole;
  if (plan.actorKind === "other" || plan.group !== query.aggregation_group_type_index) {
    const message = "The funnel must count the same persons or groups as the paths.";
    return insightError(message, "query__funnelPathsFilter__funnelSource");
  }
  const wanted = atStep(asked.funnelStep, plan);
  if (!wanted.ok) return insightError(wanted.error.message, "query__funnelPathsFilter__funnelStep");
  const step = Math.abs(asked.funnelStep ?? 0) - 1;
  const type = asked.funnelPathType ?? "funnel_path_after_step";
  const last = (asked.funnelStep ?? 0) > 0 ? step : stepBefore(plan, step);
  if (type === "funnel_path_between_steps" && (last !== step || step === 0)) {
    const message = "Paths between steps need a step that was reached and has one before it.";
    return insightError(message, TYPE);
  }
  const from = type === "funnel_path_after_step" ? last : stepBefore(plan, step);
  const bounds = {
    from: type !== "funnel_path_before_step",
    to: type !== "funnel_path_after_step",
  };
  const { best } = funnelActors(plan);
  const rows = select({
    select: [
      alias("funnel_actor", field("actor")),
      ...(bounds.from ? [alias("funnel_from", timeOf(plan, from))] : []),
      ...(bounds.to ? [alias("funnel_to", timeOf(plan, last))] : []),
    ],
    from: best.from,
    where: wanted.value,
  });
  return { ok: true, value: { select: rows, ...bounds } };
}

/** Time of a step of the counted attempt, ms since the epoch. */
const timeOf = (plan: FunnelPlan, step: number) =>
  arithmetic(field(timeColumn(step)), "+", constant(plan.range.from));
