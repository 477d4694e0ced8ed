import { isComplete, type PropertyFilter } from "../../filters/filter.ts";
import { mathInfo } from "../maths.ts";
import { displayInfo } from "./displays.ts";
import { KINDS } from "./kinds.ts";
import {
  type EntityNode,
  type FilterGroup,
  type Filters,
  type InsightQuery,
  isGroup,
  type PathsFilter,
  type TrendsFilter,
} from "./types.ts";
import { unwrapQuery } from "./unwrap.ts";

type Wire = Readonly<Record<string, unknown>>;

/** Keys that only concern the picture: changing them asks nothing anew. */
const VIEW_ONLY: Readonly<Record<string, readonly string[]>> = {
  trendsFilter: [
    "aggregationAxisFormat",
    "aggregationAxisPrefix",
    "aggregationAxisPostfix",
    "decimalPlaces",
    "yAxisScaleType",
    "goalLines",
    "showValuesOnSeries",
    "showPercentStackView",
    "showAnnotations",
    "hiddenLegendIndexes",
  ],
  funnelsFilter: ["funnelStepReference", "layout"],
  retentionFilter: ["retentionReference", "meanRetentionCalculation"],
  stickinessFilter: ["display"],
  lifecycleFilter: ["toggledLifecycles"],
};

/** What is asked for a query in the editor: complete filters only, and nothing that merely concerns the picture. */
export function toRequest(query: InsightQuery): Wire {
  const wire: Record<string, unknown> = { ...query };
  if (query.properties) wire.properties = completeFilters(query.properties);
  if ("series" in query) wire.series = query.series.map(completeNode);
  for (const [name, keys] of Object.entries(VIEW_ONLY)) {
    if (wire[name]) wire[name] = without(wire[name] as Wire, keys);
  }
  if (query.kind === "TrendsQuery") wire.trendsFilter = trendsFilter(wire.trendsFilter as TrendsFilter);
  if (query.kind === "RetentionQuery") wire.retentionFilter = retentionFilter(query.retentionFilter ?? {});
  if (query.kind === "PathsQuery" && query.pathsFilter) wire.pathsFilter = pathsFilter(query.pathsFilter);
  if (query.kind === "FunnelsQuery") {
    const filter = query.funnelsFilter ?? {};
    const exclusions = filter.exclusions?.map(completeNode);
    wire.funnelsFilter = {
      ...(wire.funnelsFilter as Wire),
      ...(exclusions ? { exclusions } : {}),
    };
  }
  return wire;
}

/** Displays over time share one answer, so that switching between them is instant. */
function trendsFilter(filter: TrendsFilter = {}): Wire {
  const display = displayInfo(filter.display);
  const asked =
    display.total || display.id === "ActionsLineGraphCumulative" ? display.id : "ActionsLineGraph";
  const formulas = filter.formulaNodes?.filter(({ formula }) => formula.trim() !== "");
  const { formula, formulaNodes: _, ...rest } = filter;
  return {
    ...rest,
    display: asked,
    ...(formula?.trim() ? { formula: formula.toUpperCase() } : {}),
    ...(formulas?.length
      ? { formulaNodes: formulas.map((node) => ({ ...node, formula: node.formula.toUpperCase() })) }
      : {}),
  };
}

/** Lines and rules that are still empty wait. */
function pathsFilter(filter: PathsFilter): Wire {
  const lines = (list: readonly string[] | undefined) => list?.filter((line) => line.trim() !== "");
  const rules = filter.localPathCleaningFilters?.filter(({ regex }) => regex !== "");
  return without(
    {
      ...filter,
      pathGroupings: lines(filter.pathGroupings),
      excludeEvents: lines(filter.excludeEvents),
      localPathCleaningFilters: rules?.map((rule, order) => ({ ...rule, order })),
    },
    [],
  );
}

function retentionFilter(
  filter: NonNullable<(InsightQuery & { kind: "RetentionQuery" })["retentionFilter"]>,
) {
  const rest = without(filter as Wire, VIEW_ONLY.retentionFilter ?? []);
  const entity = (node: Wire | undefined) =>
    node && { ...node, properties: completeFilters((node.properties ?? []) as readonly PropertyFilter[]) };
  const targetEntity = entity(filter.targetEntity as Wire | undefined);
  const returningEntity = entity(filter.returningEntity as Wire | undefined);
  return { ...rest, ...(targetEntity && { targetEntity }), ...(returningEntity && { returningEntity }) };
}

/** A node without half-typed filters; a measure that lacks its property counts events instead. */
function completeNode<Node extends EntityNode>(node: Node): Node {
  const info = mathInfo(node.math ?? "total");
  const lacks =
    (info.needsProperty && !node.math_property) || (node.math === "hogql" && !node.math_hogql?.trim());
  return {
    ...node,
    ...(lacks ? { math: "total" } : {}),
    ...(node.nodes ? { nodes: node.nodes.map(completeNode) } : {}),
    ...(node.properties ? { properties: node.properties.filter(isComplete) } : {}),
  };
}

/** Filters whose values are all there; groups that become empty are dropped. */
export function completeFilters(filters: Filters): Filters {
  return isGroup(filters) ? completeGroup(filters) : filters.filter(isComplete);
}

function completeGroup(group: FilterGroup): FilterGroup {
  const values = group.values
    .map((item) => (isGroup(item) ? completeGroup(item) : item))
    .filter((item) => (isGroup(item) ? item.values.length > 0 : isComplete(item)));
  return { ...group, values };
}

function without(object: Wire, keys: readonly string[]): Wire {
  return Object.fromEntries(
    Object.entries(object).filter(([key, value]) => !keys.includes(key) && value !== undefined),
  );
}

const EDITABLE: ReadonlySet<string> = new Set(KINDS.map(({ kind }) => kind));

/** What is asked for a node of any kind; null when there is no query in it. */
export function requestOf(node: unknown): Wire | null {
  const inner = unwrapQuery(node);
  if (!inner) return null;
  return EDITABLE.has(inner.kind) ? toRequest(inner as unknown as InsightQuery) : inner;
}
