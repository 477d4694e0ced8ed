import { resolvedDates } from "../date-range/period.ts";
import { defineKind } from "../define-kind.ts";
import type { QueryKind } from "../query-kind.ts";
import { compileRetention } from "./compile.ts";
import { planRetention } from "./plan.ts";
import { type RetentionQuery, retentionSchema } from "./schema.ts";
import { shapeRetention } from "./shape.ts";

const definition: QueryKind<RetentionQuery> = {
  kind: "RetentionQuery",
  schema: retentionSchema,
  compile(query, context) {
    const plan = planRetention(query, context);
    if (!plan.ok) return plan;
    return {
      ok: true,
      value: {
        run: "query",
        select: compileRetention(plan.value),
        limits: { defaultRows: null, maxRows: 1_000_000 },
        shape: (rows) => shapeRetention(plan.value, rows),
        envelope: { resolved_date_range: resolvedDates(plan.value.range, plan.value.calendar) },
      },
    };
  },
};

/** RetentionQuery: who came back, how long after they started. */
export const retentionQuery = defineKind(definition);
