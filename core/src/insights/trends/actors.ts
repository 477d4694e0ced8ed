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
import { add, startOf } from "../date-range/calendar.ts";
import { timeCondition } from "../date-range/event-time.ts";
import { type InsightResult, insightError } from "../error.ts";
import type { InsightContext } from "../query-kind.ts";
import { type BreakdownIs, breakdownIs } from "./asked-breakdown.ts";
import { compileTrends, type TrendsPart } from "./compile.ts";
import { presence } from "./math.ts";
import { planTrends } from "./plan.ts";
import type { RowsInput } from "./rows.ts";
import type { TrendsQuery } from "./schema.ts";

/** Who is behind a point of a trend: the actors of a series (`series`) in a bucket (`day`; without: in the range). */
export function trendsActors(
  query: TrendsQuery,
  asked: Omit<InsightActorsQuery, "source">,
  wanted: Wanted,
  context: InsightContext,
): InsightResult<ActorSource> {
  const plan = planTrends(query, context);
  if (!plan.ok) return plan;
  const compiled = compileTrends(plan.value, context);
  if (!compiled.ok) return compiled;
  const { parts, breakdown } = compiled.value;
  const which = asked.compare === "previous" ? 1 : 0;
  const part = parts.find(({ series, period }) => series === (asked.series ?? 0) && period === which);
  if (!part) return noPart(query, asked);
  const span = spanOf(part.input, asked.day, which);
  if (!span.ok) return span;
  const value = breakdownIs(asked.breakdown, part, breakdown);
  if (!value.ok) return value;
  return { ok: true, value: actorsIn(part, span.value, value.value, wanted) };
}

function noPart(query: TrendsQuery, { series = 0, compare: which }: Omit<InsightActorsQuery, "source">) {
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
function spanOf(
  { plan, period, math }: RowsInput,
  day: string | number | undefined,
  which: number,
): InsightResult<Span> {
  const { calendar, interval, mode, periods } = plan;
  const whole = { from: period.countFrom, to: period.range.to };
  const bucket =
    day === undefined || mode === "total" ? undefined : askedBucket(day, periods, which, calendar);
  if (bucket && !bucket.ok) return bucket;
  const { from, to } = bucket?.value ?? whole;
  if (math.source.kind === "trailing actors") {
    const { days } = math.source;
    if (mode === "total") return { ok: true, value: { from: add("day", to + 1, -days, calendar), to } };
    const hourly = interval === "hour" && bucket;
    const last = startOf("day", to, calendar);
    const start = hourly
      ? from - (days * 24 - 1) * 3_600_000
      : add("day", bucket ? last : from, 1 - days, calendar);
    return { ok: true, value: { from: start, to } };
  }
  return { ok: true, value: mode === "cumulative" ? { from: whole.from, to } : { from, to } };
}

const BY_EVENTS = [desc(field("event_count")), asc(field("actor_id"))];

function actorsIn({ input }: TrendsPart, span: Span, value: BreakdownIs, wanted: Wanted): ActorSource {
  const { math, node, plan } = input;
  const ofGroup = math.source.kind === "first events" || node.math === "unique_group";
  const group = (ofGroup ? node.math_group_type_index : undefined) ?? plan.query.aggregation_group_type_index;
  const actor = countedActor(group);
  const ids = wanted.has("event_distinct_ids")
    ? [alias("event_distinct_ids", call("arraySort", call("groupUniqArray", field("distinct_id"))))]
    : [];
  const columns = ["event_count", ...(ids.length > 0 ? ["event_distinct_ids"] : [])];
  const from =
    math.source.kind === "first events"
      ? firstEvents(input, math.source.filtered, span, value, actor, ids)
      : select({
          select: [...actor.identity, alias("event_count", call("count")), ...ids],
          from: "events",
          where: and(
            input.events,
            timeCondition(span.from, span.to),
            input.filters,
            ...counted(input),
            value((expr) => expr),
            actor.present,
          ),
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
  const numbers = value !== undefined && aggregate.name !== "uniqExact" && aggregate.expr === undefined;
  return [...(source.where ? [source.where] : []), ...(numbers ? [call("isNotNull", value)] : [])];
}

/** Actors whose first event ever is in the span; unfiltered, the filters are asked of that event only. */
function firstEvents(
  { node, events, filters }: RowsInput,
  filtered: boolean,
  span: Span,
  value: BreakdownIs,
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
