import type { Expr } from "../../sql/ast.ts";
import { array, call, constant, eq } from "../../sql/build.ts";
import type { InsightResult } from "../error.ts";
import type { BreakdownFilter } from "../nodes/schema.ts";
import type { InsightContext } from "../query-kind.ts";
import { BREAKDOWN_NULL, breakdownOf } from "../trends/breakdown.ts";
import type { FunnelsQuery } from "./schema.ts";

export type Attribution =
  | { readonly kind: "first_touch" | "last_touch" | "all_events" }
  | { readonly kind: "step"; readonly step: number };

export interface FunnelBreakdown {
  /** Value of an event: a list of texts, '' for missing ones. */
  readonly value: Expr;
  /** How many properties. */
  readonly width: number;
  readonly limit: number;
  readonly attribution: Attribution;
}

/** What a funnel is broken down by and how a person gets its value; undefined when by nothing. */
export function funnelBreakdown(
  { breakdownFilter: filter, funnelsFilter }: FunnelsQuery,
  context: InsightContext,
): InsightResult<FunnelBreakdown | undefined> {
  const breakdown = breakdownOf(filter && asList(filter), "", context);
  if (!breakdown.ok || !breakdown.value) return breakdown as InsightResult<undefined>;
  const { values, limit } = breakdown.value;
  const texts = values.map((value) => call("if", eq(value, constant(BREAKDOWN_NULL)), constant(""), value));
  const kind = funnelsFilter?.breakdownAttributionType ?? "first_touch";
  const attribution: Attribution =
    kind === "step" ? { kind, step: funnelsFilter?.breakdownAttributionValue ?? 0 } : { kind };
  return { ok: true, value: { value: array(...texts), width: texts.length, limit, attribution } };
}

/** `breakdown: [a, b]` means both properties in funnels. */
function asList(filter: BreakdownFilter): BreakdownFilter {
  if (!Array.isArray(filter.breakdown) || filter.breakdowns?.length) return filter;
  const type = filter.breakdown_type;
  return { ...filter, breakdowns: filter.breakdown.slice(0, 3).map((property) => item(type, property)) };
}

const item = (type: string | undefined, property: string | number) => ({
  type,
  property,
  normalize_url: undefined,
  group_type_index: undefined,
  histogram_bin_count: undefined,
});
