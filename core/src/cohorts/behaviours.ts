import { actionCondition } from "../actions/compile.ts";
import { timeCondition } from "../insights/date-range/event-time.ts";
import type { Expr } from "../sql/ast.ts";
import { and, constant, eq, field, or } from "../sql/build.ts";
import type { CompileContext } from "../sql/context.ts";
import { type FilterContext, propertyFiltersToExpr } from "../sql/property-filter.ts";
import { compileBehaviour } from "./behaviour/compile.ts";
import type { Behaviour, CohortNode, Entity } from "./definition.ts";
import { CohortProblem } from "./problem.ts";

/** What compiling a cohort needs: the project's time zone, actions and the other cohorts' definitions. */
export type CohortContext = FilterContext &
  Pick<CompileContext, "weekStartDay"> & {
    /** Conditions of each cohort, or `list` for a static one. */
    readonly definitions: ReadonlyMap<number, CohortNode | "list">;
  };

/** All behaviours over one scan of the events, grouped by person. */
export interface CompiledBehaviours {
  /** An aggregate condition each. */
  readonly holds: readonly Expr[];
  /** Rows that any of them looks at. */
  readonly reads: Expr;
}

/** Throws {@link CohortProblem}. */
export function compileBehaviours(
  behaviours: readonly Behaviour[],
  context: CohortContext,
): CompiledBehaviours {
  const moment = { now: context.now, calendar: { zone: context.timezone, weekStart: context.weekStartDay } };
  const alone = behaviours.length === 1;
  const compiled = behaviours.map((behaviour) => {
    const filters = filterCondition(behaviour.filters, context);
    const entity = entityCondition(behaviour.entity, context);
    const next = behaviour.next && entityCondition(behaviour.next, context);
    return compileBehaviour(behaviour, { entity, filters, ...(next ? { next } : {}) }, moment, alone);
  });
  const froms = compiled.map(({ from }) => from);
  const from = froms.every((ms) => ms !== undefined) ? Math.min(...froms) : undefined;
  const to = Math.max(...compiled.map((one) => one.to));
  const bounds = compiled.length === 0 ? [] : [timeCondition(from, to)];
  return {
    holds: compiled.map(({ holds }) => holds),
    reads: and(...bounds, or(...compiled.map(({ reads }) => reads))),
  };
}

function entityCondition({ type, key }: Entity, context: CohortContext): Expr {
  if (type === "events") return eq(field("event"), constant(key));
  const action = context.actions?.get(Number(key));
  if (!action) throw new CohortProblem("filters", `Action ${key} does not exist.`, "does_not_exist");
  const condition = actionCondition(action, context);
  if (!condition.ok) throw new CohortProblem("filters", condition.error.message);
  return condition.value;
}

function filterCondition(filters: Behaviour["filters"], context: CohortContext): Expr {
  const result = propertyFiltersToExpr(filters, context);
  if (!result.ok) throw new CohortProblem("filters", result.error.message);
  return result.value;
}
