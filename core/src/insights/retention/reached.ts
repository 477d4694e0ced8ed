import type { Expr } from "../../sql/ast.ts";
import { arithmetic, array, call, compare, constant, field, lambda } from "../../sql/build.ts";
import type { RetentionPlan } from "./plan.ts";

/** Columns of these distances (ascending), after column 0. */
export function reachedOf(plan: RetentionPlan, distances: Expr): Expr {
  const counted = plan.cumulative ? call("arraySlice", distances, constant(-1)) : distances;
  return call("arrayConcat", array(constant(0)), columnsAt(plan, counted));
}

/** The columns that show these distances, each once. */
export function columnsAt({ columns }: RetentionPlan, distances: Expr): Expr {
  if (columns.every(({ from, to }) => from === to)) return distances;
  const ends = array(...columns.map(({ to }) => constant(to)));
  const end = lambda(["end"], compare(field("end"), ">=", field("distance")));
  const column = arithmetic(call("arrayFirstIndex", end, ends), "-", constant(1));
  return call("arrayDistinct", call("arrayMap", lambda(["distance"], column), distances));
}
