import { isComplete } from "../filters/filter.ts";
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
    ...(state.breakdown
      ? { breakdownFilter: { breakdown: state.breakdown.property, breakdown_type: state.breakdown.type } }
      : {}),
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
