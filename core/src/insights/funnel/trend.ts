import type { JsonObject } from "../../events/types.ts";
import type { Expr, Select } from "../../sql/ast.ts";
import { alias, arithmetic, call, compare, constant, field, select } from "../../sql/build.ts";
import { bucketKeys, bucketOf, rowKey } from "../date-range/event-time.ts";
import { bucketDays, bucketLabels } from "../date-range/labels.ts";
import type { EngineRows } from "../query-kind.ts";
import { nth } from "./array-expr.ts";
import type { FunnelPlan } from "./plan.ts";
import type { Rows } from "./runs.ts";
import { attemptTime } from "./steps.ts";

/**
 * Conversion by the bucket in which attempts started: `(breakdown,) bucket, entered, converted`. In each bucket an
 * actor counts once, with the best attempt that started there.
 */
export function trendSelect(plan: FunnelPlan, { from, columns }: Rows): Select {
  const values = columns.includes("breakdown") ? [field("breakdown")] : [];
  const attempts = select({
    select: [field("actor"), ...values, alias("a", call("arrayJoin", field("attempts")))],
    from,
  });
  const started: Expr = call(
    "fromUnixTimestamp64Milli",
    call("toInt64", arithmetic(attemptTime(field("a"), 0), "+", constant(plan.range.from))),
    constant(plan.calendar.zone),
  );
  const actors = select({
    select: [
      field("actor"),
      ...values,
      alias("bucket", bucketOf(started, plan.interval, plan.calendar)),
      alias("furthest", call("max", nth(field("a"), 1))),
    ],
    from: attempts,
    groupBy: [field("actor"), ...values, field("bucket")],
  });
  const reached = (step: number) => call("countIf", compare(field("furthest"), ">", constant(step)));
  return select({
    select: [
      ...values,
      field("bucket"),
      alias("entered", reached(plan.between.from)),
      alias("converted", reached(plan.between.to)),
    ],
    from: actors,
    groupBy: [...values, field("bucket")],
  });
}

interface Line {
  readonly value: readonly string[];
  readonly data: number[];
  entered: number;
}

/** One line a breakdown value (those that most entered, up to the limit), exactly one without a breakdown. */
export function shapeTrend(plan: FunnelPlan, { rows }: EngineRows): JsonObject {
  const { breakdown, buckets, calendar, interval, range } = plan;
  const period = { range, buckets, countFrom: range.from };
  const positions = new Map(bucketKeys(period, calendar).map((key, index) => [key, index]));
  const empty = (value: readonly string[]): Line => ({
    value,
    data: Array(buckets.starts.length).fill(0),
    entered: 0,
  });
  const lines = new Map<string, Line>(breakdown ? [] : [["", empty([])]]);
  for (const row of rows) {
    const value = breakdown ? (row[0] as unknown[]).map(String) : [];
    const [bucket, entered, converted] = breakdown ? row.slice(1) : row;
    const position = positions.get(rowKey(bucket, interval));
    if (position === undefined) continue;
    const line = lines.get(value.join("\0")) ?? empty(value);
    lines.set(value.join("\0"), line);
    line.entered += Number(entered);
    line.data[position] = percent(Number(converted), Number(entered));
  }
  const sorted = [...lines.values()].sort(
    (a, b) => b.entered - a.entered || (a.value.join("\0") < b.value.join("\0") ? -1 : 1),
  );
  return {
    results: sorted.slice(0, breakdown?.limit).map(({ value, data }) => ({
      count: data.length,
      data,
      days: bucketDays(buckets, calendar),
      labels: bucketLabels(buckets, range, calendar),
      ...(breakdown ? { breakdown_value: [...value] } : {}),
    })),
    isUdf: false,
  };
}

const percent = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((10_000 * part) / whole) / 100;
