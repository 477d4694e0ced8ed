import type { JsonObject } from "../../events/types.ts";
import type { Select } from "../../sql/ast.ts";
import { resolvedDates } from "../date-range/period.ts";
import { defineKind } from "../define-kind.ts";
import type { EngineRows, QueryKind } from "../query-kind.ts";
import { shapeFlow } from "./flow.ts";
import { type FunnelParts, funnelParts, onePartAPeriod, selectParts } from "./parts.ts";
import { type FunnelsQuery, funnelsSchema } from "./schema.ts";
import { shapeSteps, stepsSelect } from "./steps.ts";
import { shapeTimeToConvert, timeToConvertSelect } from "./time-to-convert.ts";
import { shapeTrend, trendSelect } from "./trend.ts";

interface View {
  /** Parts that the view tells apart. */
  readonly parts: (parts: FunnelParts) => FunnelParts;
  readonly select: (parts: FunnelParts) => Select;
  readonly shape: (parts: FunnelParts, rows: EngineRows) => JsonObject;
}

const all = (parts: FunnelParts): FunnelParts => parts;

const VIEWS: Readonly<Record<"steps" | "time_to_convert" | "trends" | "flow", View>> = {
  steps: { parts: all, select: (parts) => selectParts(parts, stepsSelect), shape: shapeSteps },
  time_to_convert: { parts: onePartAPeriod, select: timeToConvertSelect, shape: shapeTimeToConvert },
  trends: { parts: all, select: (parts) => selectParts(parts, trendSelect), shape: shapeTrend },
  flow: { parts: onePartAPeriod, select: (parts) => selectParts(parts, stepsSelect), shape: shapeFlow },
};

const definition: QueryKind<FunnelsQuery> = {
  kind: "FunnelsQuery",
  schema: funnelsSchema,
  compile(query, context) {
    const found = funnelParts(query, context);
    if (!found.ok) return found;
    const view = VIEWS[query.funnelsFilter?.funnelVizType ?? "steps"];
    const parts = view.parts(found.value);
    const dates = parts.map(({ plan }) => resolvedDates(plan.range, plan.calendar));
    return {
      ok: true,
      value: {
        run: "query",
        select: view.select(parts),
        limits: { defaultRows: null, maxRows: 1_000_000 },
        smallBlocks: true,
        shape: (rows) => view.shape(parts, rows),
        envelope: {
          resolved_date_range: dates[0] ?? null,
          ...(parts.at(-1)?.label ? { resolved_compare_date_range: dates.at(-1) ?? null } : {}),
        },
      },
    };
  },
};

/** FunnelsQuery: how many go through steps, how far and how fast. */
export const funnelsQuery = defineKind(definition);
