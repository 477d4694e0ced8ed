import type { Alias, Expr, Select } from "../../sql/ast.ts";
import { alias, and, arithmetic, call, compare, constant, field, lambda, select } from "../../sql/build.ts";
import { breakdownColumns } from "../trends/rows.ts";
import { retentionActors } from "./actors.ts";
import { detailedStarts } from "./detailed-starts.ts";
import type { RetentionPlan } from "./plan.ts";
import { reachedOf } from "./reached.ts";

/**
 * One row a start of an actor: `actor`, the breakdown's columns, `start` (row) and `reached` (columns it is counted in;
 * 0 first; of a cumulative table only the last one besides). With a measure also `cells`: (column, counted, sum,
 * numbers). `identity`: aggregates over an actor's events that come along.
 */
export function retentionStarts(plan: RetentionPlan, identity: readonly Alias[] = []): Select {
  if (plan.window !== undefined || plan.measure) return detailedStarts(plan, identity);
  const actors = retentionActors(plan, identity);
  const breakdown = breakdownColumns({ breakdown: plan.breakdown?.values });
  const fields = [...identity.map((column) => field(column.alias)), ...breakdown.fields];
  const starts = select({
    select: [
      field("actor"),
      ...fields,
      alias("start", call("arrayJoin", actors.starts)),
      alias("returns", actors.returns),
    ],
    from: actors.select,
  });
  return select({
    select: [field("actor"), ...fields, field("start"), alias("reached", reachedOf(plan, later(plan)))],
    from: starts,
    where: compare(field("start"), "<", constant(plan.starts.length)),
  });
}

/** How many intervals after the start those returns came that a column can show. */
function later({ columns }: RetentionPlan): Expr {
  const last = columns.at(-1)?.to ?? 0;
  const number = field("number");
  const inside = and(
    compare(number, ">", field("start")),
    compare(number, "<=", arithmetic(field("start"), "+", constant(last))),
  );
  const kept = call("arrayFilter", lambda(["number"], inside), field("returns"));
  return call("arrayMap", lambda(["number"], arithmetic(number, "-", field("start"))), kept);
}
