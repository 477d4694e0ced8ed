import type { Expr } from "../../sql/ast.ts";
import { and, arithmetic, call, compare, constant, field, or, tuple } from "../../sql/build.ts";
import { never } from "./array-expr.ts";
import type { FunnelPlan } from "./plan.ts";
import { levelOf, type Rows } from "./runs.ts";

/** What an attempt is made of, before it is known whether an exclusion ends it. */
export interface AttemptParts {
  /** Times of the steps, ms since the start of the range: {@link never} when not reached at all. */
  readonly times: readonly Expr[];
  /** For each exclusion its next time after the step it starts at. */
  readonly excluded: readonly Expr[];
}

/** The rows with `attempts` in place of what they were made from. */
export function finish(rows: Rows, attempts: Expr): Rows {
  const kept = rows.columns.filter((column) => column === "actor" || column === "breakdown");
  const expr = { node: "Alias", alias: "attempts", expr: attempts } as const;
  const select = [...kept.map((column) => field(column)), expr];
  return {
    from: { node: "SelectQuery", select, from: [{ node: "JoinExpr", table: rows.from }] },
    columns: [...kept, "attempts"],
  };
}

const deadlineOf = ({ times }: AttemptParts, { windowMs }: FunnelPlan): Expr =>
  arithmetic(times[0] ?? never, "+", constant(windowMs));

/** No exclusion came after its first step and before its last one (or the end of the window). */
export function survives(parts: AttemptParts, plan: FunnelPlan): Expr {
  const deadline = deadlineOf(parts, plan);
  const conditions = plan.exclusions.map(({ from, to }, index) => {
    const end = call("least", parts.times[to] ?? never, deadline);
    const later = compare(parts.excluded[index] ?? never, ">=", end);
    return from === 0 ? later : or(compare(parts.times[from] ?? never, ">", deadline), later);
  });
  return and(...conditions);
}

/** `(level, time of step 0, …)`. */
export const attempt = (parts: AttemptParts, plan: FunnelPlan): Expr =>
  tuple(levelOf(parts.times, deadlineOf(parts, plan)), ...parts.times);
