import { boundsOf } from "../../insights/experiment/compile.ts";
import type { Span } from "../../insights/experiment/points.ts";
import { unitRows } from "../../insights/experiment/unit-rows.ts";
import { param } from "../../insights/funnel/array-expr.ts";
import type { Expr, Select, WindowFunction } from "../../sql/ast.ts";
import { alias, call, compare, constant, field, lambda, parametric, select } from "../../sql/build.ts";
import { levelsAround } from "../stats/percentile-arm.ts";
import type { ReleaseExposure } from "./exposure.ts";
import type { GuardPlan } from "./measure.ts";

/** Persons that were seen with and without the flag. */
export const BOTH = "$both";

export interface LookPlan {
  readonly exposure: ReleaseExposure;
  /** In the order of the guard-rails. */
  readonly guards: readonly GuardPlan[];
  /** ms since the epoch, both inclusive. */
  readonly from: number;
  readonly to: number;
  /** Keep who the units are. */
  readonly named?: boolean;
}

/** Sufficient statistics of both sides for every guard-rail, in one pass over the events. */
export function compileLook(plan: LookPlan): Select {
  return select({
    select: [
      field("side"),
      field("last_side"),
      alias("units", call("count")),
      ...plan.guards.flatMap((guard, index) =>
        guard.kind === "moments" ? moments(guard, index) : quantiles(guard, index),
      ),
    ],
    from: marked(plan),
    groupBy: [field("side"), field("last_side")],
  });
}

type Moments = Extract<GuardPlan, { kind: "moments" }>;
type Percentile = Extract<GuardPlan, { kind: "percentile" }>;

const valuesOf = ({ metric }: Moments): number[] => (metric.ratio ? [0, 1] : [0]);

function moments(guard: Moments, index: number): Expr[] {
  const at = (row: number): Expr => field(`value_${index}_${row}`);
  const rows = valuesOf(guard);
  return [
    ...rows.map((row) => alias(`mean_${index}_${row}`, call("avg", at(row)))),
    ...rows.map((row) => alias(`variance_${index}_${row}`, call("varSampStable", at(row)))),
    ...(rows.length > 1 ? [alias(`covariance_${index}`, call("covarSampStable", at(0), at(1)))] : []),
  ];
}

function quantiles({ percentile }: Percentile, index: number): Expr[] {
  const [below, total] = [field(`below_${index}`), field(`total_${index}`)];
  const some = compare(total, ">", constant(0));
  const levels = levelsAround(percentile).map(constant);
  return [
    alias(`measured_${index}`, call("countIf", some)),
    alias(`quantiles_${index}`, parametric("quantilesExactInclusiveArray", levels, field(`values_${index}`))),
    alias(`below_mean_${index}`, call("avgIf", below, some)),
    alias(`total_mean_${index}`, call("avgIf", total, some)),
    alias(`below_variance_${index}`, call("varSampStableIf", below, some)),
    alias(`total_variance_${index}`, call("varSampStableIf", total, some)),
    alias(`product_${index}`, call("covarSampStableIf", below, total, some)),
  ];
}

/** Values cut at the caps of both sides together; measurements at or below their own side's percentile. */
function marked(plan: LookPlan): Select {
  const columns = plan.guards.flatMap((guard, index) => {
    if (guard.kind === "moments") {
      return valuesOf(guard).map((row) => {
        const raw = field(`raw_${index}_${row}`);
        return alias(`value_${index}_${row}`, boundsOf(raw, guard.metric.outliers[row])?.cut ?? raw);
      });
    }
    const values = field(`raw_${index}`);
    const within = lambda(["value"], compare(param("value"), "<=", field(`threshold_${index}`)));
    return [
      alias(`values_${index}`, values),
      alias(`below_${index}`, call("arrayCount", within, values)),
      alias(`total_${index}`, call("length", values)),
    ];
  });
  return select({ select: [field("side"), field("last_side"), ...columns], from: thresholds(plan) });
}

function thresholds(plan: LookPlan): Select {
  const marks = plan.guards.flatMap((guard, index) =>
    guard.kind === "percentile" ? [alias(`threshold_${index}`, ownPercentile(guard, index))] : [],
  );
  const kept = plan.guards.flatMap((guard, index) =>
    guard.kind === "moments"
      ? valuesOf(guard).map((row) => field(`raw_${index}_${row}`))
      : [field(`raw_${index}`)],
  );
  return select({ select: [field("side"), field("last_side"), ...kept, ...marks], from: units(plan) });
}

const ownPercentile = ({ percentile }: Percentile, index: number): WindowFunction => ({
  node: "WindowFunction",
  name: "quantileExactInclusiveArray",
  params: [constant(percentile)],
  args: [field(`raw_${index}`)],
  over: { node: "WindowExpr", partitionBy: [field("side")], orderBy: [] },
});

/** One row a person: their side, and what they did from their first exposure on. */
export function units(plan: LookPlan): Select {
  const exposed = field("exposed_at");
  const numbers = plan.guards.flatMap((guard, index) => {
    if (guard.kind === "percentile") {
      return [alias(`raw_${index}`, guard.values({ from: exposed, to: constant(plan.to + 1) }))];
    }
    const span: Span = { from: exposed, to: guard.end(exposed) };
    return guard.metric
      .values(span)
      .map((value, row) => alias(`raw_${index}_${row}`, call("toFloat64", value)));
  });
  const both = compare(field("first_name"), "!=", field("last_name"));
  return select({
    select: [
      alias("side", call("if", both, constant(BOTH), field("first_name"))),
      field("last_side"),
      ...(plan.named ? [field("who"), field("called"), field("last_session")] : []),
      ...numbers,
    ],
    from: collectUnits(plan),
  });
}

function collectUnits({ exposure, guards, from, to, named }: LookPlan): Select {
  const points = guards.flatMap((guard) => guard.points);
  const [side, exposing] = [field("side"), field("exposing")];
  return select({
    select: [
      field("actor"),
      alias("exposed_at", call("minIf", field("at"), exposing)),
      // The smallest and the greatest name seen tell whether there were both.
      alias("first_name", call("minIf", side, exposing)),
      alias("last_name", call("maxIf", side, exposing)),
      alias("last_side", call("argMaxIf", side, field("at"), exposing)),
      ...(named
        ? [
            alias("who", call("any", field("unit"))),
            alias("called", call("max", field("name"))),
            alias(
              "last_session",
              call("argMaxIf", field("session"), field("at"), notEmpty(field("session"))),
            ),
          ]
        : []),
      ...points.flatMap(({ collected }) => collected),
    ],
    from: unitRows({
      actor: exposure.actor.key,
      filters: exposure.filters,
      exposing: exposure.condition,
      exposed: { from, to },
      texts: { side: exposure.side },
      points,
      measured: { from, to },
      ...(named ? { always: identity(exposure) } : {}),
    }),
    groupBy: [field("actor")],
    having: compare(field("exposed_at"), ">", constant(0)),
  });
}

/** Who did it, and in which session. */
const identity = ({ who }: ReleaseExposure): Expr[] => [
  alias("unit", who),
  alias("name", field("distinct_id")),
  alias("session", call("ifNull", field("$session_id"), constant(""))),
];

const notEmpty = (text: Expr): Expr => compare(text, "!=", constant(""));
