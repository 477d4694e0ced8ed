import { describe, expect, it } from "vitest";
import { breakdownFilter, breakdownsOf, propertyBreakdown } from "./breakdowns.ts";
import type { InsightQuery } from "./types.ts";

const browser = { type: "event", property: "$browser" };
const query = (filter: object): InsightQuery => ({
  kind: "TrendsQuery",
  series: [],
  breakdownFilter: filter,
});

describe("breakdownsOf", () => {
  it.each([
    ["the newer form", { breakdowns: [browser] }, [browser]],
    ["the older form", { breakdown: "$browser", breakdown_type: "event" }, [browser]],
    ["without a type", { breakdown: "$browser" }, [browser]],
    [
      "of a group",
      { breakdown: "tier", breakdown_type: "group", breakdown_group_type_index: 1 },
      [{ type: "group", property: "tier", group_type_index: 1 }],
    ],
    [
      "cohorts",
      { breakdown: [1, "all"], breakdown_type: "cohort" },
      [
        { type: "cohort", property: 1 },
        { type: "cohort", property: "all" },
      ],
    ],
    ["nothing", {}, []],
    ["emptied", { breakdown: null, breakdowns: [] }, []],
  ])("%s", (_name, filter, expected) => expect(breakdownsOf(query(filter))).toEqual(expected));
});

describe("breakdownFilter", () => {
  it.each([
    [
      "properties",
      [browser],
      { breakdown: "old", breakdown_limit: 5 },
      { breakdowns: [browser], breakdown_limit: 5 },
    ],
    ["cohorts", [{ type: "cohort", property: 3 }], undefined, { breakdown_type: "cohort", breakdown: [3] }],
    ["nothing", [], { breakdown_limit: 5 }, undefined],
  ])("%s", (_name, list, before, expected) => expect(breakdownFilter(list, before)).toEqual(expected));
  it("is read as it was written", () => {
    for (const list of [
      [browser],
      [browser, { type: "person", property: "x" }],
      [{ type: "cohort", property: 3 }],
    ]) {
      expect(breakdownsOf(query(breakdownFilter(list, undefined) ?? {}))).toEqual(list);
    }
  });
});

it.each([
  ["event", { type: "event", property: "x" }],
  ["session", { type: "session", property: "x" }],
  ["group_2", { type: "group", property: "x", group_type_index: 2 }],
] as const)("propertyBreakdown(%s)", (source, expected) =>
  expect(propertyBreakdown(source, "x")).toEqual(expected),
);
