import type { Expr, Select, WindowFunction } from "../../sql/ast.ts";
import {
  alias,
  and,
  arithmetic,
  array,
  asc,
  call,
  compare,
  constant,
  desc,
  field,
  or,
  select,
} from "../../sql/build.ts";
import type { Breakdown } from "../trends/breakdown.ts";
import { breakdownColumns } from "../trends/rows.ts";
import type { MetricPlan } from "./metric.ts";
import type { ExperimentPlan } from "./plan.ts";
import type { Span } from "./points.ts";
import type { Outliers } from "./schema.ts";
import { unitRows } from "./unit-rows.ts";
import type { MetricWindow } from "./window.ts";

/** Units that saw several variants. */
export const MULTIPLE = "$multiple";

export interface CompileInput {
  readonly plan: ExperimentPlan;
  readonly metric: MetricPlan;
  readonly window: MetricWindow;
  /** ms before exposure that the adjustment looks at; 0 = no adjustment. */
  readonly lookback: number;
  readonly breakdown: Breakdown | undefined;
}

/** Names of a unit's values: the metric's, then those of its past. */
export function variables({ metric, lookback }: CompileInput): readonly string[] {
  const own = metric.ratio ? ["value_1", "value_2"] : ["value_1"];
  return lookback > 0 ? [...own, ...own.map((name) => `past_${name}`)] : own;
}

/** Sufficient statistics per variant (and breakdown value), from one pass over the events. */
export function compileExperiment(input: CompileInput): Select {
  const { metric, breakdown } = input;
  const names = variables(input);
  const { fields } = breakdownColumns({ breakdown: breakdown?.values });
  const moments = names.flatMap((name, row) => [
    alias(`mean_${row}`, call("avg", field(name))),
    ...names
      .slice(row)
      .map((other, offset) =>
        alias(`covariance_${row}_${row + offset}`, covariance(field(name), field(other), offset === 0)),
      ),
  ]);
  const steps = Array.from({ length: metric.steps }, (_, step) =>
    alias(`step_${step + 1}`, call("countIf", compare(field("level"), ">", constant(step)))),
  );
  return select({
    select: [
      field("variant"),
      ...fields,
      alias("units", call("count")),
      ...moments,
      ...steps,
      alias("capped", call("countIf", field("is_capped"))),
      alias("without_past", call("countIf", field("is_new"))),
    ],
    from: capped(input),
    groupBy: [field("variant"), ...fields],
    orderBy: [desc(field("units")), asc(field("variant"))],
  });
}

const covariance = (a: Expr, b: Expr, same: boolean): Expr =>
  same ? call("varSampStable", a) : call("covarSampStable", a, b);

/** Units with their values cut at the caps of all variants together. */
function capped(input: CompileInput): Select {
  const { metric, breakdown } = input;
  const { fields } = breakdownColumns({ breakdown: breakdown?.values });
  const bounds = variables(input).map((name, index) =>
    boundsOf(raw(name), metric.outliers[index % metric.outliers.length]),
  );
  const values = variables(input).map((name, index) => alias(name, bounds[index]?.cut ?? raw(name)));
  const own = bounds.slice(0, metric.ratio ? 2 : 1).flatMap((bound) => bound?.beyond ?? []);
  return select({
    select: [
      field("variant"),
      ...fields,
      ...values,
      field("level"),
      alias("is_capped", or(...own)),
      field("is_new"),
    ],
    from: units(input),
  });
}

const raw = (name: string): Expr => field(`raw_${name}`);

/** A value cut at pooled percentiles; caps per variant would bias the comparison. */
export function boundsOf(
  value: Expr,
  outliers: Outliers,
): { cut: Expr; beyond: readonly Expr[] } | undefined {
  const { lower_bound_percentile: low, upper_bound_percentile: high, ignore_zeros } = outliers ?? {};
  if (low === undefined && high === undefined) return undefined;
  const at = (level: number): Expr => pooledPercentile(value, level, ignore_zeros === true);
  const [floor, cap] = [low === undefined ? [] : [at(low)], high === undefined ? [] : [at(high)]];
  const raised = floor[0] ? call("greatest", value, floor[0]) : value;
  return {
    cut: cap[0] ? call("least", raised, cap[0]) : raised,
    beyond: [
      ...floor.map((bound) => compare(value, "<", bound)),
      ...cap.map((bound) => compare(value, ">", bound)),
    ],
  };
}

const pooledPercentile = (value: Expr, level: number, ignoreZeros: boolean): WindowFunction => ({
  node: "WindowFunction",
  name: ignoreZeros ? "quantileExactInclusiveIf" : "quantileExactInclusive",
  params: [constant(level)],
  args: ignoreZeros ? [value, compare(value, "!=", constant(0))] : [value],
  over: { node: "WindowExpr", partitionBy: [], orderBy: [] },
});

/** Units with what the metric makes of them, in the window after their exposure and in the time before it. */
function units(input: CompileInput): Select {
  const { metric, plan, window, lookback, breakdown } = input;
  const { fields } = breakdownColumns({ breakdown: breakdown?.values });
  const exposed = field("exposed_at");
  const span: Span = { from: exposed, to: window.end(exposed) };
  const past: Span = { from: arithmetic(exposed, "-", constant(lookback)), to: exposed };
  const numbers = (part: Span, prefix: string) =>
    metric
      .values(part)
      .map((value, index) => alias(`raw_${prefix}value_${index + 1}`, call("toFloat64", value)));
  const isNew = and(...metric.points.map((points) => compare(points.count(past), "==", constant(0))));
  return select({
    select: [
      alias("variant", variantOf(plan)),
      ...fields,
      ...numbers(span, ""),
      ...(lookback > 0 ? numbers(past, "past_") : []),
      alias("level", metric.level?.(span) ?? constant(0)),
      alias("is_new", lookback > 0 ? isNew : constant(false)),
    ],
    from: collectUnits(input),
  });
}

/** The variant of a unit; more than one make it {@link MULTIPLE}, unless the first one counts. */
const variantOf = (plan: ExperimentPlan): Expr =>
  countsFirst(plan)
    ? nameAt(plan)
    : call("if", compare(field("first_place"), "!=", field("last_place")), constant(MULTIPLE), nameAt(plan));

const nameAt = (plan: ExperimentPlan): Expr => call("arrayElement", namesOf(plan), field("first_place"));

/**
 * The smallest and the greatest place seen tell whether there were several, without keeping them all. Places among the
 * flag's variants instead of names: a text in the state of a million units costs a third of the query.
 */
function variantColumns(plan: ExperimentPlan): Expr[] {
  const [place, exposing] = [field("place"), field("exposing")];
  if (countsFirst(plan)) return [alias("first_place", call("argMinIf", place, field("at"), exposing))];
  return [
    alias("first_place", call("minIf", place, exposing)),
    alias("last_place", call("maxIf", place, exposing)),
  ];
}

const namesOf = ({ definition }: ExperimentPlan): Expr =>
  array(...definition.variants.map(({ key }) => constant(key)));

const countsFirst = ({ definition }: ExperimentPlan): boolean =>
  definition.exposureCriteria.multipleVariants === "first_seen";

/** One row an exposed unit: when, to what, and its events. */
function collectUnits({ plan, metric, window, lookback, breakdown }: CompileInput): Select {
  const { exposure, from, exposedTo } = plan;
  const exposing = field("exposing");
  const parts = Object.fromEntries((breakdown?.values ?? []).map((value, index) => [`part_${index}`, value]));
  const { select: columns } = breakdownColumns({
    breakdown: Object.keys(parts).map((name) => call("argMinIf", field(name), field("at"), exposing)),
  });
  return select({
    select: [
      field("actor"),
      alias("exposed_at", call("minIf", field("at"), exposing)),
      ...variantColumns(plan),
      ...columns,
      ...metric.points.flatMap(({ collected }) => collected),
    ],
    from: unitRows({
      actor: exposure.actor.key,
      filters: exposure.filters,
      exposing: exposure.condition,
      exposed: { from, to: exposedTo },
      texts: parts,
      numbers: { place: call("indexOf", namesOf(plan), call("assumeNotNull", exposure.variant)) },
      points: metric.points,
      measured: { from: from - lookback, to: window.lastEvent },
    }),
    groupBy: [field("actor")],
    having: compare(field("exposed_at"), ">", constant(0)),
  });
}
