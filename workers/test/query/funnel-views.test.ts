import type { JsonObject } from "@edgewise/core/events/types.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FunnelBed, funnel, node, startFunnelBed } from "./funnel-bed.ts";

let bed: FunnelBed;
beforeAll(async () => {
  bed = await startFunnelBed();
});
afterAll(() => bed?.runner.close());

interface Step {
  readonly count: number;
  readonly average_conversion_time: number | null;
  readonly breakdown?: unknown;
  readonly breakdown_value?: unknown;
  readonly compare_label?: string;
}
const counts = (steps: readonly Step[]) => steps.map(({ count }) => count);

describe("steps", () => {
  it.each<[string, JsonObject, number[]]>([
    ["required", {}, [4, 2, 1]],
    [
      "one may be left out",
      { series: [node("in"), node("mid", { optionalInFunnel: true }), node("out")] },
      [4, 2, 2],
    ],
    [
      "one may be left out, strict",
      {
        series: [node("in"), node("mid", { optionalInFunnel: true }), node("out")],
        funnelsFilter: { funnelOrderType: "strict" },
      },
      [4, 2, 2],
    ],
    [
      "one may be left out, and an exclusion that starts at it reaches from the step before",
      {
        series: [node("in"), node("mid", { optionalInFunnel: true }), node("out"), node("x")],
        funnelsFilter: { exclusions: [node("mid", { funnelFromStep: 2, funnelToStep: 3 })] },
      },
      [4, 2, 2, 0],
    ],
    [
      "the last may be left out",
      { series: [node("in"), node("out"), node("x", { optionalInFunnel: true })] },
      [4, 2, 0],
    ],
    ["the first time ever", { series: [node("in", { math: "first_time_for_user" }), node("mid")] }, [3, 2]],
    [
      "the first time ever, with filters after that",
      {
        series: [
          node("in", {
            math: "first_time_for_user",
            properties: [{ key: "colour", value: "red", type: "event" }],
          }),
          node("mid"),
        ],
      },
      [2, 2],
    ],
    [
      "the first that matches",
      {
        series: [
          node("in", {
            math: "first_time_for_user_with_filters",
            properties: [{ key: "colour", value: ["red", "blue"], type: "event" }],
          }),
          node("mid"),
        ],
      },
      [4, 2],
    ],
  ])("%s", async (_, query, expected) => {
    expect(counts((await bed.run(funnel(query))).results as Step[])).toEqual(expected);
  });

  it("conversion times count from the step before that can't be left out", async () => {
    const series = [node("in"), node("mid", { optionalInFunnel: true }), node("out")];
    const { results } = await bed.run(funnel({ series }));
    const times = (results as Step[]).map(({ average_conversion_time }) => average_conversion_time);
    expect(times).toEqual([null, (5 * 60 + 30 * 60) / 2, (10 * 60 + 120 * 60) / 2]);
  });
});

describe("cohorts", () => {
  const breakdownFilter = { breakdown_type: "cohort", breakdown: [5, 6, 7, "all"] };

  it("break steps down", async () => {
    const { results } = await bed.run(funnel({ breakdownFilter }));
    expect(
      (results as Step[][]).map((steps) => [
        steps[0]?.breakdown,
        steps[0]?.breakdown_value,
        ...counts(steps),
      ]),
    ).toEqual([
      ["all users", "all", 4, 2, 1],
      ["First", 5, 2, 1, 1],
      ["Second", 6, 1, 1, 0],
    ]);
  });

  it("break trends down", async () => {
    const { results } = await bed.run(
      funnel({ breakdownFilter, funnelsFilter: { funnelVizType: "trends", funnelToStep: 1 } }),
    );
    expect(results).toMatchObject([
      { breakdown_value: "all", data: [50, 50, 0] },
      { breakdown_value: 5, data: [50, 0, 0] },
      { breakdown_value: 6, data: [0, 100, 0] },
      { breakdown_value: 7, data: [0, 0, 0] },
    ]);
  });
});

describe("comparison with an earlier period", () => {
  const compareFilter = { compare: true, compare_to: "-4d" };

  it("of steps", async () => {
    const results = (await bed.run(funnel({ compareFilter }))).results as Step[];
    expect(results.map(({ count, compare_label }) => [compare_label, count])).toEqual([
      ["current", 4],
      ["current", 2],
      ["current", 1],
      ["previous", 1],
      ["previous", 1],
      ["previous", 1],
    ]);
  });

  it("of breakdowns: each value in both periods", async () => {
    const breakdownFilter = { breakdown: "colour" };
    const results = (await bed.run(funnel({ compareFilter, breakdownFilter }))).results as Step[][];
    expect(
      results.map(([step]) => [step?.compare_label, String(step?.breakdown_value), step?.count]),
    ).toEqual([
      ["current", "blue", 2],
      ["current", "red", 2],
      ["current", "green", 0],
      ["previous", "blue", 0],
      ["previous", "red", 0],
      ["previous", "green", 1],
    ]);
  });

  it("of times: in the same bins", async () => {
    const { results } = await bed.run(
      funnel({
        compareFilter,
        funnelsFilter: { funnelVizType: "time_to_convert", funnelToStep: 1, binCount: 2 },
      }),
    );
    expect(results).toEqual([
      {
        bins: [
          [60, 1],
          [930, 0],
          [1800, 1],
        ],
        average_conversion_time: 1050,
        median_conversion_time: 1050,
        compare_label: "current",
      },
      {
        bins: [
          [60, 1],
          [930, 0],
          [1800, 0],
        ],
        average_conversion_time: 60,
        median_conversion_time: 60,
        compare_label: "previous",
      },
    ]);
  });

  it("of trends", async () => {
    const answer = await bed.run(funnel({ compareFilter, funnelsFilter: { funnelVizType: "trends" } }));
    expect(answer.results).toMatchObject([
      { compare_label: "current", data: [50, 0, 0], days: ["2026-01-05", "2026-01-06", "2026-01-07"] },
      { compare_label: "previous", data: [100, 0, 0], days: ["2026-01-01", "2026-01-02", "2026-01-03"] },
    ]);
  });
});
