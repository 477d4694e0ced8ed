import type { Expr } from "../../sql/ast.ts";
import { array, call, compare, constant, lambda } from "../../sql/build.ts";
import type { InsightResult } from "../error.ts";
import type { BreakdownFilter } from "../nodes/schema.ts";
import type { InsightContext } from "../query-kind.ts";
import { BREAKDOWN_NULL, breakdownOf } from "../trends/breakdown.ts";
import { type CohortValue, cohortsAsked } from "../trends/cohort-breakdown.ts";
import { param } from "./array-expr.ts";
import type { FunnelsQuery } from "./schema.ts";

export type Attribution =
  | { readonly kind: "first_touch" | "last_touch" | "all_events" }
  | { readonly kind: "step"; readonly step: number };

export interface FunnelBreakdown {
  /** Value of an event: a text, '' when missing; a list of them for several properties. */
  readonly value: Expr;
  /** The same of a row's value as a list. */
  readonly asList: (value: Expr) => Expr;
  /** Whether a value is given. */
  readonly isGiven: (value: Expr) => Expr;
  /** How many properties. */
  readonly width: number;
  readonly limit: number;
  readonly attribution: Attribution;
}

/**
 * What a funnel is broken down by and how a person gets its value; undefined when by nothing or by cohorts. `events`:
 * those over which bins of a histogram are laid.
 */
export function funnelBreakdown(
  { breakdownFilter: filter, funnelsFilter }: FunnelsQuery,
  events: Expr,
  context: InsightContext,
): InsightResult<FunnelBreakdown | undefined> {
  if (!filter || isByCohort(filter)) return { ok: true, value: undefined };
  const breakdown = breakdownOf(filter, "", context, { binnedEvents: events });
  if (!breakdown.ok || !breakdown.value) return breakdown as InsightResult<undefined>;
  const { dimensions, limit } = breakdown.value;
  const texts = dimensions.map(({ value, given }) =>
    call("ifNull", given ?? call("nullIf", value, constant(BREAKDOWN_NULL)), constant("")),
  );
  const [only] = texts;
  const single = only !== undefined && texts.length === 1;
  const kind = funnelsFilter?.breakdownAttributionType ?? "first_touch";
  const attribution: Attribution =
    kind === "step" ? { kind, step: funnelsFilter?.breakdownAttributionValue ?? 0 } : { kind };
  const given = (value: Expr): Expr => compare(value, "!=", constant(""));
  return {
    ok: true,
    value: {
      value: single ? only : array(...texts),
      asList: (value) => (single ? array(value) : value),
      isGiven: (value) =>
        single ? given(value) : call("arrayExists", lambda(["v"], given(param("v"))), value),
      width: texts.length,
      limit,
      attribution,
    },
  };
}

/** The cohorts that a funnel is broken down by; none when by something else. */
export function funnelCohorts(
  filter: BreakdownFilter | undefined,
  context: InsightContext,
): InsightResult<readonly CohortValue[]> {
  if (!filter || !isByCohort(filter)) return { ok: true, value: [] };
  const { breakdown, breakdowns } = filter;
  if (breakdowns?.length)
    return cohortsAsked(
      breakdowns.map(({ property }) => property),
      context,
    );
  return cohortsAsked(Array.isArray(breakdown) ? breakdown : [breakdown ?? "all"], context);
}

const isByCohort = ({ breakdown_type, breakdowns }: BreakdownFilter): boolean =>
  breakdowns?.length ? breakdowns.every(({ type }) => type === "cohort") : breakdown_type === "cohort";
