import type { PropertyFilter } from "../../filters/filter.ts";

/** Queries as the public API takes them: the editor edits these, so a saved query opens without translation. */

/** Filters joined by AND or OR; values may be groups again. */
export interface FilterGroup {
  readonly type: "AND" | "OR";
  readonly values: readonly (FilterGroup | PropertyFilter)[];
}
export type Filters = readonly PropertyFilter[] | FilterGroup;

/** Tells a group from a list or a single filter. */
export function isGroup(filters: Filters | FilterGroup | PropertyFilter): filters is FilterGroup {
  return !Array.isArray(filters) && "values" in filters;
}

/** An event, an action or several of them: one line, step or target. */
export interface EntityNode {
  readonly kind: "EventsNode" | "ActionsNode" | "GroupNode";
  /** Events: null is any event. */
  readonly event?: string | null;
  /** Actions. */
  readonly id?: number | string;
  /** Groups: any of these. */
  readonly nodes?: readonly EntityNode[];
  readonly operator?: "OR";
  readonly name?: string;
  readonly custom_name?: string | null;
  readonly math?: string;
  readonly math_property?: string;
  readonly math_property_type?: string;
  readonly math_hogql?: string;
  readonly math_group_type_index?: number;
  readonly properties?: readonly PropertyFilter[];
  readonly optionalInFunnel?: boolean;
}

export interface Breakdown {
  readonly type: string;
  readonly property: string | number;
  readonly group_type_index?: number;
  readonly normalize_url?: boolean;
  readonly histogram_bin_count?: number;
}

export interface BreakdownFilter {
  readonly breakdowns?: readonly Breakdown[];
  /** The older form of one breakdown; cohorts have only this one. */
  readonly breakdown?: string | number | readonly (string | number)[] | null;
  readonly breakdown_type?: string;
  readonly breakdown_group_type_index?: number;
  readonly breakdown_limit?: number;
  readonly breakdown_hide_other_aggregation?: boolean;
}

export interface DateRange {
  readonly date_from?: string | null;
  readonly date_to?: string | null;
  readonly explicitDate?: boolean;
}

export const INTERVALS = ["minute", "hour", "day", "week", "month"] as const;
export type Interval = (typeof INTERVALS)[number];

export interface GoalLine {
  readonly label: string;
  readonly value: number;
}

interface BaseQuery {
  readonly dateRange?: DateRange;
  readonly properties?: Filters;
  readonly filterTestAccounts?: boolean;
  readonly aggregation_group_type_index?: number | null;
  readonly samplingFactor?: number | null;
}

export interface CompareFilter {
  readonly compare?: boolean;
  readonly compare_to?: string | null;
}

export interface TrendsQuery extends BaseQuery {
  readonly kind: "TrendsQuery";
  readonly series: readonly EntityNode[];
  readonly interval?: Interval;
  readonly trendsFilter?: TrendsFilter;
  readonly breakdownFilter?: BreakdownFilter;
  readonly compareFilter?: CompareFilter;
}

export interface TrendsFilter {
  readonly display?: string;
  readonly formula?: string;
  readonly formulaNodes?: readonly { readonly formula: string; readonly custom_name?: string }[];
  readonly smoothingIntervals?: number;
  readonly aggregationAxisFormat?: string;
  readonly aggregationAxisPrefix?: string;
  readonly aggregationAxisPostfix?: string;
  readonly decimalPlaces?: number;
  readonly yAxisScaleType?: "linear" | "log10";
  readonly goalLines?: readonly GoalLine[];
  readonly showValuesOnSeries?: boolean;
  readonly showPercentStackView?: boolean;
  readonly showAnnotations?: boolean;
  readonly hiddenLegendIndexes?: readonly number[];
}

export type WindowUnit = "second" | "minute" | "hour" | "day" | "week" | "month";

export type Exclusion = EntityNode & { readonly funnelFromStep: number; readonly funnelToStep: number };

export interface FunnelsQuery extends BaseQuery {
  readonly kind: "FunnelsQuery";
  readonly series: readonly EntityNode[];
  readonly interval?: Interval;
  readonly funnelsFilter?: FunnelsFilter;
  readonly breakdownFilter?: BreakdownFilter;
  readonly compareFilter?: CompareFilter;
}

export interface FunnelsFilter {
  readonly funnelVizType?: "steps" | "time_to_convert" | "trends" | "flow";
  readonly funnelOrderType?: "ordered" | "strict" | "unordered";
  readonly funnelWindowInterval?: number;
  readonly funnelWindowIntervalUnit?: WindowUnit;
  readonly exclusions?: readonly Exclusion[];
  readonly breakdownAttributionType?: "first_touch" | "last_touch" | "all_events" | "step";
  readonly breakdownAttributionValue?: number;
  readonly funnelAggregateByHogQL?: string;
  readonly funnelStepReference?: "total" | "previous";
  readonly funnelFromStep?: number;
  readonly funnelToStep?: number;
  readonly binCount?: number | "auto";
  readonly layout?: "vertical" | "horizontal";
}

export interface RetentionEntity {
  readonly id?: string | number | null;
  readonly name?: string;
  readonly type?: string;
  readonly kind?: string;
  readonly properties?: readonly PropertyFilter[];
}

export interface RetentionQuery extends BaseQuery {
  readonly kind: "RetentionQuery";
  readonly retentionFilter?: RetentionFilter;
  readonly breakdownFilter?: BreakdownFilter;
}

export interface RetentionFilter {
  readonly period?: "Hour" | "Day" | "Week" | "Month";
  readonly totalIntervals?: number;
  readonly targetEntity?: RetentionEntity;
  readonly returningEntity?: RetentionEntity;
  readonly retentionType?: "retention_recurring" | "retention_first_time" | "retention_first_ever_occurrence";
  readonly retentionReference?: "total" | "previous";
  readonly cumulative?: boolean;
  readonly minimumOccurrences?: number;
  readonly timeWindowMode?: "strict_calendar_dates" | "24_hour_windows";
  readonly meanRetentionCalculation?: "simple" | "weighted" | "none";
}

export interface StickinessQuery extends BaseQuery {
  readonly kind: "StickinessQuery";
  readonly series: readonly EntityNode[];
  readonly interval?: Interval;
  readonly intervalCount?: number;
  readonly stickinessFilter?: {
    readonly display?: string;
    readonly stickinessCriteria?: { readonly operator: "gte" | "lte" | "exact"; readonly value: number };
    readonly computedAs?: "non_cumulative" | "cumulative";
  };
  readonly compareFilter?: CompareFilter;
}

export const LIFECYCLES = ["new", "returning", "resurrecting", "dormant"] as const;
export type Lifecycle = (typeof LIFECYCLES)[number];

export interface LifecycleQuery extends BaseQuery {
  readonly kind: "LifecycleQuery";
  readonly series: readonly EntityNode[];
  readonly interval?: Interval;
  readonly lifecycleFilter?: { readonly toggledLifecycles?: readonly Lifecycle[] };
}

export type PathItemType = "$pageview" | "$screen" | "custom_event" | "hogql";

export interface PathsQuery extends BaseQuery {
  readonly kind: "PathsQuery";
  readonly pathsFilter?: PathsFilter;
}

export interface PathsFilter {
  readonly includeEventTypes?: readonly PathItemType[];
  readonly pathsHogQLExpression?: string;
  readonly startPoint?: string;
  readonly endPoint?: string;
  readonly stepLimit?: number;
  readonly edgeLimit?: number;
  readonly minEdgeWeight?: number;
  readonly maxEdgeWeight?: number;
  readonly pathGroupings?: readonly string[];
  readonly excludeEvents?: readonly string[];
  readonly localPathCleaningFilters?: readonly { readonly alias: string; readonly regex: string }[];
  readonly pathStartKey?: string;
  readonly pathEndKey?: string;
}

export interface SqlQuery {
  readonly kind: "HogQLQuery";
  readonly query: string;
  readonly values?: Readonly<Record<string, unknown>>;
}

/** What the explorer edits. */
export type InsightQuery =
  | TrendsQuery
  | FunnelsQuery
  | RetentionQuery
  | StickinessQuery
  | LifecycleQuery
  | PathsQuery;
export type InsightKind = InsightQuery["kind"];

/** Queries whose subject is a list of series. */
export type SeriesQuery = TrendsQuery | FunnelsQuery | StickinessQuery | LifecycleQuery;
