import type { JsonObject } from "../../events/types.ts";
import type { Expr, Select } from "../../sql/ast.ts";
import {
  alias,
  array,
  call,
  compare,
  constant,
  field,
  parametric,
  select,
  unionAll,
} from "../../sql/build.ts";
import { bucketDays, bucketLabels } from "../date-range/labels.ts";
import { type InsightResult, insightError } from "../error.ts";
import type { EntityNode } from "../nodes/schema.ts";
import type { EngineRows, InsightContext } from "../query-kind.ts";
import { weightedMean, weightedQuantile } from "../weights.ts";
import { compileTrends, type TrendsPart } from "./compile.ts";
import { entityName } from "./item.ts";
import type { TrendsPlan } from "./plan.ts";
import { bucketedRows } from "./rows-source.ts";
import { bucketPositions } from "./table.ts";

const STATISTICS = ["min", "p25", "median", "p75", "max", "mean"] as const;

/**
 * The distribution of a number property by bucket (display `BoxPlot`): columns `series`, `bucket`, `statistics`. Buckets
 * without numbers have no row. Breakdowns, formulas and comparisons don't apply.
 */
export function compileBoxPlot(plan: TrendsPlan, context: InsightContext): InsightResult<Select> {
  const series = plan.query.series.map((node): EntityNode => ({ ...node, math: "avg" }));
  const plain = { ...plan.query, series, breakdownFilter: undefined };
  const compiled = compileTrends({ ...plan, query: plain, periods: [plan.periods[0]] }, context);
  if (!compiled.ok) return compiled;
  const [first, ...rest] = compiled.value.parts.map(distribution);
  if (!first) return insightError("A box plot needs a series.", "query__series");
  return { ok: true, value: unionAll(first, ...rest) };
}

function distribution({ input, series }: TrendsPart): Select {
  const rows = bucketedRows(input);
  const number = rows.aggregate.args[0] as Expr;
  const { weight } = input.math;
  const quantile = (level: number) =>
    weight
      ? weightedQuantile(level, number, weight)
      : parametric("quantileExactInclusive", [constant(level)], number);
  const statistics = [
    call("min", number),
    ...[0.25, 0.5, 0.75].map(quantile),
    call("max", number),
    weight ? weightedMean(number, weight) : call("avg", number),
  ];
  return select({
    select: [
      alias("series", constant(series)),
      alias("bucket", rows.bucket),
      alias("statistics", array(...statistics)),
    ],
    from: rows.from,
    ...(rows.where ? { where: rows.where } : {}),
    groupBy: [field("bucket")],
    having: compare(call("count", number), ">", constant(0)),
  });
}

/** One item a series and bucket with numbers (API.md 2.6 «BoxPlot»), in the order of time. */
export function shapeBoxPlot(plan: TrendsPlan, { rows }: EngineRows): JsonObject {
  const [period] = plan.periods;
  const days = bucketDays(period.buckets, plan.calendar);
  const labels = bucketLabels(period.buckets, period.range, plan.calendar);
  const position = bucketPositions(plan, 0);
  const items = rows.flatMap(([series, bucket, statistics]) => {
    const index = position(bucket);
    const node = plan.query.series[Number(series)];
    return index === undefined || !node ? [] : [{ series: Number(series), index, node, statistics }];
  });
  const results = items
    .sort((a, b) => a.series - b.series || a.index - b.index)
    .map(({ series, index, node, statistics }) => ({
      day: days[index] ?? "",
      label: labels[index] ?? "",
      ...Object.fromEntries(STATISTICS.map((name, at) => [name, Number((statistics as unknown[])[at])])),
      series_index: series,
      series_label: node.custom_name ?? entityName(node),
    }));
  return { results, hasMore: false };
}
