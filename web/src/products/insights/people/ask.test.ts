import { describe, expect, it } from "vitest";
import type { TrendsItem } from "../shape/trends.ts";
import { actorsQuery, toActors } from "./actors.ts";
import {
  askFunnelStep,
  askFunnelTrend,
  askLifecycle,
  askPath,
  askRetention,
  askStickiness,
  askTrend,
} from "./ask.ts";

const buy = { kind: "EventsNode", event: "buy" } as const;
const trend = { kind: "TrendsQuery", series: [buy] } as const;
const funnel = { kind: "FunnelsQuery", series: [buy, buy] } as const;
const item: TrendsItem = { label: "buy", data: [1], days: ["2026-01-01"], count: 1, action: { order: 1 } };

describe("who is behind", () => {
  const cases: [string, { source: unknown } | null, object | null][] = [
    ["a point", askTrend(trend, item, 0, "x"), { kind: "InsightActorsQuery", series: 1, day: "2026-01-01" }],
    ["a total", askTrend(trend, item, null, "x"), { series: 1 }],
    [
      "a point of a breakdown value, compared",
      askTrend(trend, { ...item, breakdown_value: ["a", "b"], compare_label: "previous" }, 0, "x"),
      { breakdown: ["a", "b"], compare: "previous" },
    ],
    ["a formula: nobody", askTrend(trend, { ...item, action: null }, 0, "x"), null],
    ["a step", askFunnelStep(funnel, 2, {}, "x"), { kind: "FunnelsActorsQuery", funnelStep: 2 }],
    [
      "a drop-off of a value",
      askFunnelStep(funnel, -2, { breakdown_value: ["a"], compare_label: "previous" }, "x"),
      { funnelStep: -2, funnelStepBreakdown: ["a"], compare: "previous" },
    ],
    [
      "a day of a funnel's trend",
      askFunnelTrend(funnel, "2026-01-01", {}, false, "x"),
      { funnelTrendsDropOff: false, funnelTrendsEntrancePeriodStart: "2026-01-01 00:00:00" },
    ],
    [
      "a row",
      askRetention({ kind: "RetentionQuery" }, 3, 1, ["Day 0", "Day 1"], "a", "x"),
      { interval: 3, breakdown: "a" },
    ],
    [
      "a number of days",
      askStickiness({ kind: "StickinessQuery", series: [buy] }, item, 4, "x"),
      { day: 4, series: 1 },
    ],
    [
      "a status",
      askLifecycle(
        { kind: "LifecycleQuery", series: [buy] },
        { status: "new", data: [], days: ["2026-01-01"], count: 0 },
        0,
        "x",
      ),
      { day: "2026-01-01", status: "new" },
    ],
    [
      "a link",
      askPath({ kind: "PathsQuery" }, { source: "1_/a", target: "2_/b" }, false),
      { source: { pathsFilter: { pathStartKey: "1_/a", pathEndKey: "2_/b" } } },
    ],
    [
      "a last node",
      askPath({ kind: "PathsQuery" }, { node: "2_/b" }, true),
      { source: { pathsFilter: { pathEndKey: "2_/b" } } },
    ],
  ];
  it.each(cases)("%s", (_name, ask, expected) => {
    if (expected === null) expect(ask).toBeNull();
    else expect(ask?.source).toMatchObject(expected);
  });

  it("a path is named by its steps", () => {
    expect(askPath({ kind: "PathsQuery" }, { source: "1_/a", target: "2_/b" }, false).title).toBe("/a → /b");
  });
});

describe("rows of people", () => {
  const person = { id: "p1", properties: { email: "a@b.test" }, distinct_ids: ["d1"] };
  it("count events where the number counts events", () => {
    const ask = askTrend(trend, item, 0, "x");
    if (!ask) throw new Error("nobody");
    expect(actorsQuery(ask, 100)).toMatchObject({
      select: ["actor", "event_count"],
      offset: 100,
      limit: 100,
    });
    expect(toActors(ask, [[person, 3]])).toEqual([
      { id: "p1", properties: person.properties, distinctIds: ["d1"], events: 3, appearances: [] },
    ]);
  });
  it("say when someone came back", () => {
    const ask = askRetention(
      { kind: "RetentionQuery", retentionFilter: { period: "Week" } },
      0,
      1,
      ["Week 0", "Week 1"],
      null,
      "x",
    );
    expect(actorsQuery(ask, 0).select).toEqual(["person", "week_0", "week_1"]);
    expect(toActors(ask, [[person, 1, 0]])[0]?.appearances).toEqual([true, false]);
  });
  it("may be groups, or persons that are gone", () => {
    const ask = askFunnelStep(funnel, 1, {}, "x");
    expect(
      toActors(ask, [[{ id: "acme", group_properties: { name: "Acme" } }], [{ id: "p2" }], ["p3"]]),
    ).toMatchObject([
      { id: "acme", properties: { name: "Acme" } },
      { id: "p2", properties: {}, distinctIds: [] },
      { id: "p3" },
    ]);
  });
});
