import type { JsonObject } from "@edgewise/core/events/types.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FunnelBed, funnel, node, startFunnelBed } from "./funnel-bed.ts";

let bed: FunnelBed;
beforeAll(async () => {
  bed = await startFunnelBed();
});
afterAll(() => bed?.runner.close());

describe("who", () => {
  const names = async (asked: JsonObject, query: JsonObject = {}) => {
    const { results } = await bed.run({
      kind: "ActorsQuery",
      select: ["actor"],
      source: { kind: "FunnelsActorsQuery", source: funnel(query), ...asked },
    });
    return (results as [{ id: string; properties?: { name: string }; group_key?: string }][])
      .map(([actor]) => actor.properties?.name ?? actor.id)
      .sort();
  };

  it.each<[string, JsonObject, JsonObject, string[]]>([
    ["reached a step", { funnelStep: 2 }, {}, ["ann", "cat"]],
    ["dropped off before it", { funnelStep: -2 }, {}, ["bob", "dan"]],
    ["strict", { funnelStep: 2 }, { funnelsFilter: { funnelOrderType: "strict" } }, ["ann", "cat"]],
    ["any order", { funnelStep: -3 }, { funnelsFilter: { funnelOrderType: "unordered" } }, ["bob", "cat"]],
    [
      "left a step out",
      { funnelStep: -2 },
      { series: [node("in"), node("mid", { optionalInFunnel: true }), node("out")] },
      ["bob", "dan"],
    ],
    [
      "with a value",
      { funnelStep: 1, funnelStepBreakdown: "red" },
      { breakdownFilter: { breakdown: "colour" } },
      ["ann", "cat"],
    ],
    [
      "with a value of the rest",
      { funnelStep: 1, funnelStepBreakdown: ["Other"] },
      { breakdownFilter: { breakdown: "colour", breakdown_limit: 1 } },
      ["ann", "cat"],
    ],
    [
      "of a cohort",
      { funnelStep: -2, funnelStepBreakdown: 5 },
      { breakdownFilter: { breakdown_type: "cohort", breakdown: [5, 6] } },
      ["bob"],
    ],
    [
      "of the period before",
      { funnelStep: 3, compare: "previous" },
      { compareFilter: { compare: true, compare_to: "-4d" } },
      ["dan"],
    ],
    [
      "of sessions",
      { funnelStep: 3 },
      { funnelsFilter: { funnelAggregateByHogQL: "properties.$session_id" } },
      ["ann"],
    ],
    [
      "entered on a day and converted",
      { funnelTrendsDropOff: false, funnelTrendsEntrancePeriodStart: "2026-01-05 00:00:00" },
      { funnelsFilter: { funnelVizType: "trends" } },
      ["ann"],
    ],
    [
      "entered on a day and dropped off",
      { funnelTrendsDropOff: true, funnelTrendsEntrancePeriodStart: "2026-01-06 00:00:00" },
      { funnelsFilter: { funnelVizType: "trends" } },
      ["cat", "dan"],
    ],
  ])("%s", async (_, asked, query, expected) => {
    expect(await names(asked, query)).toEqual(expected);
  });

  it("are groups where the funnel is of groups", async () => {
    expect(await names({ funnelStep: 3 }, { aggregation_group_type_index: 0 })).toEqual(["acme"]);
  });

  it.each<[JsonObject, JsonObject, string]>([
    [
      { funnelTrendsDropOff: true, funnelTrendsEntrancePeriodStart: "2025-01-06" },
      {},
      "is not in the funnel's dates",
    ],
    [{ funnelStep: 1, compare: "previous" }, {}, "compared with nothing"],
    [
      { funnelStep: 1, funnelStepBreakdown: 9 },
      { breakdownFilter: { breakdown_type: "cohort", breakdown: [5] } },
      "not broken down by cohort 9",
    ],
  ])("%j is refused", async (asked, query, message) => {
    await expect(names(asked, query)).rejects.toThrow(message);
  });
});
