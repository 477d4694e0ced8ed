import { resolvedDates } from "../date-range/period.ts";
import { defineKind } from "../define-kind.ts";
import { withinLimit } from "../people.ts";
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
    const limited = withinLimit(context, query.aggregation_group_type_index);
    const within = limited && planRetention(query, limited);
    if (within?.ok === false) return within;
    return {
      ok: true,
      value: {
        run: "query",
        select: compileRetention(plan.value, within?.value),
        limits: { defaultRows: null, maxRows: 1_000_000 },
        shape: (rows) => shapeRetention(plan.value, rows),
        envelope: { resolved_date_range: resolvedDates(plan.value.range, plan.value.calendar) },
      },
    };
  },
};

/** RetentionQuery: who came back, how long after they started. */
export const retentionQuery = defineKind(definition);
