import type { JsonObject } from "../../events/types.ts";
import type { Expr, Select } from "../../sql/ast.ts";
import { alias, and, arithmetic, asc, call, compare, constant, field } from "../../sql/build.ts";
import { samplingFactor, scaledCount } from "../nodes/sampling.ts";
import { countPeople, isKept } from "../people.ts";
import type { EngineRows } from "../query-kind.ts";
import { compareLabel, type FunnelParts, selectParts } from "./parts.ts";
import { bestOfPeople } from "./people.ts";
import type { FunnelPlan } from "./plan.ts";
import { over } from "./rows.ts";
import { secondsBetween } from "./steps.ts";

const MAX_AUTO_BINS = 60;

/**
 * A histogram of the seconds between two steps: `part, bin, actors` and, the same in each row of a part, `low, width,
 * bins, average, median`. All parts have the same bins.
 */
export function timeToConvertSelect(parts: FunnelParts): Select {
  const people = parts[0].plan.whole && field("people");
  const weighed = people ? [people] : [];
  const [seconds, part] = [field("seconds"), field("part")];
  const bySeconds = selectParts(parts, conversionTimes);
  const times =
    parts.length > 1
      ? bySeconds
      : over({ select: [alias("part", constant(0)), ...weighed, seconds], from: bySeconds });
  const windowed = (
    name: string,
    args: readonly Expr[],
    partitionBy: readonly Expr[],
    params?: readonly Expr[],
  ): Expr => ({
    node: "WindowFunction",
    name,
    args,
    ...(params ? { params } : {}),
    over: { node: "WindowExpr", partitionBy, orderBy: [] },
  });
  const median = people ? "quantileExactInclusiveIf" : "quantileExactInclusive";
  const kept = people ? [seconds, isKept({ people }, and())] : [seconds];
  const described = over({
    select: [
      part,
      ...weighed,
      seconds,
      alias("total", windowed(people ? "sum" : "count", weighed, [])),
      alias("low", windowed("min", [seconds], [])),
      alias("high", windowed("max", [seconds], [])),
      alias("average", windowed(people ? "avgWeighted" : "avg", [seconds, ...weighed], [part])),
      alias("median_time", windowed(median, kept, [part], [constant(0.5)])),
    ],
    from: times,
  });
  const asked = parts[0].plan.query.funnelsFilter?.binCount;
  const auto = call("least", call("ceil", call("cbrt", field("total"))), constant(MAX_AUTO_BINS));
  const binned = over({
    select: [
      ...weighed,
      ...["part", "seconds", "low", "high", "average", "median_time"].map((name) => field(name)),
      alias("bins", typeof asked === "number" ? constant(asked) : auto),
    ],
    from: described,
  });
  const width = call("ceil", arithmetic(arithmetic(field("high"), "-", field("low")), "/", field("bins")));
  const sized = over({
    select: [
      ...weighed,
      ...["part", "seconds", "low", "average", "median_time", "bins"].map((name) => field(name)),
      alias("width", call("if", compare(field("high"), "==", field("low")), constant(60), width)),
    ],
    from: binned,
  });
  const bin = call("floor", arithmetic(arithmetic(field("seconds"), "-", field("low")), "/", field("width")));
  const same = ["low", "width", "bins", "average", "median_time"];
  return over({
    select: [
      field("part"),
      alias("bin", bin),
      alias("actors", countPeople({ people })),
      ...same.map((name) => alias(`${name}_of_all`, call("any", field(name)))),
    ],
    from: sized,
    groupBy: [field("part"), field("bin")],
    orderBy: [asc(field("part")), asc(field("bin"))],
  });
}

/** Column `seconds` of each actor that came to the later of the two steps. */
function conversionTimes(plan: FunnelPlan): Select {
  const { from, to } = plan.between;
  const best = bestOfPeople(plan);
  return over({
    select: [...(best.people ? [best.people] : []), alias("seconds", secondsBetween(from, to))],
    from: best.from,
    where: compare(field("level"), ">", constant(to)),
  });
}

/** `bins` as `[seconds from, actors]`: one more than bins, the last for the greatest time; one histogram a period. */
export function shapeTimeToConvert(parts: FunnelParts, { rows }: EngineRows): JsonObject {
  const [, , , low = 0, width = 60, bins = 0] = (rows[0] ?? []).map(Number);
  const histograms = parts.map((part, number) => {
    const own = rows.filter((row) => Number(row[0]) === number);
    const counts = new Map(own.map((row) => [Number(row[1]), Number(row[2])]));
    const factor = samplingFactor(part.plan.query);
    const [average, median] = own[0]?.slice(6) ?? [];
    return {
      bins:
        rows.length === 0
          ? []
          : edges(low, width, bins).map(([from, bin]) => [from, scaledCount(counts.get(bin) ?? 0, factor)]),
      average_conversion_time: average === undefined ? null : Number(average),
      median_conversion_time: median === undefined ? null : Number(median),
      ...compareLabel(part),
    };
  });
  return { results: histograms.length > 1 ? histograms : (histograms[0] ?? null), isUdf: false };
}

const edges = (low: number, width: number, bins: number): [number, number][] =>
  Array.from({ length: bins + 1 }, (_, bin) => [low + bin * width, bin]);
