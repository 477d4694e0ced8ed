import type { Expr, Select } from "../../sql/ast.ts";
import { alias, asc, call, field, select } from "../../sql/build.ts";
import { countPeople, type PeopleRows, peopleRows, sumPeople } from "../people.ts";
import { breakdownColumns } from "../trends/rows.ts";
import type { RetentionPlan } from "./plan.ts";
import { retentionStarts } from "./starts.ts";

/**
 * One query with the columns `start` (row), `step` (column; 0 = the cohort), one a breakdown, `actors`; with a measure
 * also `total` and `numbers`. In cumulative tables an actor is only in the last column it reaches. `within`: the same plan
 * over events of which none is missing, where some are a sample.
 */
export function compileRetention(plan: RetentionPlan, within?: RetentionPlan): Select {
  const { fields } = breakdownColumns({ breakdown: plan.breakdown?.values });
  const { cell, step, measures } = plan.measure ? MEASURED : COUNTED;
  const rows = peopleRows(retentionStarts(plan), within && retentionStarts(within));
  const steps = select({
    select: [
      ...(rows.people ? [rows.people] : []),
      ...fields,
      field("start"),
      alias("cell", call("arrayJoin", field(cell))),
    ],
    from: rows.from,
  });
  return select({
    select: [field("start"), alias("step", step), ...fields, ...measures(rows)],
    from: steps,
    groupBy: [field("start"), field("step"), ...fields],
    orderBy: [asc(field("start")), asc(field("step"))],
  });
}

const member = (index: number): Expr => ({ node: "TupleAccess", tuple: field("cell"), index });

const COUNTED = {
  cell: "reached",
  step: field("cell"),
  measures: (rows: PeopleRows) => [alias("actors", countPeople(rows))],
};
const MEASURED = {
  cell: "cells",
  step: member(1),
  measures: (rows: PeopleRows) =>
    ["actors", "total", "numbers"].map((name, index) => alias(name, sumPeople(rows, member(index + 2)))),
};
