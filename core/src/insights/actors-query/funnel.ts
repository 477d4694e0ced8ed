import type { Select } from "../../sql/ast.ts";
import { array, compare, constant, eq, field, select } from "../../sql/build.ts";
import { type InsightResult, insightError } from "../error.ts";
import { funnelActors } from "../funnel/actors.ts";
import { type FunnelPlan, planFunnel } from "../funnel/plan.ts";
import type { InsightContext } from "../query-kind.ts";
import type { FunnelsActorsQuery } from "./schema.ts";

/** Keys of the persons who reached step n of a funnel (`funnelStep` n), or step n − 1 but not n (−n): `actor`. */
export function funnelPersons(query: FunnelsActorsQuery, context: InsightContext): InsightResult<Select> {
  const plan = planFunnel(query.source, context);
  if (!plan.ok) return plan;
  const step = wantedStep(query, plan.value);
  if (!step.ok) return step;
  const actors = funnelActors(plan.value);
  if (!actors.ok) return actors;
  const { from, columns } = actors.value;
  const reached =
    step.value > 0
      ? compare(field("level"), ">=", constant(step.value))
      : eq(field("level"), constant(-step.value - 1));
  const asked = query.funnelStepBreakdown;
  const values = asked === undefined ? [] : Array.isArray(asked) ? asked : [asked];
  const ofValue =
    values.length > 0 && columns.includes("breakdown")
      ? [eq(field("breakdown"), array(...values.map((value) => constant(String(value)))))]
      : [];
  return {
    ok: true,
    value: select({
      select: [field("actor")],
      distinct: true,
      from,
      where: { node: "And", exprs: [reached, ...ofValue] },
    }),
  };
}

function wantedStep(query: FunnelsActorsQuery, plan: FunnelPlan): InsightResult<number> {
  const { source, funnelStep: step } = query;
  if (query.funnelTrendsDropOff !== undefined) {
    return insightError(
      "The people behind a funnel's trend are not available yet: ask for those of its steps.",
      "query__source__funnelTrendsDropOff",
      "not_available",
    );
  }
  if (source.aggregation_group_type_index !== undefined || source.funnelsFilter?.funnelAggregateByHogQL) {
    return insightError(
      "Only the persons of a funnel can be listed yet, not its groups or sessions.",
      "query__source__source",
      "not_available",
    );
  }
  if (step === undefined || step === 0 || step === -1 || Math.abs(step) > plan.steps.length) {
    return insightError(
      `funnelStep must be 1 to ${plan.steps.length} (reached), or −2 to −${plan.steps.length} (dropped off before).`,
      "query__source__funnelStep",
    );
  }
  return { ok: true, value: step };
}
