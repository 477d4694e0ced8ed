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
