import { describe, expect, it } from "vitest";
import {
  defaultQuery,
  eventNode,
  fromRetentionEntity,
  seriesOf,
  switchKind,
  toRetentionEntity,
} from "./defaults.ts";
import { KINDS } from "./kinds.ts";
import { parseQuery } from "./parse.ts";
import type { InsightQuery } from "./types.ts";

const plan = { type: "person", key: "plan", operator: "exact", value: ["team"] };
const rich: InsightQuery = {
  kind: "TrendsQuery",
  series: [
    { ...eventNode("buy"), math: "sum", math_property: "price", properties: [plan] },
    eventNode("return"),
  ],
  interval: "week",
  dateRange: { date_from: "-90d" },
  properties: [plan],
  filterTestAccounts: true,
  samplingFactor: 0.1,
  breakdownFilter: { breakdowns: [{ type: "event", property: "$browser" }] },
};
const kinds = KINDS.map(({ kind }) => kind);

describe("switchKind", () => {
  it.each(kinds)("to %s keeps filters, test accounts and the sample", (kind) => {
    const { properties, filterTestAccounts, samplingFactor } = switchKind(rich, kind);
    expect([properties, filterTestAccounts, samplingFactor]).toEqual([[plan], true, 0.1]);
  });
  it.each(kinds)("from %s to every other makes a query that can be read", (from) => {
    for (const to of kinds) expect(parseQuery(switchKind(switchKind(rich, from), to))?.kind).toBe(to);
  });
  const events = (query: InsightQuery) => seriesOf(query).map(({ event }) => event);
  it.each([
    ["FunnelsQuery", ["buy", "return"]],
    ["RetentionQuery", ["buy", "return"]],
    ["StickinessQuery", ["buy", "return"]],
    ["LifecycleQuery", ["buy"]],
    ["PathsQuery", []],
  ] as const)("to %s keeps the events", (kind, expected) =>
    expect(events(switchKind(rich, kind))).toEqual(expected),
  );
  it("drops the measure where events only match", () => {
    expect(switchKind(rich, "FunnelsQuery")).toMatchObject({ series: [{ properties: [plan] }, {}] });
    expect(JSON.stringify(switchKind(rich, "LifecycleQuery"))).not.toContain("math");
  });
  it("keeps breakdowns and intervals where there are some", () => {
    expect(switchKind(rich, "FunnelsQuery")).toMatchObject({ breakdownFilter: rich.breakdownFilter });
    expect(switchKind(rich, "StickinessQuery")).toMatchObject({ interval: "week" });
    expect("breakdownFilter" in switchKind(rich, "PathsQuery")).toBe(false);
  });
  it("leaves a query of the kind alone", () => expect(switchKind(rich, "TrendsQuery")).toBe(rich));
});

describe("retention's entities", () => {
  it.each([
    ["event", { ...eventNode("buy"), properties: [plan] }],
    ["any event", eventNode(null)],
    ["action", { kind: "ActionsNode", id: 7, name: "Bought" } as const],
  ])("%s and back", (_name, node) => expect(fromRetentionEntity(toRetentionEntity(node))).toEqual(node));
});

it.each(kinds)("the start of %s can be read from a URL", (kind) => {
  const query = defaultQuery(kind);
  expect(parseQuery(JSON.parse(JSON.stringify(query)))).toEqual(query);
});
