import type { Expr, Select } from "../../sql/ast.ts";
import {
  alias,
  and,
  asc,
  call,
  compare,
  constant,
  desc,
  eq,
  field,
  instant,
  select,
} from "../../sql/build.ts";
import type { InsightActorsQuery } from "../actors-query/schema.ts";
import {
  type ActorSource,
  type CountedActor,
  countedActor,
  sourceOf,
  type Wanted,
} from "../actors-query/source.ts";
import { askedBucket } from "../date-range/asked-bucket.ts";
import { add, endOf, isSubDay, startOf } from "../date-range/calendar.ts";
import { timeCondition } from "../date-range/event-time.ts";
import { type InsightResult, insightError } from "../error.ts";
import type { InsightContext } from "../query-kind.ts";
import { type BreakdownIs, breakdownIs } from "./asked-breakdown.ts";
import { compileTrends } from "./compile.ts";
import { presence } from "./math.ts";
import { planTrends } from "./plan.ts";
import type { RowsInput } from "./rows.ts";
import type { TrendsQuery } from "./schema.ts";

type Asked = Omit<InsightActorsQuery, "source">;

/** A point of a trend: a series, its span of time, and the breakdown's value. */
interface Point {
  readonly input: RowsInput;
  readonly span: Span;
  readonly value: BreakdownIs;
}

/** Who is behind a point of a trend: the actors of a series (`series`) in a bucket (`day`; without: in the range). */
export function trendsActors(
  query: TrendsQuery,
  asked: Asked,
  wanted: Wanted,
  context: InsightContext,
): InsightResult<ActorSource> {
  const point = pointOf(query, asked, context);
  return point.ok ? { ok: true, value: actorsIn(point.value, wanted) } : point;
}

/** Which events are behind a point of a trend; of first-time maths those of the actors that are counted. */
export function trendsEvents(query: TrendsQuery, asked: Asked, context: InsightContext): InsightResult<Expr> {
  const point = pointOf(query, asked, context);
  if (!point.ok) return point;
  const { input } = point.value;
  if (input.math.source.kind !== "first events") return { ok: true, value: eventsIn(point.value) };
  const { select: rows } = actorsIn(point.value, new Set());
  const actors = select({ select: [field("actor_id")], from: rows });
  return { ok: true, value: and(input.events, compare(input.math.actor, "in", actors)) };
}

function pointOf(query: TrendsQuery, asked: Asked, context: InsightContext): InsightResult<Point> {
  const plan = planTrends(query, context);
  if (!plan.ok) return plan;
  const compiled = compileTrends(plan.value, context);
  if (!compiled.ok) return compiled;
  const { parts, breakdown } = compiled.value;
  const which = asked.compare === "previous" ? 1 : 0;
  const periods = parts.filter(({ series }) => series === (asked.series ?? 0));
  const [current] = periods;
  const part = periods.find(({ period }) => period === which);
  if (!current || !part) return noPart(query, asked);
  const span = spanOf(part.input, asked.day, which);
  if (!span.ok) return span;
  const value = breakdownIs(asked.breakdown, current, breakdown);
  if (!value.ok) return value;
  return { ok: true, value: { input: part.input, span: span.value, value: value.value } };
}

function noPart(query: TrendsQuery, { series = 0, compare: which }: Asked) {
  if (query.series[series]) {
    return insightError(`The query compares with no "${which}" period.`, "query__source__compare");
  }
  return insightError(`There is no series ${series}: the first is 0.`, "query__source__series");
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** First and last moment whose events count for a bucket: a running or trailing number reaches back. */
function spanOf(input: RowsInput, day: string | number | undefined, which: number): InsightResult<Span> {
  const { plan, period, math } = input;
  const { calendar, mode, periods } = plan;
  const whole = { from: period.countFrom, to: period.range.to };
  const bucket =
    day === undefined || mode === "total" ? undefined : askedBucket(day, periods, which, calendar);
  if (bucket && !bucket.ok) return bucket;
  const { from, to } = bucket?.value ?? whole;
  if (math.source.kind === "trailing actors") {
    const { days } = math.source;
    if (mode === "total") return { ok: true, value: { from: add("day", to + 1, -days, calendar), to } };
    const start = trailingFrom(input, days, bucket ? to : undefined);
    return { ok: true, value: { from: start, to } };
  }
  return { ok: true, value: mode === "cumulative" ? { from: whole.from, to } : { from, to } };
}

/** First moment of the days that end with a bucket (`to`: its last moment), or of those of the whole range. */
function trailingFrom({ plan, period }: RowsInput, days: number, to: number | undefined): number {
  const { calendar, interval } = plan;
  if (to === undefined) return add("day", period.countFrom, 1 - days, calendar);
  if (!isSubDay(interval)) return add("day", startOf("day", to, calendar), 1 - days, calendar);
  return endOf(interval, startOf(interval, to, calendar), calendar) + 1 - days * 86_400_000;
}

const BY_EVENTS = [desc(field("event_count")), asc(field("actor_id"))];

const eventsIn = ({ input, span, value }: Point): Expr =>
  and(
    input.events,
    timeCondition(span.from, span.to),
    input.filters,
    ...counted(input),
    value((expr) => expr),
  );

function actorsIn(point: Point, wanted: Wanted): ActorSource {
  const { math, node, plan } = point.input;
  const ofGroup = math.source.kind === "first events" || node.math === "unique_group";
  const group = (ofGroup ? node.math_group_type_index : undefined) ?? plan.query.aggregation_group_type_index;
  const actor = countedActor(group);
  const ids = wanted.has("event_distinct_ids")
    ? [alias("event_distinct_ids", call("arraySort", call("groupUniqArray", field("distinct_id"))))]
    : [];
  const columns = ["event_count", ...(ids.length > 0 ? ["event_distinct_ids"] : [])];
  const from =
    math.source.kind === "first events"
      ? firstEvents(point, math.source.filtered, actor, ids)
      : select({
          select: [...actor.identity, alias("event_count", call("count")), ...ids],
          from: "events",
          where: and(eventsIn(point), actor.present),
          groupBy: [field("actor_id")],
        });
  return sourceOf(actor, from, { columns, orderBy: BY_EVENTS });
}

/** Events that the math counts: those with a session or a number. */
function counted({ math }: RowsInput): readonly Expr[] {
  const { source, aggregate } = math;
  if (source.kind === "session values") return presence(field("session_key"));
  if (source.kind !== "events") return [];
  const [value] = aggregate.args;
  const numbers = value !== undefined && aggregate.name !== "uniqExact";
  return [...(source.where ? [source.where] : []), ...(numbers ? [call("isNotNull", value)] : [])];
}

/** Actors whose first event ever is in the span; unfiltered, the filters are asked of that event only. */
function firstEvents(
  { input: { node, events, filters }, span, value }: Point,
  filtered: boolean,
  actor: CountedActor,
  ids: readonly Expr[],
): Select {
  const ofFirst = (expr: Expr) => call("argMin", expr, field("timestamp"));
  const named = node.kind === "EventsNode" && node.event ? eq(field("event"), constant(node.event)) : events;
  const all = and(events, filters);
  return select({
    select: [
      ...actor.identity,
      alias("first_time", call("min", field("timestamp"))),
      alias("event_count", constant(1)),
      ...ids,
    ],
    from: "events",
    where: and(filtered ? all : named, compare(field("timestamp"), "<=", instant(span.to)), actor.present),
    groupBy: [field("actor_id")],
    having: and(
      compare(field("first_time"), ">=", instant(span.from)),
      ...(filtered ? [] : [ofFirst(all)]),
      value(ofFirst),
    ),
  });
}
