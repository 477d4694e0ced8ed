import { calendarOf, resolvedDates } from "../date-range/period.ts";
import { defineKind } from "../define-kind.ts";
import type { QueryKind } from "../query-kind.ts";
import { compileLifecycle } from "./compile.ts";
import { type LifecycleQuery, lifecycleSchema } from "./schema.ts";
import { shapeLifecycle } from "./shape.ts";

const definition: QueryKind<LifecycleQuery> = {
  kind: "LifecycleQuery",
  schema: lifecycleSchema,
  compile(query, context) {
    const compiled = compileLifecycle(query, context);
    if (!compiled.ok) return compiled;
    const calendar = calendarOf(context);
    return {
      ok: true,
      value: {
        run: "query",
        select: compiled.value.select,
        limits: { defaultRows: null, maxRows: 1_000_000 },
        shape: (rows) => shapeLifecycle(query, compiled.value, calendar, rows),
        envelope: { resolved_date_range: resolvedDates(compiled.value.period.range, calendar) },
      },
    };
  },
};

/** LifecycleQuery: who is new, returning, resurrecting, dormant. */
export const lifecycleQuery = defineKind(definition);
