import type { JsonObject } from "../../events/types.ts";
import type { Expr, Select } from "../../sql/ast.ts";
import { alias, arithmetic, asc, call, compare, constant, field, select } from "../../sql/build.ts";
import type { EngineRows } from "../query-kind.ts";
import type { FunnelPlan } from "./plan.ts";
import type { Rows } from "./runs.ts";
import { bestAttempts, secondsBetween } from "./steps.ts";

const MAX_AUTO_BINS = 60;

/** A histogram of the seconds between two steps: `bin, actors` and, the same in each row, `low, width, bins, …`. */
export function timeToConvertSelect(plan: FunnelPlan, actors: Rows): Select {
  const { from, to } = plan.between;
  const times = select({
    select: [alias("seconds", secondsBetween(from, to))],
    from: bestAttempts(actors).from,
    where: compare(field("level"), ">", constant(to)),
  });
  const over = (name: string, params?: readonly Expr[]): Expr => ({
    node: "WindowFunction",
    name,
    args: name === "count" ? [] : [field("seconds")],
    ...(params ? { params } : {}),
    over: { node: "WindowExpr", partitionBy: [], orderBy: [] },
  });
  const described = select({
    select: [
      field("seconds"),
      alias("total", over("count")),
      alias("low", over("min")),
      alias("high", over("max")),
      alias("average", over("avg")),
      alias("median_time", over("quantileExactInclusive", [constant(0.5)])),
    ],
    from: times,
  });
  const asked = plan.query.funnelsFilter?.binCount;
  const auto = call("least", call("ceil", call("cbrt", field("total"))), constant(MAX_AUTO_BINS));
  const binned = select({
    select: [
      ...["seconds", "low", "high", "average", "median_time"].map((name) => field(name)),
      alias("bins", typeof asked === "number" ? constant(asked) : auto),
    ],
    from: described,
  });
  const width = call("ceil", arithmetic(arithmetic(field("high"), "-", field("low")), "/", field("bins")));
  const sized = select({
    select: [
      ...["seconds", "low", "average", "median_time", "bins"].map((name) => field(name)),
      alias("width", call("if", compare(field("high"), "==", field("low")), constant(60), width)),
    ],
    from: binned,
  });
  const bin = call("floor", arithmetic(arithmetic(field("seconds"), "-", field("low")), "/", field("width")));
  const same = ["low", "width", "bins", "average", "median_time"];
  return select({
    select: [
      alias("bin", bin),
      alias("actors", call("count")),
      ...same.map((name) => alias(`${name}_of_all`, call("any", field(name)))),
    ],
    from: sized,
    groupBy: [field("bin")],
    orderBy: [asc(field("bin"))],
  });
}

/** `bins` as `[seconds from, actors]`: one more than bins, the last for the greatest time. */
export function shapeTimeToConvert({ rows }: EngineRows): JsonObject {
  const [first] = rows;
  if (!first) {
    return { results: { bins: [], average_conversion_time: null, median_conversion_time: null } };
  }
  const [, , low = 0, width = 60, bins = 1, average, median] = first.map(Number);
  const counts = new Map(rows.map((row) => [Number(row[0]), Number(row[1])]));
  const edges = Array.from({ length: bins + 1 }, (_, bin) => [low + bin * width, counts.get(bin) ?? 0]);
  return {
    results: {
      bins: edges,
      average_conversion_time: average ?? null,
      median_conversion_time: median ?? null,
    },
  };
}
