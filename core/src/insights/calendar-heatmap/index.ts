import { calendarOf, resolvedDates } from "../date-range/period.ts";
import { defineKind } from "../define-kind.ts";
import { samplingFactor } from "../nodes/sampling.ts";
import type { QueryKind } from "../query-kind.ts";
import { compileHeatmap } from "./compile.ts";
import { type CalendarHeatmapQuery, calendarHeatmapSchema } from "./schema.ts";
import { shapeHeatmap } from "./shape.ts";

const definition: QueryKind<CalendarHeatmapQuery> = {
  kind: "CalendarHeatmapQuery",
  schema: calendarHeatmapSchema,
  compile(query, context) {
    const compiled = compileHeatmap(query, context);
    if (!compiled.ok) return compiled;
    return {
      ok: true,
      value: {
        run: "query",
        select: compiled.value.select,
        limits: { defaultRows: null, maxRows: 1000 },
        shape: (rows) => shapeHeatmap(rows, samplingFactor(query)),
        envelope: { resolved_date_range: resolvedDates(compiled.value.range, calendarOf(context)) },
      },
    };
  },
};

/** CalendarHeatmapQuery: at which hours of which days of the week things happen. */
export const calendarHeatmapQuery = defineKind(definition);
