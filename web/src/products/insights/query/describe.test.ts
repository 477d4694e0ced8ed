import { expect, it } from "vitest";
import { describeQuery } from "./describe.ts";

const event = (name: string | null, more: object = {}) => ({ kind: "EventsNode", event: name, ...more });

it.each([
  ["count", { kind: "TrendsQuery", series: [event("$pageview")] }, "Pageview"],
  [
    "measures",
    {
      kind: "TrendsQuery",
      series: [event("buy", { math: "sum", math_property: "price" }), event(null, { math: "dau" })],
    },
    "Sum of price: buy, Unique persons: Any event",
  ],
  ["names", { kind: "TrendsQuery", series: [event("buy", { custom_name: "Sales" })] }, "Sales"],
  [
    "groups",
    { kind: "TrendsQuery", series: [{ kind: "GroupNode", nodes: [event("a"), event("b")] }] },
    "a or b",
  ],
  [
    "breakdown",
    {
      kind: "TrendsQuery",
      series: [event("buy")],
      breakdownFilter: {
        breakdowns: [
          { type: "event", property: "plan" },
          { type: "person", property: "tier" },
        ],
      },
    },
    "buy by plan, tier",
  ],
  [
    "older breakdown",
    { kind: "FunnelsQuery", series: [event("a"), event("b")], breakdownFilter: { breakdown: "plan" } },
    "a → b by plan",
  ],
  [
    "retention",
    { kind: "RetentionQuery", retentionFilter: { targetEntity: { id: "a" }, returningEntity: { id: "b" } } },
    "Retention: a, then b",
  ],
  ["stickiness", { kind: "StickinessQuery", series: [event("a")] }, "Stickiness of a"],
  ["lifecycle", { kind: "LifecycleQuery", series: [event("a")] }, "Lifecycle of a"],
  ["paths", { kind: "PathsQuery", pathsFilter: { startPoint: "/a", endPoint: "/b" } }, "Paths from /a to /b"],
  ["action", { kind: "LifecycleQuery", series: [{ kind: "ActionsNode", id: 3 }] }, "Lifecycle of Action 3"],
  ["SQL", { kind: "DataVisualizationNode", source: { kind: "HogQLQuery", query: "select 1" } }, "SQL"],
  ["nothing", null, "Query"],
])("describeQuery: %s", (_name, query, expected) => expect(describeQuery(query)).toBe(expected));

it("is never longer than the API takes", () => {
  const long = { kind: "TrendsQuery", series: Array.from({ length: 26 }, () => event("x".repeat(50))) };
  expect(describeQuery(long)).toHaveLength(400);
});
