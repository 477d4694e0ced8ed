import { splitNode } from "../../../charts/sankey-layout.ts";
import { toRequest } from "../query/request.ts";
import type {
  FunnelsQuery,
  InsightQuery,
  LifecycleQuery,
  PathsQuery,
  RetentionQuery,
  StickinessQuery,
  TrendsQuery,
} from "../query/types.ts";
import type { LifecycleItem } from "../shape/lifecycle.ts";
import type { TrendsItem } from "../shape/trends.ts";

/** Who is asked for: a number of a chart, in words, and the `source` of the ActorsQuery that answers. */
export interface PeopleAsk {
  readonly title: string;
  readonly source: Readonly<Record<string, unknown>>;
  /** Retention: columns of the table, of which `column` was pressed. */
  readonly retention?: {
    readonly period: string;
    readonly columns: readonly string[];
    readonly column: number;
  };
  /** Groups instead of persons. */
  readonly groups: boolean;
}

const base = (query: InsightQuery) => ({ kind: "InsightActorsQuery", source: toRequest(query) });
const isGroups = (query: InsightQuery): boolean => typeof query.aggregation_group_type_index === "number";

/** Behind a point of a trend (`bucket` null: the whole range); null for formulas, which count nobody. */
export function askTrend(
  query: TrendsQuery,
  item: TrendsItem | undefined,
  bucket: number | null,
  label: string,
): PeopleAsk | null {
  if (!item?.action) return null;
  const day = bucket === null ? undefined : item.days?.[bucket];
  const math = item.action.math;
  return {
    title: label,
    groups: isGroups(query) || math === "unique_group",
    source: {
      ...base(query),
      series: item.action.order ?? 0,
      ...(day === undefined ? {} : { day }),
      ...(item.breakdown_value === undefined || item.breakdown_value === null
        ? {}
        : { breakdown: item.breakdown_value }),
      ...(item.compare_label ? { compare: item.compare_label } : {}),
    },
  };
}

/** The funnel of one breakdown value, of one of two periods. */
export interface FunnelPart {
  readonly breakdown_value?: unknown;
  readonly compare_label?: "current" | "previous";
}

function partOf({ breakdown_value: value, compare_label: period }: FunnelPart) {
  return {
    ...(value === undefined || value === null ? {} : { funnelStepBreakdown: value }),
    ...(period ? { compare: period } : {}),
  };
}

/** Behind a step: n reached it, −n dropped off before it. */
export function askFunnelStep(query: FunnelsQuery, step: number, of: FunnelPart, label: string): PeopleAsk {
  return {
    title: label,
    groups: isGroups(query),
    source: {
      kind: "FunnelsActorsQuery",
      source: toRequest(query),
      funnelStep: step,
      ...partOf(of),
    },
  };
}

/** Behind a bucket of a funnel's trend: who entered then and came through, or did not. */
export function askFunnelTrend(
  query: FunnelsQuery,
  day: string,
  of: FunnelPart,
  droppedOff: boolean,
  label: string,
): PeopleAsk {
  return {
    title: label,
    groups: isGroups(query),
    source: {
      kind: "FunnelsActorsQuery",
      source: toRequest(query),
      funnelTrendsDropOff: droppedOff,
      funnelTrendsEntrancePeriodStart: day.length > 10 ? day : `${day} 00:00:00`,
      ...partOf(of),
    },
  };
}

/** Behind a row of a retention table. */
export function askRetention(
  query: RetentionQuery,
  row: number,
  column: number,
  columns: readonly string[],
  breakdown: string | null,
  label: string,
): PeopleAsk {
  const period = (query.retentionFilter?.period ?? "Day").toLowerCase();
  return {
    title: label,
    groups: isGroups(query),
    source: { ...base(query), interval: row, ...(breakdown === null ? {} : { breakdown }) },
    retention: { period, columns, column },
  };
}

export function askStickiness(
  query: StickinessQuery,
  item: TrendsItem | undefined,
  days: number,
  label: string,
): PeopleAsk | null {
  if (!item) return null;
  return {
    title: label,
    groups: isGroups(query),
    source: {
      ...base(query),
      day: days,
      series: item.action?.order ?? 0,
      ...(item.compare_label ? { compare: item.compare_label } : {}),
    },
  };
}

export function askLifecycle(
  query: LifecycleQuery,
  item: LifecycleItem | undefined,
  bucket: number,
  label: string,
): PeopleAsk | null {
  const day = item?.days[bucket];
  if (!item || day === undefined) return null;
  return { title: label, groups: isGroups(query), source: { ...base(query), day, status: item.status } };
}

/** Behind a link, or behind everything that passes a node. */
export function askPath(
  query: PathsQuery,
  at: { readonly source?: string; readonly target?: string; readonly node?: string },
  last: boolean,
): PeopleAsk {
  const keys = at.node
    ? last
      ? { pathEndKey: at.node }
      : { pathStartKey: at.node }
    : { pathStartKey: at.source, pathEndKey: at.target };
  const names = [at.node, at.source, at.target].flatMap((id) => (id ? [splitNode(id).name] : []));
  return {
    title: names.join(" → "),
    groups: isGroups(query),
    source: {
      kind: "InsightActorsQuery",
      source: toRequest({ ...query, pathsFilter: { ...query.pathsFilter, ...keys } }),
    },
  };
}
