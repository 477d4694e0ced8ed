import type { JsonValue } from "../../events/types.ts";
import { defineKind } from "../define-kind.ts";
import type { QueryKind } from "../query-kind.ts";
import { breakdownOf } from "../trends/breakdown.ts";
import { compileExperiment } from "./compile.ts";
import { metricOf } from "./metric.ts";
import { planExperiment } from "./plan.ts";
import { type ExperimentQuery, experimentSchema } from "./schema.ts";
import { shapeExperiment } from "./shape.ts";
import { windowOf } from "./window.ts";

const DAY_MS = 86_400_000;

const definition: QueryKind<ExperimentQuery> = {
  kind: "ExperimentQuery",
  schema: experimentSchema,
  compile({ experiment_id, metric, as_of }, context) {
    const plan = planExperiment(experiment_id, context, as_of);
    if (!plan.ok) return plan;
    const compiled = metricOf(metric, "query__metric", context);
    if (!compiled.ok) return compiled;
    const breakdown = breakdownOf(metric.breakdownFilter, "", context);
    if (!breakdown.ok) return breakdown;
    const { cuped } = plan.value.definition.stats;
    const input = {
      plan: plan.value,
      metric: compiled.value,
      window: windowOf(metric, plan.value.to, plan.value.look),
      lookback: cuped.enabled && compiled.value.hasPast ? cuped.lookbackDays * DAY_MS : 0,
      breakdown: breakdown.value,
    };
    return {
      ok: true,
      value: {
        run: "query",
        select: compileExperiment(input),
        limits: { defaultRows: null, maxRows: 1_000_000 },
        depends: plan.value.definition as unknown as JsonValue,
        shape: (rows) => shapeExperiment(input, metric, rows),
      },
    };
  },
};

/** ExperimentQuery: one metric of an experiment, each variant against control. */
export const experimentQuery = defineKind(definition);
