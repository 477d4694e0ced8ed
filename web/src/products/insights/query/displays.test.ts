import { expect, it } from "vitest";
import { DISPLAYS, displayInfo, withDisplay } from "./displays.ts";

it.each([
  [undefined, "ActionsLineGraph"],
  ["ActionsPie", "ActionsPie"],
  ["ActionsDonut", "ActionsPie"],
  ["ActionsStackedBar", "ActionsBar"],
  ["BoxPlot", "ActionsLineGraph"],
])("displayInfo(%s)", (id, expected) => expect(displayInfo(id).id).toBe(expected));

it("every display has a chart or a total", () => {
  for (const { total, chart } of DISPLAYS) expect(total).toBe(chart === undefined);
});

it("a map is broken down by country, other displays keep what there is", () => {
  const query = { kind: "TrendsQuery", series: [] } as const;
  const map = withDisplay(query, "WorldMap");
  expect(map.breakdownFilter).toEqual({ breakdowns: [{ type: "event", property: "$geoip_country_code" }] });
  expect(withDisplay(map, "ActionsPie").breakdownFilter).toBe(map.breakdownFilter);
  expect(withDisplay(query, "ActionsPie").breakdownFilter).toBeUndefined();
});
