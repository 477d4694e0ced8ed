import { isComplete } from "../filters/filter.ts";
import { groupIndexOf, typeOf } from "../taxonomy/source.ts";
import { mathInfo } from "./maths.ts";
import type { ExplorerState, SeriesState } from "./state.ts";

/** The `TrendsQuery` of an editor state. What is still incomplete is left out. */
export function toTrendsQuery(state: ExplorerState): Readonly<Record<string, unknown>> {
  const formula = state.formula?.trim();
  return {
    kind: "TrendsQuery",
    series: state.series.map(toNode),
    interval: state.interval,
    dateRange: { date_from: state.from, date_to: state.to },
    properties: state.filters.filter(isComplete),
    trendsFilter: { display: state.display, ...(formula ? { formula: formula.toUpperCase() } : {}) },
    ...(state.breakdown ? { breakdownFilter: toBreakdown(state.breakdown) } : {}),
    ...(state.compare
      ? {
          compareFilter: {
            compare: true,
            ...(state.compare === "previous" ? {} : { compare_to: state.compare }),
          },
        }
      : {}),
  };
}

function toBreakdown({ source, property }: NonNullable<ExplorerState["breakdown"]>) {
  const group = groupIndexOf(source);
  return {
    breakdown: property,
    breakdown_type: typeOf(source),
    ...(group === null ? {} : { breakdown_group_type_index: group }),
  };
}

function toNode(series: SeriesState): Readonly<Record<string, unknown>> {
  const needsProperty = mathInfo(series.math).needsProperty;
  const math = needsProperty && !series.mathProperty ? "total" : series.math;
  return {
    kind: "EventsNode",
    event: series.event,
    ...(series.event ? { name: series.event } : {}),
    ...(series.name ? { custom_name: series.name } : {}),
    math,
    ...(needsProperty && series.mathProperty
      ? { math_property: series.mathProperty, math_property_type: "event_properties" }
      : {}),
    properties: series.filters.filter(isComplete),
  };
}
