import type { Expr, Select } from "../../sql/ast.ts";
import {
  alias,
  and,
  arithmetic,
  array,
  asc,
  call,
  compare,
  constant,
  field,
  lambda,
  select,
} from "../../sql/build.ts";
import { breakdownColumns } from "../trends/rows.ts";
import { retentionActors } from "./actors.ts";
import type { RetentionPlan } from "./plan.ts";

/**
 * One query with the columns `start` (row), `step` (column; 0 = the cohort), one a breakdown, `actors`. In cumulative
 * tables an actor is only in the last column it reaches.
 */
export function compileRetention(plan: RetentionPlan): Select {
  const actors = retentionActors(plan);
  const { fields } = breakdownColumns({ breakdown: plan.breakdown?.values });
  const starts = select({
    select: [...fields, alias("start", call("arrayJoin", actors.starts)), alias("returns", actors.returns)],
    from: actors.select,
  });
  const steps = select({
    select: [...fields, field("start"), alias("step", call("arrayJoin", stepsOf(plan)))],
    from: starts,
    where: compare(field("start"), "<", constant(plan.starts.length)),
  });
  return select({
    select: [field("start"), field("step"), ...fields, alias("actors", call("count"))],
    from: steps,
    groupBy: [field("start"), field("step"), ...fields],
    orderBy: [asc(field("start")), asc(field("step"))],
  });
}

/** Columns that one actor of one row is counted in. */
function stepsOf({ columns, cumulative }: RetentionPlan): Expr {
  const last = columns.at(-1)?.to ?? 0;
  const number = field("number");
  const later = call(
    "arrayFilter",
    lambda(
      ["number"],
      and(
        compare(number, ">", field("start")),
        compare(number, "<=", arithmetic(field("start"), "+", constant(last))),
      ),
    ),
    field("returns"),
  );
  const reached = cumulative ? call("arraySlice", later, constant(-1)) : later;
  const distance = arithmetic(number, "-", field("start"));
  const single = columns.every(({ from, to }) => from === to);
  const ends = array(...columns.map(({ to }) => constant(to)));
  const column = single
    ? distance
    : arithmetic(
        call("arrayFirstIndex", lambda(["end"], compare(field("end"), ">=", distance)), ends),
        "-",
        constant(1),
      );
  const steps = call("arrayMap", lambda(["number"], column), reached);
  return call("arrayConcat", array(constant(0)), single ? steps : call("arrayDistinct", steps));
}
