import type { Expr } from "../../sql/ast.ts";
import { and, arithmetic, array, call, compare, constant, or } from "../../sql/build.ts";
import { at, toNumber } from "./array-expr.ts";
import type { EventItems } from "./event-item.ts";
import type { FunnelPlan } from "./plan.ts";
import { keepColumns, OWNER_COLUMNS, type Rows } from "./rows.ts";

/** Rows of actors with their attempts: arrays with one element an entry. */
export interface Attempts {
  /** Columns `actor`, `breakdown` if there is one, `items`, `levels` and those that {@link stepsAt} reads. */
  readonly rows: Rows;
  /** Items that filled the steps of the attempt at a position, in order of the steps. */
  readonly stepsAt: (position: Expr) => readonly Expr[];
}

/** What an attempt is made of, before it is known whether an exclusion ends it. */
export interface AttemptParts {
  /** Items of the steps: «never» when not reached at all. */
  readonly steps: readonly Expr[];
  /** For each exclusion its next item after the step it starts at. */
  readonly excluded: readonly Expr[];
}

/** Rows of attempts with only what is asked of them later. */
export const keepLevels = (rows: Rows, stepColumns: readonly string[]): Rows =>
  keepColumns(rows, (column) => [...OWNER_COLUMNS, "items", "levels", ...stepColumns].includes(column));

const deadlineOf = ({ steps }: AttemptParts, items: EventItems): Expr =>
  items.deadline(steps[0] ?? items.never);

/** No exclusion came after its first step and before its last one (or the end of the window). */
export function survives(parts: AttemptParts, plan: FunnelPlan, items: EventItems): Expr {
  const deadline = deadlineOf(parts, items);
  const conditions = plan.exclusions.map(({ from, to }, index) => {
    const end = call("least", to === undefined ? deadline : (parts.steps[to] ?? items.never), deadline);
    const later = compare(items.latest(parts.excluded[index] ?? items.never), ">=", end);
    return from === 0 ? later : or(compare(parts.steps[from] ?? items.never, ">", deadline), later);
  });
  return and(...conditions);
}

/** Number of steps done by the end of the window; with optional steps the number of the furthest. */
export function levelOf(parts: AttemptParts, plan: FunnelPlan, items: EventItems): Expr {
  const deadline = deadlineOf(parts, items);
  const reached = parts.steps.slice(1).map((step) => compare(step, "<=", deadline));
  if (plan.optional.some(Boolean)) {
    const furthest = reached.flatMap((done, index) => [[done, constant(index + 2)]]).reverse();
    return call("multiIf", ...furthest.flat(), constant(1));
  }
  return reached.reduce<Expr>((level, done) => arithmetic(level, "+", toNumber(done)), constant(1));
}

/** Items of steps in any order, put in order. */
export const sorted = (steps: readonly Expr[]): readonly Expr[] => {
  const inOrder = call("arraySort", array(...steps));
  return steps.map((_, step) => at(inOrder, constant(step + 1)));
};
