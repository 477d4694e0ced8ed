import { isoLocal } from "../date-range/labels.ts";
import { defineKind } from "../define-kind.ts";
import type { QueryKind } from "../query-kind.ts";
import { compileTrends } from "./compile.ts";
import { type Period, planTrends } from "./plan.ts";
import { type TrendsQuery, trendsSchema } from "./schema.ts";
import { shapeTrends } from "./shape.ts";

const definition: QueryKind<TrendsQuery> = {
  kind: "TrendsQuery",
  schema: trendsSchema,
  compile(query, context) {
    const plan = planTrends(query, context);
    if (!plan.ok) return plan;
    const compiled = compileTrends(plan.value, context);
    if (!compiled.ok) return compiled;
    const { select } = compiled.value;
    const dates = ({ range }: Period) => ({
      date_from: isoLocal(range.from, plan.value.calendar),
      date_to: isoLocal(range.to, plan.value.calendar),
    });
    const [current, previous] = plan.value.periods;
    return {
      ok: true,
      value: {
        run: "query",
        select,
        limits: { defaultRows: null, maxRows: 1_000_000 },
        shape: (rows) => shapeTrends(plan.value, compiled.value, rows),
        envelope: {
          ...(current ? { resolved_date_range: dates(current) } : {}),
          ...(previous ? { resolved_compare_date_range: dates(previous) } : {}),
        },
      },
    };
  },
};

/** TrendsQuery: values of series over time, or in total. */
export const trendsQuery = defineKind(definition);
