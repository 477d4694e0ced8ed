import type { JsonObject } from "../../events/types.ts";
import { calendarOf, rangeOf, resolvedDates } from "../date-range/period.ts";
import { defineKind } from "../define-kind.ts";
import { samplingFactor, scaledCount } from "../nodes/sampling.ts";
import type { EngineRows, QueryKind } from "../query-kind.ts";
import { compilePaths } from "./compile.ts";
import { type PathsQuery, pathsSchema } from "./schema.ts";

const definition: QueryKind<PathsQuery> = {
  kind: "PathsQuery",
  schema: pathsSchema,
  compile(query, context) {
    const range = rangeOf(query, "day", context);
    if (!range.ok) return range;
    const select = compilePaths(query, range.value, context);
    if (!select.ok) return select;
    return {
      ok: true,
      value: {
        run: "query",
        select: select.value,
        limits: { defaultRows: null, maxRows: 1_000_000 },
        shape: (rows) => shapePaths(rows, samplingFactor(query)),
        envelope: { resolved_date_range: resolvedDates(range.value, calendarOf(context)) },
      },
    };
  },
};

/** Links of API.md 2.12, the most used first. */
function shapePaths({ rows }: EngineRows, factor: number): JsonObject {
  const results = rows.map(([source, target, value, ms]) => ({
    source: String(source),
    target: String(target),
    value: scaledCount(Number(value), factor),
    average_conversion_time: Number(ms),
  }));
  return { results };
}

/** PathsQuery: which steps follow which. */
export const pathsQuery = defineKind(definition);
