import type { Expr } from "../../sql/ast.ts";
import { and, arithmetic, call, compare, constant, field, lambda, or } from "../../sql/build.ts";
import type { InsightResult } from "../error.ts";
import { nth, param } from "../funnel/array-expr.ts";
import { entityCondition } from "../nodes/condition.ts";
import type { InsightContext } from "../query-kind.ts";
import type { MetricPlan } from "./metric.ts";
import { collect, type Span } from "./points.ts";
import type { FunnelMetric } from "./schema.ts";

/** A proportion: units that went through every step after their exposure, which is the step before the first. */
export function funnelMetric(
  metric: FunnelMetric,
  attr: string,
  context: InsightContext,
  name: string,
): InsightResult<MetricPlan> {
  const conditions: Expr[] = [];
  for (const [index, node] of metric.series.entries()) {
    const condition = entityCondition(node, `${attr}__series__${index}`, context);
    if (!condition.ok) return condition;
    conditions.push(condition.value);
  }
  const steps = conditions.length;
  const marks = conditions
    .map((condition, index): Expr => call("if", condition, constant(2 ** index), constant(0)))
    .reduce<Expr>((all, mark) => arithmetic(all, "+", mark), constant(0));
  const order = metric.funnel_order_type ?? "ordered";
  // Strict order breaks at any event in between, so it has to see them all.
  const points = collect(`${name}_1`, order === "strict" ? and() : or(...conditions), {
    of: call("toUInt64", marks),
    blank: 0,
  });
  const level = (span: Span): Expr => LEVEL[order](points.sorted(span), steps);
  return {
    ok: true,
    value: {
      type: "proportion",
      ratio: false,
      points: [points],
      values: (span) => [call("if", compare(level(span), ">=", constant(steps)), constant(1), constant(0))],
      outliers: [undefined],
      level,
      steps,
      hasPast: true,
    },
  };
}

type Order = NonNullable<FunnelMetric["funnel_order_type"]>;

/** Steps that a unit reached, from its points in any order. */
const LEVEL: Readonly<Record<Order, (points: Expr, steps: number) => Expr>> = {
  // Exposure starts the only attempt, so taking each step as early as possible goes furthest.
  ordered: (points) =>
    fold(points, tiny(0), (reached, marks) => call("if", matches(marks, reached), next(reached), reached)),
  unordered: (points) =>
    call(
      "bitCount",
      fold(points, call("toUInt64", constant(0)), (seen, marks) => call("bitOr", seen, marks)),
    ),
  strict: (points, steps) => strictLevel(points, steps),
};

const tiny = (value: number): Expr => call("toUInt8", constant(value));
const next = (level: Expr): Expr => call("toUInt8", arithmetic(level, "+", constant(1)));
const matches = (marks: Expr, level: Expr): Expr =>
  compare(call("bitTest", marks, call("assumeNotNull", level)), "==", constant(1));

function fold(points: Expr, start: Expr, step: (state: Expr, marks: Expr) => Expr): Expr {
  return call(
    "arrayFold",
    lambda(["state", "point"], step(param("state"), nth(field("point"), 2))),
    points,
    start,
  );
}

/**
 * The longest run of events that follow each other directly and match the steps from the first on. States of runs
 * are bits: bit k = the event before matched step k of a run; the best level is kept above them.
 */
function strictLevel(points: Expr, steps: number): Expr {
  const all = 2 ** steps - 1;
  const start = call("tuple", call("toUInt64", constant(0)), call("toUInt64", constant(0)));
  const [runs, best] = [nth(field("state"), 1), nth(field("state"), 2)];
  const continued = call(
    "toUInt64",
    call(
      "bitAnd",
      call("bitOr", call("bitShiftLeft", runs, constant(1)), constant(1)),
      call("bitAnd", nth(field("point"), 2), constant(all)),
    ),
  );
  const state = call("tuple", continued, call("toUInt64", call("bitOr", best, continued)));
  const folded = call("arrayFold", lambda(["state", "point"], state), call("arraySort", points), start);
  // Whoever reached step k was at every earlier one, so counting bits gives the level.
  return call("bitCount", nth(folded, 2));
}
