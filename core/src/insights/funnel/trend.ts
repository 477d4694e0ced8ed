import type { JsonObject, JsonValue } from "../../events/types.ts";
import type { Expr, Select } from "../../sql/ast.ts";
import { alias, and, arithmetic, call, compare, constant, field, tuple } from "../../sql/build.ts";
import { bucketKeys, bucketOf, rowKey } from "../date-range/event-time.ts";
import { bucketDays, bucketLabels } from "../date-range/labels.ts";
import { countPeopleIf } from "../people.ts";
import type { EngineRows } from "../query-kind.ts";
import { funnelActors } from "./actors.ts";
import { filterArrays, mapArrays, nth, param } from "./array-expr.ts";
import { compareLabel, type FunnelPart, type FunnelParts, rowsOfPart } from "./parts.ts";
import { rowsOfPeople } from "./people.ts";
import type { FunnelPlan } from "./plan.ts";
import { over, ownerColumns } from "./rows.ts";

/** Conversion by the bucket in which attempts started: `(breakdown,) bucket, entered, converted`. */
export function trendSelect(plan: FunnelPlan): Select {
  const actors = rowsOfPeople(plan, (one) => entranceActors(one));
  const values = plan.breakdown ? [field("breakdown")] : [];
  const reached = (step: number) => countPeopleIf(actors, compare(field("furthest"), ">", constant(step)));
  return over({
    select: [
      ...values,
      field("bucket"),
      alias("entered", reached(plan.between.from)),
      alias("converted", reached(plan.between.to)),
    ],
    from: actors.from,
    groupBy: [...values, field("bucket")],
  });
}

/**
 * Actors by the bucket in which they entered: `actor, (breakdown,) bucket, furthest`. In each bucket an actor counts
 * once, with the best attempt that started there. `within` (ms, the end exclusive) leaves other starts out.
 */
export function entranceActors(plan: FunnelPlan, within?: { from: number; to: number }): Select {
  const { attempts, items } = funnelActors(plan);
  const owners = ownerColumns(attempts.rows).map((column) => field(column));
  const time = items.time(nth(field("a"), 1));
  const pairs = mapArrays({ i: field("items"), l: field("levels") }, tuple(param("i"), param("l")));
  const since = (ms: number): Expr => constant(ms - plan.range.from);
  const entered = filterArrays(
    { a: pairs },
    and(
      compare(nth(field("a"), 2), ">", constant(0)),
      ...(within ? [compare(time, ">=", since(within.from)), compare(time, "<", since(within.to))] : []),
    ),
  );
  const starts = over({
    select: [...owners, alias("a", call("arrayJoin", entered))],
    from: attempts.rows.from,
  });
  const started: Expr = call(
    "fromUnixTimestamp64Milli",
    call("toInt64", arithmetic(time, "+", constant(plan.range.from))),
    constant(plan.calendar.zone),
  );
  const best = over({
    select: [
      ...owners,
      alias("bucket", bucketOf(started, plan.interval, plan.calendar)),
      alias("furthest", call("max", nth(field("a"), 2))),
    ],
    from: starts,
    groupBy: [...owners, field("bucket")],
  });
  const { breakdown } = plan;
  if (breakdown?.attribution.kind !== "step" || breakdown.attribution.step === 0) return best;
  return over({
    select: [...owners, field("bucket"), field("furthest")],
    from: best,
    where: compare(field("furthest"), ">", constant(breakdown.attribution.step)),
  });
}

interface Line {
  readonly part: FunnelPart;
  readonly value: JsonValue | undefined;
  readonly data: number[];
  entered: number;
}

/** One line a breakdown value (those that most entered, up to the limit), exactly one without a breakdown. */
export function shapeTrend(parts: FunnelParts, rows: EngineRows): JsonObject {
  const labels = [...new Set(parts.map(({ label }) => label))];
  const lines = labels.flatMap((label) => {
    const own = parts.filter((part) => part.label === label);
    const all = own.flatMap((part) => linesOf(part, rowsOfPart(parts, part, rows)));
    const sorted = all.sort((a, b) => b.entered - a.entered || compareTexts(a.value, b.value));
    return sorted.slice(0, own[0]?.plan.breakdown?.limit);
  });
  return {
    results: lines.map(({ part, value, data }) => {
      const { buckets, range } = part.plan.period;
      return {
        count: data.length,
        data,
        days: bucketDays(buckets, part.plan.calendar),
        labels: bucketLabels(buckets, range, part.plan.calendar),
        ...(value === undefined ? {} : { breakdown_value: value }),
        ...compareLabel(part),
      };
    }),
    isUdf: false,
  };
}

const compareTexts = (a: JsonValue | undefined, b: JsonValue | undefined): number =>
  JSON.stringify(a ?? "") < JSON.stringify(b ?? "") ? -1 : 1;

function linesOf(part: FunnelPart, rows: EngineRows["rows"]): Line[] {
  const { breakdown, calendar, interval, period, range } = part.plan;
  const positions = new Map(
    bucketKeys({ ...period, countFrom: range.from }, calendar).map((key, index) => [key, index]),
  );
  const empty = (value: JsonValue | undefined): Line => ({
    part,
    value,
    data: Array(period.buckets.starts.length).fill(0),
    entered: 0,
  });
  const lines = new Map<string, Line>(breakdown ? [] : [["", empty(part.cohort?.id)]]);
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
  return [...lines.values()];
}

const percent = (part: number, whole: number): number =>
  // Of estimates, a part may come out greater than its whole.
  whole === 0 ? 0 : Math.round((10_000 * Math.min(part, whole)) / whole) / 100;
