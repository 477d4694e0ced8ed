import type { JsonObject } from "../../events/types.ts";
import { isoLocal } from "../date-range/labels.ts";
import type { Period } from "../date-range/period.ts";
import { defineKind } from "../define-kind.ts";
import type { InsightResult } from "../error.ts";
import type { EngineQuery, EngineRows, InsightContext, QueryKind } from "../query-kind.ts";
import { compileBoxPlot, shapeBoxPlot } from "./box-plot.ts";
import { type CompiledTrends, compileRest, compileTrends } from "./compile.ts";
import { planTrends, type TrendsPlan } from "./plan.ts";
import { missingRests, readRests } from "./rest.ts";
import { type TrendsQuery, trendsSchema } from "./schema.ts";
import { shapeTrends } from "./shape.ts";
import { readTable } from "./table.ts";

const LIMITS = { defaultRows: null, maxRows: 1_000_000 } as const;

const definition: QueryKind<TrendsQuery> = {
  kind: "TrendsQuery",
  schema: trendsSchema,
  compile(query, context) {
    const plan = planTrends(query, context);
    if (!plan.ok) return plan;
    const dates = ({ range }: Period) => ({
      date_from: isoLocal(range.from, plan.value.calendar),
      date_to: isoLocal(range.to, plan.value.calendar),
    });
    const [current, previous] = plan.value.periods;
    if (plan.value.display === "BoxPlot")
      return boxPlot(plan.value, { resolved_date_range: dates(current) }, context);
    const compiled = compileTrends(plan.value, context);
    if (!compiled.ok) return compiled;
    const { select, breakdown } = compiled.value;
    return {
      ok: true,
      value: {
        run: "query",
        select,
        limits: LIMITS,
        shape: (rows) => shapeTrends(plan.value, breakdown, readTable(plan.value, compiled.value, rows)),
        next: (rows) => restOf(plan.value, compiled.value, rows),
        envelope: {
          resolved_date_range: dates(current),
          ...(previous ? { resolved_compare_date_range: dates(previous) } : {}),
        },
      },
    };
  },
};

function boxPlot(
  plan: TrendsPlan,
  envelope: JsonObject,
  context: InsightContext,
): InsightResult<EngineQuery> {
  const select = compileBoxPlot(plan, context);
  if (!select.ok) return select;
  const shape = (rows: EngineRows) => shapeBoxPlot(plan, rows);
  return { ok: true, value: { run: "query", select: select.value, limits: LIMITS, shape, envelope } };
}

/** The second query, for «other» values that can't be added up from the first one's rows. */
function restOf(
  plan: TrendsPlan,
  compiled: CompiledTrends,
  rows: EngineRows,
): InsightResult<EngineQuery | undefined> {
  const { breakdown } = compiled;
  const table = readTable(plan, compiled, rows);
  const rests = missingRests(plan, compiled, table);
  if (rests.length === 0 || !breakdown) return { ok: true, value: undefined };
  const shape = (more: EngineRows) => shapeTrends(plan, breakdown, table, readRests(plan, rests, more));
  return {
    ok: true,
    value: { run: "query", select: compileRest(breakdown, rests), limits: LIMITS, shape },
  };
}

/** TrendsQuery: values of series over time, or in total. */
export const trendsQuery = defineKind(definition);
