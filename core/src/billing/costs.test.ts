import { describe, expect, test } from "vitest";
import { eventShares, eventsRead, readerCosts, shareOf } from "./costs.ts";
import type { UsageRow } from "./usage.ts";

const row = (product: UsageRow["product"], event: string, billable: number): UsageRow => ({
  environmentId: 1,
  day: "",
  product,
  event,
  sdk: "",
  billable,
  free: 0,
  bot: 0,
  test: 0,
  duplicate: 0,
  rejected: 0,
  quarantined: 0,
  over_limit: 0,
  dropped: 0,
});
const costs = { events: { units: 400, cost: 1_000 }, surveys: { units: 10, cost: 80 } };

test.each([
  [100, { units: 400, cost: 1_000 }, 250],
  [400, { units: 400, cost: 1_000 }, 1_000],
  [1, { units: 3, cost: 10 }, 3],
  [5, { units: 0, cost: 0 }, 0],
  [5, undefined, 0],
])("%d of %j", (units, whole, cost) => expect(shareOf(units, whole)).toEqual({ units, cost }));

test("events take their part of their product's cost; what is not made of events none", () => {
  const rows = [
    row("events", "order", 100),
    row("events", "order", 20),
    row("surveys", "survey sent", 5),
    row("flags", "x", 9),
    row("recordings", "", 9),
  ];
  expect(Object.fromEntries(eventShares(rows, costs))).toEqual({
    order: { units: 120, cost: 300 },
    "survey sent": { units: 5, cost: 40 },
  });
});

describe("what queries read", () => {
  test.each([
    [
      "a trend",
      [{ kind: "TrendsQuery", series: [{ kind: "EventsNode", event: "order" }] }],
      ["order"],
      false,
      false,
    ],
    ["all events", [{ series: [{ kind: "EventsNode", event: null }] }], [], true, false],
    ["an action", [{ series: [{ kind: "ActionsNode", id: 3 }] }], [], false, true],
    ["SQL", [{ kind: "DataTableNode", source: { kind: "HogQLQuery", query: "select 1" } }], [], false, true],
    [
      "retention",
      [{ kind: "RetentionQuery", retentionFilter: { targetEntity: { id: "a", type: "events" } } }],
      ["a"],
      false,
      false,
    ],
    ["web", [{ kind: "WebOverviewQuery" }], ["$pageview"], false, false],
    ["nothing", [null, 3, "text"], [], false, false],
  ] as const)("%s", (_, queries, events, all, unknown) => {
    const reads = eventsRead(queries as never);
    expect([[...reads.events], reads.all, reads.unknown]).toEqual([events, all, unknown]);
  });
});

test("readers share events; alone is what nobody else reads", () => {
  const shares = eventShares(
    [row("events", "a", 100), row("events", "b", 200), row("events", "c", 100)],
    costs,
  );
  const reads = (...events: string[]) => ({ events: new Set(events), all: false, unknown: false });
  const [one, two] = readerCosts(
    [
      { reader: 1, reads: reads("a", "b", "gone") },
      { reader: 2, reads: reads("b") },
    ],
    shares,
  );
  expect([one!.total.cost, one!.alone.cost]).toEqual([750, 250]);
  expect([two!.total.cost, two!.alone.cost]).toEqual([500, 0]);
  const [all] = readerCosts([{ reader: 3, reads: { ...reads(), all: true } }], shares);
  expect(all!.total).toEqual({ units: 400, cost: 1_000 });
});
