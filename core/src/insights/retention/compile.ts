import type { Expr, Select } from "../../sql/ast.ts";
import { alias, asc, call, field, select } from "../../sql/build.ts";
import { breakdownColumns } from "../trends/rows.ts";
import type { RetentionPlan } from "./plan.ts";
import { retentionStarts } from "./starts.ts";

/**
 * One query with the columns `start` (row), `step` (column; 0 = the cohort), one a breakdown, `actors`; with a measure
 * also `total` and `numbers`. In cumulative tables an actor is only in the last column it reaches.
 */
export function compileRetention(plan: RetentionPlan): Select {
  const { fields } = breakdownColumns({ breakdown: plan.breakdown?.values });
  const { cell, step, measures } = plan.measure ? MEASURED : COUNTED;
  const steps = select({
    select: [...fields, field("start"), alias("cell", call("arrayJoin", field(cell)))],
    from: retentionStarts(plan),
  });
  return select({
    select: [field("start"), alias("step", step), ...fields, ...measures],
    from: steps,
    groupBy: [field("start"), field("step"), ...fields],
    orderBy: [asc(field("start")), asc(field("step"))],
  });
}

const member = (index: number): Expr => ({ node: "TupleAccess", tuple: field("cell"), index });

const COUNTED = { cell: "reached", step: field("cell"), measures: [alias("actors", call("count"))] };
const MEASURED = {
  cell: "cells",
  step: member(1),
  measures: ["actors", "total", "numbers"].map((name, index) => alias(name, call("sum", member(index + 2)))),
};
