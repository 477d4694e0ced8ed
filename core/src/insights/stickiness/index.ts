import { calendarOf, resolvedDates } from "../date-range/period.ts";
import { defineKind } from "../define-kind.ts";
import type { QueryKind } from "../query-kind.ts";
import { compileStickiness } from "./compile.ts";
import { type StickinessQuery, stickinessSchema } from "./schema.ts";
import { shapeStickiness } from "./shape.ts";

const definition: QueryKind<StickinessQuery> = {
  kind: "StickinessQuery",
  schema: stickinessSchema,
  compile(query, context) {
    const compiled = compileStickiness(query, context);
    if (!compiled.ok) return compiled;
    const [current, previous] = compiled.value.periods;
    const calendar = calendarOf(context);
    return {
      ok: true,
      value: {
        run: "query",
        select: compiled.value.select,
        limits: { defaultRows: null, maxRows: 1_000_000 },
        shape: (rows) => shapeStickiness(query, compiled.value, rows),
        envelope: {
          ...(current ? { resolved_date_range: resolvedDates(current.range, calendar) } : {}),
          ...(previous ? { resolved_compare_date_range: resolvedDates(previous.range, calendar) } : {}),
        },
      },
    };
  },
};

/** StickinessQuery: how many actors came back in how many intervals. */
export const stickinessQuery = defineKind(definition);
