import { describe, expect, it } from "vitest";
import { defaultSettings, numericColumns, settingsFor, toSqlChart } from "./chart.ts";

const columns = ["day", "plan", "events", "persons"];
const rows = [
  ["2026-01-01T00:00:00Z", "team", 3, 1],
  ["2026-01-01T00:00:00Z", "scale", 4, 2],
  ["2026-01-02T00:00:00Z", "team", null, 5],
];

describe("columns", () => {
  it("are numbers when all are", () => {
    expect(numericColumns(columns, rows)).toEqual(["events", "persons"]);
    expect(numericColumns(["a"], [[null]])).toEqual([]);
    expect(numericColumns(["a"], [["1.5"], [2]])).toEqual(["a"]);
  });
  it("have a place by themselves", () => {
    expect(defaultSettings(columns, rows)).toEqual({
      xAxis: { column: "day" },
      yAxis: [{ column: "events" }, { column: "persons" }],
    });
  });
  it("that are gone fall back", () => {
    const chosen = {
      xAxis: { column: "old" },
      yAxis: [{ column: "persons" }, { column: "old" }],
      seriesBreakdownColumn: "old",
    };
    expect(settingsFor(chosen, columns, rows)).toEqual({
      xAxis: { column: "day" },
      yAxis: [{ column: "persons" }],
    });
  });
});

describe("toSqlChart", () => {
  const lines = (settings: Parameters<typeof toSqlChart>[2]) => {
    const chart = toSqlChart(columns, rows, settings);
    return [chart.labels, ...chart.series.map(({ label, values }) => [label, ...values])];
  };
  it("adds up rows of one x", () => {
    expect(lines({ xAxis: { column: "day" }, yAxis: [{ column: "events" }] })).toEqual([
      ["2026-01-01", "2026-01-02"],
      ["events", 7, 0],
    ]);
  });
  it("makes a series of each value", () => {
    expect(
      lines({ xAxis: { column: "day" }, yAxis: [{ column: "persons" }], seriesBreakdownColumn: "plan" }),
    ).toEqual([
      ["2026-01-01", "2026-01-02"],
      ["team", 1, 5],
      ["scale", 2, 0],
    ]);
  });
  it("numbers the rows without x", () => {
    expect(lines({ yAxis: [{ column: "persons" }] })).toEqual([
      ["1", "2", "3"],
      ["persons", 1, 2, 5],
    ]);
  });
});
