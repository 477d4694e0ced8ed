import type { Expr } from "../../sql/ast.ts";
import { type InsightResult, insightError } from "../error.ts";
import type { BreakdownFilter } from "../nodes/schema.ts";
import type { InsightContext } from "../query-kind.ts";
import { breakdownValue, type OneBreakdown, type Reading, readingOf } from "./breakdown-value.ts";
import { type CohortValue, cohortsAsked, memberships } from "./cohort-breakdown.ts";
import { histogramBin } from "./histogram.ts";

/** Breakdown value of rows without one. */
export { BREAKDOWN_NULL } from "./breakdown-value.ts";
/** Breakdown value of the rest, beyond the limit. */
export const BREAKDOWN_OTHER = "$$_posthog_breakdown_other_$$";

/** One thing that a query is broken down by. */
export interface Dimension {
  /** Text, never null; with `cohorts` a list of texts, for each of which an event counts. */
  readonly value: Expr;
  /** Of a property: the same, but NULL or '' where it has none. */
  readonly given?: Expr;
  readonly cohorts?: readonly CohortValue[];
  readonly reading: Reading;
}

export interface Breakdown {
  readonly dimensions: readonly Dimension[];
  /** Of dimensions without cohorts: one text each, never null. */
  readonly values: readonly Expr[];
  /** True when asked for as a list: results carry lists. */
  readonly multiple: boolean;
  readonly limit: number;
  readonly hideOther: boolean;
}

/** What a kind of query can be broken down by besides properties. */
export interface BreakdownSupport {
  readonly cohorts?: boolean;
  /** Events over which bins of a histogram are laid. */
  readonly binnedEvents?: Expr;
}

const DEFAULT_LIMIT = 25;
const MAP_LIMIT = 300;
const MAX_DIMENSIONS = 3;

/** What a query is broken down by; undefined when by nothing. */
export function breakdownOf(
  filter: BreakdownFilter | undefined,
  display: string,
  context: InsightContext,
  support: BreakdownSupport = {},
): InsightResult<Breakdown | undefined> {
  const asked = filter ? breakdownsAsked(filter) : [];
  if (!filter || asked.length === 0) return { ok: true, value: undefined };
  const dimensions: Dimension[] = [];
  for (const one of asked) {
    const dimension = dimensionOf(one, context, support);
    if (!dimension.ok) return dimension;
    dimensions.push(dimension.value);
  }
  const limit = filter.breakdown_limit ?? (display === "WorldMap" ? MAP_LIMIT : DEFAULT_LIMIT);
  const [only] = dimensions;
  const cohorts = dimensions.length === 1 ? (only?.cohorts?.length ?? 0) : 0;
  return {
    ok: true,
    value: {
      dimensions,
      values: dimensions.map(({ value }) => value),
      multiple:
        (filter.breakdowns?.length ?? 0) > 0 || (Array.isArray(filter.breakdown) && dimensions.length > 1),
      limit: Math.max(limit, cohorts),
      hideOther: filter.breakdown_hide_other_aggregation === true,
    },
  };
}

function dimensionOf(
  one: OneBreakdown,
  context: InsightContext,
  support: BreakdownSupport,
): InsightResult<Dimension> {
  if (one.type === "cohort") {
    if (!support.cohorts) return refused("Cohorts break down trends only: filter by a cohort instead.");
    const asked = cohortsAsked(one.properties, context);
    return asked.ok
      ? { ok: true, value: { value: memberships(asked.value), cohorts: asked.value, reading: "few" } }
      : asked;
  }
  const value = breakdownValue(one, context);
  if (!value.ok) return value;
  const { text, given } = value.value;
  const reading = readingOf(one);
  if (!one.bins) return { ok: true, value: { value: text, given, reading } };
  if (!support.binnedEvents) return refused("Histograms break down trends only: leave out the bin count.");
  return {
    ok: true,
    value: { value: histogramBin(value.value.plain, one.bins, support.binnedEvents), reading },
  };
}

const refused = (message: string) => insightError(message, "query__breakdownFilter", "not_available");

/** The list `breakdowns`, or the older fields; of properties a list means several dimensions, of cohorts one. */
function breakdownsAsked(filter: BreakdownFilter): OneBreakdown[] {
  const shared = {
    normalizeUrl: filter.breakdown_normalize_url ?? false,
    cleanPath: filter.breakdown_path_cleaning ?? false,
    group: filter.breakdown_group_type_index,
    bins: filter.breakdown_histogram_bin_count,
  };
  if (filter.breakdowns?.length) {
    return filter.breakdowns.map((item) => ({
      type: item.type ?? "event",
      properties: [item.property],
      normalizeUrl: item.normalize_url ?? shared.normalizeUrl,
      cleanPath: shared.cleanPath,
      group: item.group_type_index ?? shared.group,
      bins: item.histogram_bin_count,
    }));
  }
  const list = Array.isArray(filter.breakdown) ? filter.breakdown : [filter.breakdown];
  const properties = list.flatMap((value) => (value === undefined || value === "" ? [] : [value]));
  const type = filter.breakdown_type ?? "event";
  if (properties.length === 0) return [];
  if (type === "cohort") return [{ ...shared, type, properties, bins: undefined }];
  return properties.slice(0, MAX_DIMENSIONS).map((property) => ({ ...shared, type, properties: [property] }));
}
