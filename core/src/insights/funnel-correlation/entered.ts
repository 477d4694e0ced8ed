import type { Expr, JoinExpr, Select } from "../../sql/ast.ts";
import {
  alias,
  and,
  arithmetic,
  call,
  compare,
  constant,
  eq,
  field,
  from,
  join,
  table,
} from "../../sql/build.ts";
import { timeCondition } from "../date-range/event-time.ts";
import type { InsightResult } from "../error.ts";
import { funnelActors } from "../funnel/actors.ts";
import type { FunnelsActorsQuery } from "../funnel/actors-schema.ts";
import { param, toNumber } from "../funnel/array-expr.ts";
import { timeColumn } from "../funnel/best.ts";
import { type FunnelPlan, planFunnel } from "../funnel/plan.ts";
import { over } from "../funnel/rows.ts";
import { reachedStep } from "../funnel/steps.ts";
import { atStep } from "../funnel/who.ts";
import type { InsightContext } from "../query-kind.ts";

/** Who entered a funnel, whether they converted, and between which moments they were in it. */
export interface Entered {
  readonly plan: FunnelPlan;
  /** Columns `who`, `converted` (0 or 1), `since` and `until` (ms since the start of the range). */
  readonly select: Select;
}

/** The actors that a correlation is about: those of the source's step (its first when it names none). */
export function enteredFunnel(source: FunnelsActorsQuery, context: InsightContext): InsightResult<Entered> {
  const plans = planFunnel(source.source, context);
  if (!plans.ok) return plans;
  const [current, previous] = plans.value;
  const plan: FunnelPlan = {
    ...(source.compare === "previous" && previous ? previous : current),
    breakdown: undefined,
  };
  const of = atStep(source.funnelStep ?? 1, plan);
  if (!of.ok) return of;
  const { best } = funnelActors(plan);
  const last = plan.steps.length - 1;
  const converted = reachedStep(plan, last);
  const deadline = arithmetic(param(timeColumn(0)), "+", constant(plan.windowMs));
  const entered = over({
    select: [
      alias("who", field("actor")),
      alias("converted", toNumber(converted)),
      alias("since", param(timeColumn(0))),
      alias("until", call("if", converted, param(timeColumn(last)), deadline)),
    ],
    from: best.from,
    where: of.value,
  });
  return { ok: true, value: { plan, select: entered } };
}

/** Events joined with the actors that entered: their columns are those of `f`. */
export const eventsOf = ({ plan, select: entered }: Entered): readonly JoinExpr[] => [
  table("events"),
  join(from(entered, "f"), "INNER JOIN", eq(plan.actor, field("f", "who"))),
];

/** Events of the range that can be anyone's. */
export const inRange = ({ plan }: Entered): Expr =>
  and(timeCondition(plan.range.from, plan.range.to), ...plan.actorPresent);

/** After the actor entered and before it converted, or before its window ended. */
export function inFunnel({ plan }: Entered): Expr {
  const time = arithmetic(call("toUnixTimestamp64Milli", field("timestamp")), "-", constant(plan.range.from));
  return and(compare(time, ">", field("f", "since")), compare(time, "<", field("f", "until")));
}
