import type { Expr, Field } from "../../sql/ast.ts";
import {
  alias,
  and,
  array,
  asc,
  call,
  compare,
  constant,
  desc,
  eq,
  field,
  not,
  or,
  select,
} from "../../sql/build.ts";
import type { InsightActorsQuery } from "../actors-query/schema.ts";
import { type ActorSource, countedActor, sourceOf } from "../actors-query/source.ts";
import { type InsightResult, insightError } from "../error.ts";
import type { InsightContext } from "../query-kind.ts";
import { BREAKDOWN_NULL, BREAKDOWN_OTHER } from "../trends/breakdown.ts";
import { breakdownColumns } from "../trends/rows.ts";
import { planRetention, type RetentionPlan } from "./plan.ts";
import type { RetentionQuery } from "./schema.ts";
import { retentionStarts } from "./starts.ts";

/** Who started in a row of the table (`interval`), perhaps only those counted in one column (`selected`). */
export function retentionWho(
  query: RetentionQuery,
  { interval = 0, selected, breakdown }: Omit<InsightActorsQuery, "source">,
  context: InsightContext,
): InsightResult<ActorSource> {
  const plan = planRetention(query, context);
  if (!plan.ok) return plan;
  const { starts, columns } = plan.value;
  if (interval >= starts.length) {
    const message = `There is no row ${interval}: the last is ${starts.length - 1}.`;
    return insightError(message, "query__source__interval");
  }
  if (selected !== undefined && selected >= columns.length) {
    const message = `There is no column ${selected}: the last is ${columns.length - 1}.`;
    return insightError(message, "query__source__selected");
  }
  const value = ofValue(plan.value, breakdown);
  if (!value.ok) return value;
  const actor = countedActor(query.aggregation_group_type_index);
  const appearances = call("arraySort", call("groupUniqArrayArray", shownColumns(plan.value)));
  const rows = select({
    select: [
      alias("actor_id", field("actor")),
      ...actor.along.map((column) => alias(column.alias, call("any", field(column.alias)))),
      alias("appearances", appearances),
    ],
    from: retentionStarts(plan.value, actor.along),
    where: and(eq(field("start"), constant(interval)), value.value),
    groupBy: [field("actor_id")],
    ...(selected === undefined ? {} : { having: call("has", field("appearances"), constant(selected)) }),
  });
  const named = (column: string): Expr | undefined => {
    const number = /^(?:hour|day|week|month)_(\d+)$/.exec(column)?.[1];
    return number === undefined
      ? undefined
      : call("toUInt8", call("has", field("appearances"), constant(Number(number))));
  };
  const orderBy = [desc(call("length", field("appearances"))), asc(field("actor_id"))];
  return { ok: true, value: sourceOf(actor, rows, { columns: ["appearances"], named, orderBy }) };
}

/** Of a running table an actor is counted up to the last column it reaches. */
function shownColumns({ cumulative }: RetentionPlan): Expr {
  const reached = field("reached");
  if (!cumulative) return reached;
  const last = call("toUInt32", call("arrayElement", reached, constant(-1)));
  return call("range", { node: "ArithmeticOperation", op: "+", left: last, right: constant(1) });
}

function ofValue(plan: RetentionPlan, asked: InsightActorsQuery["breakdown"]): InsightResult<Expr> {
  if (asked === undefined) return { ok: true, value: and() };
  const { fields } = breakdownColumns({ breakdown: plan.breakdown?.values });
  const list = Array.isArray(asked) ? asked : [asked];
  if (list.length === 1 && list[0] === BREAKDOWN_OTHER && plan.breakdown) {
    return { ok: true, value: not(greatest(plan, plan.breakdown.limit, fields)) };
  }
  // Rows name several breakdowns as one text.
  const values = list.length === fields.length ? list : String(list[0]).split("::");
  if (values.length !== fields.length) {
    const message = `The query breaks down by ${fields.length} properties: "breakdown" needs as many values.`;
    return insightError(message, "query__source__breakdown");
  }
  return {
    ok: true,
    value: and(...fields.map((column, index) => eq(column, constant(String(values[index]))))),
  };
}

/** That a start is shown by name: its value has one of the greatest cohorts, or it has no value. */
function greatest(plan: RetentionPlan, limit: number, fields: readonly Field[]): Expr {
  const text = call("arrayStringConcat", array(...fields), constant("::"));
  const isNull = eq(text, constant(BREAKDOWN_NULL));
  const values = select({
    select: [alias("value", text)],
    from: retentionStarts(plan),
    where: not(isNull),
    groupBy: [field("value")],
    orderBy: [desc(call("count")), asc(field("value"))],
    limit,
  });
  return or(isNull, compare(text, "in", values));
}
