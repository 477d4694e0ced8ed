import type { Expr } from "../../sql/ast.ts";
import { and, or } from "../../sql/build.ts";
import type { Calendar, Interval } from "../date-range/calendar.ts";
import { timeCondition } from "../date-range/event-time.ts";
import { calendarOf, type Period, periodsOf } from "../date-range/period.ts";
import type { DateRange } from "../date-range/range.ts";
import type { InsightResult } from "../error.ts";
import { entityCondition, entityEvents, queryCondition } from "../nodes/condition.ts";
import { wholeOf } from "../people.ts";
import type { InsightContext } from "../query-kind.ts";
import { funnelActor } from "./actor.ts";
import { type FunnelBreakdown, funnelBreakdown } from "./breakdown.ts";
import { classesOf, type EventNames, MAX_CLASSES, overlapGroups } from "./overlap.ts";
import type { FunnelsQuery } from "./schema.ts";
import { stepCondition } from "./step-condition.ts";
import { sameEvents, stepRange, tooManyClasses, validateFunnel } from "./validate.ts";

export type FunnelOrder = "ordered" | "strict" | "unordered";

/** An event that ends an attempt when it comes after step `from` and before step `to` (0-based). */
export interface Exclusion {
  readonly from: number;
  /** Undefined: before the end of the window. */
  readonly to: number | undefined;
  readonly condition: Expr;
  readonly names: EventNames;
}

/** A funnel over one range with everything resolved that doesn't need the data. */
export interface FunnelPlan {
  readonly query: FunnelsQuery;
  readonly order: FunnelOrder;
  readonly calendar: Calendar;
  readonly interval: Interval;
  readonly period: Period;
  readonly range: DateRange;
  /** Conversion window, ms: from an attempt's first event to each later step, inclusive. */
  readonly windowMs: number;
  /** One condition a step, and the names of the events that can meet it. */
  readonly steps: readonly Expr[];
  readonly names: readonly EventNames[];
  /** Steps that may be left out. */
  readonly optional: readonly boolean[];
  /** Steps in groups by the events that can fill them, and in each by their condition. */
  readonly groups: readonly (readonly (readonly number[])[])[];
  /**
   * `apart`: an event fits one step at most; `same`: all or none. Else events of one moment are looked at together
   * (`moments`), or in the order of the first step they fit (`ranked`).
   */
  readonly layout: "apart" | "same" | "moments" | "ranked";
  readonly exclusions: readonly Exclusion[];
  readonly filters: Expr;
  /** Events of which none is missing, where some of the environment's are a sample of people. */
  readonly whole: Expr | undefined;
  /** Who goes through the funnel, and the condition that an event has one. */
  readonly actor: Expr;
  readonly actorKind: "person" | "group" | "other";
  readonly group: number | undefined;
  readonly actorPresent: readonly Expr[];
  readonly breakdown: FunnelBreakdown | undefined;
  /** The steps that time to convert and trends are measured between. */
  readonly between: { readonly from: number; readonly to: number };
}

/** Steps of a funnel whose moments are looked at: the query's text grows with their third power. */
const MAX_MOMENT_STEPS = 14;

/** A month is 31 days, so that a window is always the same span of time. */
const UNIT_MS = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 7 * 86_400_000,
  month: 31 * 86_400_000,
} as const;

/**
 * Resolves dates, conditions, window and breakdown of a funnel: a plan for its range and, when it compares, for the
 * range compared with. Says what is wrong with it otherwise.
 */
export function planFunnel(
  query: FunnelsQuery,
  context: InsightContext,
): InsightResult<readonly [FunnelPlan, ...FunnelPlan[]]> {
  const invalid = validateFunnel(query);
  if (invalid) return invalid;
  const interval = query.interval ?? "day";
  const periods = periodsOf(query, interval, context);
  if (!periods.ok) return periods;
  const [current, previous] = periods.value;
  const first = planPeriod(query, interval, current, context);
  if (!first.ok || !previous) return first.ok ? { ok: true, value: [first.value] } : first;
  const second = planPeriod(query, interval, previous, context);
  return second.ok ? { ok: true, value: [first.value, second.value] } : second;
}

function planPeriod(
  query: FunnelsQuery,
  interval: Interval,
  period: Period,
  context: InsightContext,
): InsightResult<FunnelPlan> {
  const { range } = period;
  const filter = query.funnelsFilter;
  const order = filter?.funnelOrderType ?? "ordered";
  const actor = funnelActor(query, context);
  if (!actor.ok) return actor;
  const steps = stepConditions(query, range, context);
  if (!steps.ok) return steps;
  const exclusions = exclusionsOf(query, context);
  if (!exclusions.ok) return exclusions;
  const filters = queryCondition(query, context);
  if (!filters.ok) return filters;
  const read = and(or(...steps.value), timeCondition(range.from, range.to), filters.value);
  const breakdown = funnelBreakdown(query, read, context);
  if (!breakdown.ok) return breakdown;
  const names = query.series.map((node) => entityEvents(node, context));
  const { attribution } = breakdown.value ?? {};
  // Only events of one breakdown value fill the step that is attributed.
  const bound = attribution?.kind === "step" && order !== "unordered" ? attribution.step : undefined;
  const equal = (a: number, b: number): boolean =>
    sameEvents(query.series[a], query.series[b]) && (a === bound) === (b === bound);
  const groups = overlapGroups(names).map((group) => classesOf(group, equal));
  const same = groups.length === 1 && groups[0]?.length === 1;
  const tooMany = groups.some((classes) => classes.length > MAX_CLASSES);
  if (tooMany && order === "unordered") return tooManyClasses(MAX_CLASSES);
  const optional = query.series.map((node) => node.optionalInFunnel === true);
  const { funnelWindowInterval: count = 14, funnelWindowIntervalUnit: unit = "day" } = filter ?? {};
  const apart = order === "unordered" || groups.every((classes) => classes.flat().length === 1);
  const few = !tooMany && query.series.length <= MAX_MOMENT_STEPS;
  const moments = order === "ordered" && few && !optional.some(Boolean);
  return {
    ok: true,
    value: {
      query,
      order,
      calendar: calendarOf(context),
      interval,
      period,
      range,
      // Nothing is later than the end of the range.
      windowMs: Math.min(count * UNIT_MS[unit], range.to - range.from + 1),
      steps: steps.value,
      names,
      optional,
      groups,
      layout: apart ? "apart" : same ? "same" : moments ? "moments" : "ranked",
      exclusions: exclusions.value,
      filters: filters.value,
      whole: actor.value.actorKind === "person" ? wholeOf(context) : undefined,
      ...actor.value,
      breakdown: breakdown.value,
      between: stepRange(query),
    },
  };
}

function stepConditions(
  query: FunnelsQuery,
  range: DateRange,
  context: InsightContext,
): InsightResult<readonly Expr[]> {
  const steps: Expr[] = [];
  for (const [index, node] of query.series.entries()) {
    const group = query.aggregation_group_type_index;
    const condition = stepCondition(node, `query__series__${index}`, group, range.to, context);
    if (!condition.ok) return condition;
    steps.push(condition.value);
  }
  return { ok: true, value: steps };
}

/** Exclusions between steps that can't be left out: one that starts or ends at an optional step reaches further. */
function exclusionsOf(query: FunnelsQuery, context: InsightContext): InsightResult<readonly Exclusion[]> {
  const exclusions: Exclusion[] = [];
  const { series } = query;
  for (const [index, node] of (query.funnelsFilter?.exclusions ?? []).entries()) {
    const condition = entityCondition(node, `query__funnelsFilter__exclusions__${index}`, context);
    if (!condition.ok) return condition;
    let { funnelFromStep: from } = node;
    let to: number | undefined = node.funnelToStep;
    while (series[from]?.optionalInFunnel) from--;
    while (to !== undefined && series[to]?.optionalInFunnel) to = to + 1 < series.length ? to + 1 : undefined;
    exclusions.push({ from, to, condition: condition.value, names: entityEvents(node, context) });
  }
  return { ok: true, value: exclusions };
}
