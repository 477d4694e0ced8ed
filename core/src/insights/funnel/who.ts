import type { Expr, Select } from "../../sql/ast.ts";
import {
  alias,
  and,
  array,
  asc,
  call,
  compare,
  constant,
  desc,
  eq,
  field,
  not,
  or,
  select,
} from "../../sql/build.ts";
import type { ActorSource } from "../actors-query/source.ts";
import { parseDate } from "../date-range/relative.ts";
import { type InsightResult, insightError } from "../error.ts";
import type { InsightContext } from "../query-kind.ts";
import { funnelActors, matchingEvents } from "./actors.ts";
import type { FunnelsActorsQuery } from "./actors-schema.ts";
import type { FunnelBreakdown } from "./breakdown.ts";
import { type FunnelPart, funnelParts } from "./parts.ts";
import type { FunnelPlan } from "./plan.ts";
import { over, type Rows } from "./rows.ts";
import { OTHER, reachedStep, stepBefore } from "./steps.ts";
import { entranceActors } from "./trend.ts";

/**
 * Who reached step n of a funnel (`funnelStep` n), or step n − 1 but not n (−n); with `funnelTrendsDropOff` who of those
 * that entered in a period of its trend converted (false) or dropped off (true).
 */
export function funnelWho(query: FunnelsActorsQuery, context: InsightContext): InsightResult<ActorSource> {
  const part = askedPart(query, context);
  if (!part.ok) return part;
  const { plan } = part.value;
  const actors =
    query.funnelTrendsDropOff === undefined && query.funnelTrendsEntrancePeriodStart === undefined
      ? ofSteps(query, plan)
      : ofTrend(query, plan, context);
  if (!actors.ok) return actors;
  const { group } = plan;
  return {
    ok: true,
    value: { select: identified(plan, actors.value), group, identified: false, columns: [] },
  };
}

/** The period and the cohort that are asked about. */
function askedPart(query: FunnelsActorsQuery, context: InsightContext): InsightResult<FunnelPart> {
  const parts = funnelParts(query.source, context);
  if (!parts.ok) return parts;
  const label = query.compare === "previous" ? "previous" : "current";
  const period = parts.value.filter((part) => (part.label ?? "current") === label);
  const [first] = period;
  if (!first)
    return insightError(
      "The funnel is compared with nothing: ask with compareFilter.",
      "query__source__compare",
    );
  const [asked] = askedValues(query);
  if (!first.cohort) return { ok: true, value: first };
  const cohort = asked === undefined ? undefined : period.find((part) => String(part.cohort?.id) === asked);
  if (cohort) return { ok: true, value: cohort };
  if (asked === undefined) return { ok: true, value: { ...first, plan: first.whole } };
  return insightError(
    `The funnel is not broken down by cohort ${asked}.`,
    "query__source__funnelStepBreakdown",
    "does_not_exist",
  );
}

function askedValues({ funnelStepBreakdown: asked }: FunnelsActorsQuery): string[] {
  if (asked === undefined) return [];
  return (Array.isArray(asked) ? asked : [asked]).map(String);
}

function ofSteps(query: FunnelsActorsQuery, plan: FunnelPlan): InsightResult<Select> {
  const wanted = atStep(query.funnelStep, plan);
  if (!wanted.ok) return wanted;
  const { best } = funnelActors(plan);
  return { ok: true, value: distinctActors(best.from, wanted.value, ofValue(query, plan, best)) };
}

/** That an actor reached step n (`asked` n), or step n − 1 but not n (−n). */
export function atStep(asked: number | undefined, plan: FunnelPlan): InsightResult<Expr> {
  const steps = plan.steps.length;
  if (asked === undefined || asked === 0 || asked === -1 || Math.abs(asked) > steps) {
    return insightError(
      `funnelStep must be 1 to ${steps} (reached), or −2 to −${steps} (dropped off before).`,
      "query__source__funnelStep",
    );
  }
  const step = Math.abs(asked) - 1;
  const reached = reachedStep(plan, step);
  const value = asked > 0 ? reached : and(reachedStep(plan, stepBefore(plan, step)), not(reached));
  return { ok: true, value };
}

function ofTrend(
  query: FunnelsActorsQuery,
  plan: FunnelPlan,
  context: InsightContext,
): InsightResult<Select> {
  const text = query.funnelTrendsEntrancePeriodStart ?? "";
  const asked = parseDate(text, context.now, plan.calendar);
  const { starts, end } = plan.period.buckets;
  const index = asked ? starts.findLastIndex((start) => start <= asked.ms) : -1;
  const from = starts[index];
  if (from === undefined || !asked || asked.ms > end) {
    return insightError(
      `funnelTrendsEntrancePeriodStart "${text}" is not in the funnel's dates: use YYYY-MM-DD HH:MM:SS.`,
      "query__source__funnelTrendsEntrancePeriodStart",
    );
  }
  const actors = entranceActors(plan, { from, to: starts[index + 1] ?? end + 1 });
  const came = (step: number) => compare(field("furthest"), ">", constant(step));
  const converted = came(plan.between.to);
  const wanted = query.funnelTrendsDropOff ? and(came(plan.between.from), not(converted)) : converted;
  const { best } = funnelActors(plan);
  return { ok: true, value: distinctActors(actors, wanted, ofValue(query, plan, best)) };
}

const distinctActors = (from: Select, ...conditions: readonly Expr[]): Select =>
  over({ select: [field("actor")], distinct: true, from, where: and(...conditions) });

/** The actors of one breakdown value. */
function ofValue(query: FunnelsActorsQuery, { breakdown }: FunnelPlan, best: Rows): Expr {
  const values = askedValues(query);
  if (!breakdown || values.length === 0) return and();
  if (values.length === 1 && values[0] === OTHER) {
    return or(is(values), compare(field("breakdown"), "not in", greatest(breakdown, best)));
  }
  if (values.every((value) => value === "")) return or(is(values), call("empty", field("breakdown")));
  return is(values);
}

const is = (values: readonly string[]): Expr =>
  eq(field("breakdown"), array(...values.map((value) => constant(value))));

/** The values that an answer shows by name. */
const greatest = ({ limit }: FunnelBreakdown, { from }: Rows): Select =>
  select({
    select: [field("breakdown")],
    from: over({
      select: [field("breakdown"), alias("entered", call("count"))],
      from,
      groupBy: [field("breakdown")],
      orderBy: [desc(field("entered")), asc(field("breakdown"))],
      limit,
    }),
  });

/** Actors by their keys: sessions and values of SQL are shown by the persons whose events they are. */
function identified(plan: FunnelPlan, actors: Select): Select {
  if (plan.actorKind !== "other") return over({ select: [alias("actor_id", field("actor"))], from: actors });
  return select({
    select: [alias("actor_id", field("person_key"))],
    distinct: true,
    from: "events",
    where: and(matchingEvents(plan), compare(plan.actor, "in", actors)),
  });
}
