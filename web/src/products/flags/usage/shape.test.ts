import { describe, expect, it } from "vitest";
import { lastDays } from "../../../charts/day-chart.ts";
import { reasonName, type Split, usageChart } from "./shape.ts";
import type { EvaluationRow, FlagUsage } from "./types.ts";

const evaluation = (day: string, part: Partial<EvaluationRow> = {}): EvaluationRow => ({
  day,
  variant: "",
  enabled: true,
  reason: "condition_match",
  count: 1,
  ...part,
});
const call = { day: "2026-03-01", response: "true", sdk: "web", reason: "", count: 4 };
const usage: FlagUsage = {
  last_evaluated_at: null,
  counted: {
    total: 0,
    evaluations: [
      evaluation("2026-02-28", { count: 5 }),
      evaluation("2026-03-01", { variant: "test", count: 7 }),
      evaluation("2026-03-01", { variant: "test", reason: "brand_new", count: 2 }),
      evaluation("2026-03-01", { enabled: false, reason: "out_of_rollout_bound", count: 1 }),
      evaluation("2026-01-01", { count: 99 }),
    ],
  },
  reported: { total: 0, calls: [call, { ...call, sdk: "", count: 1 }] },
};
const DAYS = lastDays(2, "2026-03-01");

describe("usage over days", () => {
  it.each<[Split, [string, number[]][]]>([
    [
      "variant",
      [
        ["test", [0, 9]],
        ["on", [5, 0]],
        ["off", [0, 1]],
      ],
    ],
    [
      "reason",
      [
        ["A condition matched", [5, 7]],
        ["brand_new", [0, 2]],
        ["Outside the rollout", [0, 1]],
      ],
    ],
    [
      "sdk",
      [
        ["web", [0, 4]],
        ["unknown SDK", [0, 1]],
      ],
    ],
  ])("by %s, most used first, days outside left out", (split, series) => {
    const chart = usageChart(usage, split, DAYS);
    expect(chart.series.map(({ label, values }) => [label, values])).toEqual(series);
    expect(chart.labels).toEqual(["28 Feb", "1 Mar"]);
  });

  it("joins what has no colour left, and loses nothing", () => {
    const evaluations = [...Array(12).keys()].map((index) =>
      evaluation("2026-03-01", { variant: `v${index}`, count: 20 - index }),
    );
    const chart = usageChart({ ...usage, counted: { total: 0, evaluations } }, "variant", DAYS);
    expect(chart.series).toHaveLength(8);
    expect(chart.series.at(-1)).toMatchObject({ label: "Others", values: [0, 13 + 12 + 11 + 10 + 9] });
  });

  it("counts days over the end of a month", () => {
    expect(lastDays(3, "2028-03-01")).toEqual(["2028-02-28", "2028-02-29", "2028-03-01"]);
  });

  it("keeps reasons it does not know", () => {
    expect([reasonName("flag_disabled"), reasonName("x"), reasonName("")]).toEqual([
      "Switched off",
      "x",
      "No reason given",
    ]);
  });
});
