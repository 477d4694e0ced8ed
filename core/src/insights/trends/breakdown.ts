import type { Expr } from "../../sql/ast.ts";
import { call, constant, field } from "../../sql/build.ts";
import { type InsightResult, insightError } from "../error.ts";
import type { BreakdownFilter } from "../nodes/schema.ts";
import type { InsightContext } from "../query-kind.ts";

/** Breakdown value of rows without one. */
export const BREAKDOWN_NULL = "$$_posthog_breakdown_null_$$";
/** Breakdown value of the rest, beyond the limit. */
export const BREAKDOWN_OTHER = "$$_posthog_breakdown_other_$$";

export interface Breakdown {
  /** One expression a breakdown: never null, {@link BREAKDOWN_NULL} instead. */
  readonly values: readonly Expr[];
  /** True when asked for as `breakdowns`: results carry lists. */
  readonly multiple: boolean;
  readonly limit: number;
  readonly hideOther: boolean;
}

interface OneBreakdown {
  readonly type: string;
  readonly property: string;
  readonly normalizeUrl: boolean;
  readonly group: number | undefined;
}

const DEFAULT_LIMIT = 25;
const MAP_LIMIT = 300;

/** What a query is broken down by; undefined when by nothing. */
export function breakdownOf(
  filter: BreakdownFilter | undefined,
  display: string,
  context: InsightContext,
): InsightResult<Breakdown | undefined> {
  if (!filter) return { ok: true, value: undefined };
  const asked = breakdownsAsked(filter);
  if (asked.length === 0) return { ok: true, value: undefined };
  if (filter.breakdown_histogram_bin_count || filter.breakdowns?.some((item) => item.histogram_bin_count)) {
    return insightError(
      "Histogram breakdowns are not available yet: leave out the bin count.",
      "query__breakdownFilter",
      "not_available",
    );
  }
  const values: Expr[] = [];
  for (const one of asked) {
    const expr = breakdownExpr(one, context);
    if (!expr.ok) return expr;
    const text = call("toString", expr.value);
    const cleaned = one.normalizeUrl
      ? call("replaceRegexpOne", text, constant("[/?#]*$"), constant(""))
      : text;
    values.push(call("ifNull", call("nullIf", cleaned, constant("")), constant(BREAKDOWN_NULL)));
  }
  const limit = filter.breakdown_limit ?? (display === "WorldMap" ? MAP_LIMIT : DEFAULT_LIMIT);
  return {
    ok: true,
    value: {
      values,
      multiple: (filter.breakdowns?.length ?? 0) > 0,
      limit,
      hideOther: filter.breakdown_hide_other_aggregation === true,
    },
  };
}

function breakdownsAsked(filter: BreakdownFilter): OneBreakdown[] {
  if (filter.breakdowns?.length) {
    return filter.breakdowns.map((item) => ({
      type: item.type ?? "event",
      property: String(item.property),
      normalizeUrl: item.normalize_url ?? filter.breakdown_normalize_url ?? false,
      group: item.group_type_index ?? filter.breakdown_group_type_index,
    }));
  }
  const single = Array.isArray(filter.breakdown) ? filter.breakdown[0] : filter.breakdown;
  if (single === undefined || single === "") return [];
  return [
    {
      type: filter.breakdown_type ?? "event",
      property: String(single),
      normalizeUrl: filter.breakdown_normalize_url ?? false,
      group: filter.breakdown_group_type_index,
    },
  ];
}

function breakdownExpr(one: OneBreakdown, context: InsightContext): InsightResult<Expr> {
  const attr = "query__breakdownFilter__breakdown";
  switch (one.type) {
    case "event":
      return { ok: true, value: field("properties", one.property) };
    case "event_metadata":
      return { ok: true, value: field(one.property) };
    case "person":
      return { ok: true, value: field("person", "properties", one.property) };
    case "session":
      return { ok: true, value: field("session", one.property) };
    case "group":
      if (one.group !== undefined) {
        return { ok: true, value: field(`group_${one.group}`, "properties", one.property) };
      }
      return insightError(
        'A group breakdown needs "breakdown_group_type_index".',
        "query__breakdownFilter__breakdown_group_type_index",
        "required",
      );
    case "hogql": {
      const parsed = context.parser.parseExpr(one.property);
      return parsed.ok ? parsed : insightError(parsed.error.message, attr);
    }
    default:
      return insightError(
        `Breakdown type "${one.type}" is not available.`,
        "query__breakdownFilter__breakdown_type",
      );
  }
}
