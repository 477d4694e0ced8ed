import { breakdownsOf } from "./breakdowns.ts";
import type { TrendsQuery } from "./types.ts";

export type ChartKind = "line" | "bar" | "grouped" | "area";

export interface DisplayInfo {
  readonly id: string;
  readonly title: string;
  /** One number a series instead of one a bucket. */
  readonly total: boolean;
  /** Chart of displays over time. */
  readonly chart?: ChartKind;
}

const timed = (id: string, title: string, chart: ChartKind): DisplayInfo => ({
  id,
  title,
  total: false,
  chart,
});
const total = (id: string, title: string): DisplayInfo => ({ id, title, total: true });

/** How a trend can be shown (ids of the public API), in the order of the menu. */
export const DISPLAYS: readonly DisplayInfo[] = [
  timed("ActionsLineGraph", "Line", "line"),
  timed("ActionsAreaGraph", "Area", "area"),
  timed("ActionsBar", "Stacked bars", "bar"),
  timed("ActionsUnstackedBar", "Bars side by side", "grouped"),
  timed("ActionsLineGraphCumulative", "Cumulative line", "line"),
  total("BoldNumber", "Number"),
  total("ActionsBarValue", "Totals as bars"),
  total("ActionsPie", "Pie"),
  total("ActionsTable", "Table"),
  total("WorldMap", "World map"),
];

const ALIASES: Readonly<Record<string, string>> = {
  Auto: "ActionsLineGraph",
  ActionsStackedBar: "ActionsBar",
  ActionsDonut: "ActionsPie",
  Metric: "ActionsLineGraph",
};

/** The display of a query; what this app can't draw is shown as lines. */
export function displayInfo(id: string | undefined): DisplayInfo {
  const wanted = ALIASES[id ?? ""] ?? id;
  return DISPLAYS.find((item) => item.id === wanted) ?? (DISPLAYS[0] as DisplayInfo);
}

const COUNTRY = { type: "event", property: "$geoip_country_code" } as const;

/** The query in another display; a map is broken down by country. */
export function withDisplay(query: TrendsQuery, display: string): TrendsQuery {
  const shown = { ...query, trendsFilter: { ...query.trendsFilter, display } };
  const mapped = breakdownsOf(query)[0]?.property === COUNTRY.property;
  return display === "WorldMap" && !mapped ? { ...shown, breakdownFilter: { breakdowns: [COUNTRY] } } : shown;
}
