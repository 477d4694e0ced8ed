import type { JsonObject, JsonValue } from "../../events/types.ts";
import { weightsOf } from "../../experiments/definition.ts";
import { checkSrm } from "../../experiments/srm/check.ts";
import type { Expr, Select } from "../../sql/ast.ts";
import { alias, and, asc, call, compare, constant, field, instant, select } from "../../sql/build.ts";
import { type Buckets, bucketsOf } from "../date-range/buckets.ts";
import { localDate } from "../date-range/labels.ts";
import { calendarOf } from "../date-range/period.ts";
import { defineKind } from "../define-kind.ts";
import type { EngineRows, QueryKind } from "../query-kind.ts";
import { MULTIPLE } from "./compile.ts";
import { type ExperimentPlan, planExperiment } from "./plan.ts";
import { MILLISECONDS } from "./points.ts";
import { type ExperimentExposureQuery, exposureSchema } from "./schema.ts";

const definition: QueryKind<ExperimentExposureQuery> = {
  kind: "ExperimentExposureQuery",
  schema: exposureSchema,
  compile({ experiment_id }, context) {
    const plan = planExperiment(experiment_id, context);
    if (!plan.ok) return plan;
    const { from, to } = plan.value;
    const calendar = calendarOf(context);
    const days = bucketsOf({ from, to }, "day", calendar);
    if (!days.ok) return days;
    return {
      ok: true,
      value: {
        run: "query",
        select: exposures(plan.value),
        limits: { defaultRows: null, maxRows: 100_000 },
        depends: plan.value.definition as unknown as JsonValue,
        shape: (rows) => shape(plan.value, days.value, rows, (ms) => localDate(ms, calendar)),
      },
    };
  },
};

/** Units by variant and the local day of their first exposure. */
function exposures({ exposure, from, exposedTo, definition: { exposureCriteria } }: ExperimentPlan): Select {
  const several = and(
    compare(call("length", field("variants")), ">", constant(1)),
    constant(exposureCriteria.multipleVariants !== "first_seen"),
  );
  const variant: Expr = call("if", several, constant(MULTIPLE), field("first_variant"));
  const units = select({
    select: [
      alias("actor", exposure.actor.key),
      alias("exposed_at", call("min", field("timestamp"))),
      alias("first_variant", call("toString", call("argMin", exposure.variant, MILLISECONDS))),
      alias("variants", call("groupUniqArray", exposure.variant)),
    ],
    from: "events",
    where: and(
      exposure.filters,
      exposure.condition,
      compare(field("timestamp"), ">=", instant(from)),
      compare(field("timestamp"), "<=", instant(exposedTo)),
    ),
    groupBy: [field("actor")],
  });
  return select({
    select: [
      alias("variant", variant),
      alias("day", call("toString", call("toDate", field("exposed_at")))),
      alias("units", call("count")),
    ],
    from: units,
    groupBy: [field("variant"), field("day")],
    orderBy: [asc(field("day")), asc(field("variant"))],
  });
}

function shape(
  { definition, arms, from, to }: ExperimentPlan,
  buckets: Buckets,
  { rows }: EngineRows,
  dayOf: (ms: number) => string,
): JsonObject {
  const days = buckets.starts.map(dayOf);
  const counts = new Map<string, Map<string, number>>();
  for (const [variant, day, units] of rows) {
    const own = counts.get(String(variant)) ?? new Map<string, number>();
    counts.set(String(variant), own.set(String(day), Number(units)));
  }
  const shown = counts.has(MULTIPLE) ? [...arms, MULTIPLE] : arms;
  const timeseries = shown.map((variant) => {
    let total = 0;
    const running = days.map((day) => {
      total += counts.get(variant)?.get(day) ?? 0;
      return total;
    });
    return { variant, days: [...days], exposure_counts: running };
  });
  const totals = Object.fromEntries(
    timeseries.map(({ variant, exposure_counts }) => [variant, exposure_counts.at(-1) ?? 0]),
  );
  const weights = weightsOf(definition, arms);
  const srm = checkSrm(
    arms.map((key) => totals[key] ?? 0),
    weights,
  );
  const exposed = arms.reduce((sum, key) => sum + (totals[key] ?? 0), 0);
  const weight = weights.reduce((sum, value) => sum + value, 0);
  const expected = Object.fromEntries(arms.map((key, index) => [key, (exposed * weights[index]!) / weight]));
  const body = {
    timeseries,
    total_exposures: totals,
    date_range: { date_from: new Date(from).toISOString(), date_to: new Date(to).toISOString() },
    sample_ratio_mismatch: exposed === 0 ? null : { expected, p_value: srm.p, blocks: srm.blocks },
    bias_risk: null,
  };
  return { kind: "ExperimentExposureQuery", ...body, results: body as unknown as JsonValue };
}

/** ExperimentExposureQuery: how many units each variant has, and whether the split is the one asked for. */
export const experimentExposureQuery = defineKind(definition);
