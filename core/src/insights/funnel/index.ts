import { isoLocal } from "../date-range/labels.ts";
import { defineKind } from "../define-kind.ts";
import type { EngineRows, QueryKind } from "../query-kind.ts";
import { funnelActors } from "./actors.ts";
import { type FunnelPlan, planFunnel } from "./plan.ts";
import { type FunnelsQuery, funnelsSchema } from "./schema.ts";
import { shapeSteps, stepsSelect } from "./steps.ts";
import { shapeTimeToConvert, timeToConvertSelect } from "./time-to-convert.ts";
import { shapeTrend, trendSelect } from "./trend.ts";

const VIEWS = {
  steps: { select: stepsSelect, shape: shapeSteps },
  time_to_convert: {
    select: timeToConvertSelect,
    shape: (_: FunnelPlan, rows: EngineRows) => shapeTimeToConvert(rows),
  },
  trends: { select: trendSelect, shape: shapeTrend },
} as const;

const definition: QueryKind<FunnelsQuery> = {
  kind: "FunnelsQuery",
  schema: funnelsSchema,
  compile(query, context) {
    const plan = planFunnel(query, context);
    if (!plan.ok) return plan;
    const actors = funnelActors(plan.value);
    if (!actors.ok) return actors;
    const view = VIEWS[query.funnelsFilter?.funnelVizType ?? "steps"];
    const { range, calendar } = plan.value;
    return {
      ok: true,
      value: {
        run: "query",
        select: view.select(plan.value, actors.value),
        limits: { defaultRows: null, maxRows: 1_000_000 },
        shape: (rows) => view.shape(plan.value, rows),
        envelope: {
          resolved_date_range: {
            date_from: isoLocal(range.from, calendar),
            date_to: isoLocal(range.to, calendar),
          },
        },
      },
    };
  },
};

/** FunnelsQuery: how many go through steps, how far and how fast. */
export const funnelsQuery = defineKind(definition);
