import * as z from "zod";
import type { JsonObject } from "../../events/types.ts";
import { alias, and, asc, call, compare, constant, field, parametric, select } from "../../sql/build.ts";
import { timeCondition } from "../date-range/event-time.ts";
import { rangeOf } from "../date-range/period.ts";
import { defineKind } from "../define-kind.ts";
import { queryCondition } from "../nodes/condition.ts";
import type { EngineRows, QueryKind } from "../query-kind.ts";
import { isEvent, pathOf, property } from "../web-query/events.ts";
import { webBase } from "../web-query/schema.ts";

/** Pages shown in each band. */
const PATHS = 20;
const MAX_PATHS = 50_000;
const LEVELS = { p75: 0.75, p90: 0.9, p99: 0.99 } as const;

const schema = z.object({
  kind: z.literal("WebVitalsPathBreakdownQuery"),
  ...webBase,
  metric: z.enum(["INP", "LCP", "CLS", "FCP"]),
  percentile: z.enum(["p75", "p90", "p99"]),
  thresholds: z.array(z.number()).length(2, "two numbers are needed: [good, poor]"),
});

const definition: QueryKind<z.output<typeof schema>> = {
  kind: "WebVitalsPathBreakdownQuery",
  schema,
  compile(query, context) {
    const range = rangeOf(query, "day", context);
    if (!range.ok) return range;
    const filters = queryCondition(query, context);
    if (!filters.ok) return filters;
    const measured = call("toFloat", property(`$web_vitals_${query.metric}_value`));
    const level = constant(LEVELS[query.percentile]);
    return {
      ok: true,
      value: {
        run: "query",
        select: select({
          select: [
            alias("path", pathOf(property("$pathname"), query, context)),
            alias("measured", parametric("quantileExactInclusive", [level], measured)),
          ],
          from: "events",
          where: and(
            isEvent("$web_vitals"),
            timeCondition(range.value.from, range.value.to),
            compare(measured, ">=", constant(0)),
            call("isNotNull", property("$pathname")),
            filters.value,
          ),
          groupBy: [field("path")],
          orderBy: [asc(field("measured")), asc(field("path"))],
          limit: MAX_PATHS,
        }),
        limits: { defaultRows: null, maxRows: MAX_PATHS },
        shape: (found) => ({ results: [bands(found, query.thresholds)] }),
      },
    };
  },
};

/** Pages by how their value compares: at most the first threshold is good, beyond the second poor. */
function bands({ rows }: EngineRows, [good = 0, poor = 0]: readonly number[]): JsonObject {
  const items = rows.map(([path, value]) => ({ path: String(path), value: Number(value) }));
  const between = (low: number, high: number) =>
    items.filter(({ value }) => value > low && value <= high).slice(0, PATHS);
  return {
    good: between(Number.NEGATIVE_INFINITY, good),
    needs_improvements: between(good, poor),
    poor: between(Math.max(good, poor), Number.POSITIVE_INFINITY),
  };
}

/** WebVitalsPathBreakdownQuery (API.md 2.15): pages whose web vitals are good, middling and poor. */
export const webVitalsPathsQuery = defineKind(definition);
