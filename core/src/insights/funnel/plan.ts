import type { Expr } from "../../sql/ast.ts";
import { type Buckets, bucketsOf } from "../date-range/buckets.ts";
import type { Calendar, Interval } from "../date-range/calendar.ts";
import { type DateRange, resolveRange } from "../date-range/range.ts";
import type { InsightResult } from "../error.ts";
import { entityCondition, queryCondition } from "../nodes/condition.ts";
import type { InsightContext } from "../query-kind.ts";
import { funnelActor } from "./actor.ts";
import { type FunnelBreakdown, funnelBreakdown } from "./breakdown.ts";
import type { FunnelsQuery } from "./schema.ts";
import { stepRange, validateFunnel } from "./validate.ts";

export type FunnelOrder = "ordered" | "strict" | "unordered";

/** An event that ends an attempt when it comes after step `from` and before step `to` (0-based). */
export interface Exclusion {
  readonly from: number;
  readonly to: number;
  readonly condition: Expr;
}

/** A funnel with everything resolved that doesn't need the data. */
export interface FunnelPlan {
  readonly query: FunnelsQuery;
  readonly order: FunnelOrder;
  readonly calendar: Calendar;
  readonly interval: Interval;
  readonly range: DateRange;
  readonly buckets: Buckets;
  /** Conversion window, ms: from an attempt's first event to each later step, inclusive. */
  readonly windowMs: number;
  /** One condition a step. */
  readonly steps: readonly Expr[];
  readonly exclusions: readonly Exclusion[];
  readonly filters: Expr;
  /** Who goes through the funnel, and the condition that an event has one. */
  readonly actor: Expr;
  readonly actorPresent: readonly Expr[];
  readonly breakdown: FunnelBreakdown | undefined;
  /** The steps that time to convert and trends are measured between. */
  readonly between: { readonly from: number; readonly to: number };
}

/** A month is 31 days, so that a window is always the same span of time. */
const UNIT_MS = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 7 * 86_400_000,
  month: 31 * 86_400_000,
} as const;

/** Resolves dates, conditions, window and breakdown of a funnel; says what is wrong with it otherwise. */
export function planFunnel(query: FunnelsQuery, context: InsightContext): InsightResult<FunnelPlan> {
  const invalid = validateFunnel(query);
  if (invalid) return invalid;
  const filter = query.funnelsFilter;
  const calendar: Calendar = { zone: context.timezone, weekStart: context.weekStartDay };
  const interval = query.interval ?? "day";
  const { now, earliestEvent: earliest } = context;
  const range = resolveRange(query.dateRange, interval, {
    now,
    calendar,
    ...(earliest === undefined ? {} : { earliest }),
  });
  if (!range.ok) return range;
  const buckets = bucketsOf(range.value, interval, calendar);
  if (!buckets.ok) return buckets;
  const steps = stepConditions(query, context);
  if (!steps.ok) return steps;
  const exclusions = exclusionsOf(query, context);
  if (!exclusions.ok) return exclusions;
  const filters = queryCondition(query, context);
  if (!filters.ok) return filters;
  const actor = funnelActor(query, context);
  if (!actor.ok) return actor;
  const breakdown = funnelBreakdown(query, context);
  if (!breakdown.ok) return breakdown;
  const { funnelWindowInterval: count = 14, funnelWindowIntervalUnit: unit = "day" } = filter ?? {};
  return {
    ok: true,
    value: {
      query,
      order: filter?.funnelOrderType ?? "ordered",
      calendar,
      interval,
      range: range.value,
      buckets: buckets.value,
      windowMs: count * UNIT_MS[unit],
      steps: steps.value,
      exclusions: exclusions.value,
      filters: filters.value,
      ...actor.value,
      breakdown: breakdown.value,
      between: stepRange(query),
    },
  };
}

function stepConditions(query: FunnelsQuery, context: InsightContext): InsightResult<readonly Expr[]> {
  const steps: Expr[] = [];
  for (const [index, node] of query.series.entries()) {
    const condition = entityCondition(node, `query__series__${index}`, context);
    if (!condition.ok) return condition;
    steps.push(condition.value);
  }
  return { ok: true, value: steps };
}

function exclusionsOf(query: FunnelsQuery, context: InsightContext): InsightResult<readonly Exclusion[]> {
  const exclusions: Exclusion[] = [];
  for (const [index, node] of (query.funnelsFilter?.exclusions ?? []).entries()) {
    const condition = entityCondition(node, `query__funnelsFilter__exclusions__${index}`, context);
    if (!condition.ok) return condition;
    exclusions.push({ from: node.funnelFromStep, to: node.funnelToStep, condition: condition.value });
  }
  return { ok: true, value: exclusions };
}
