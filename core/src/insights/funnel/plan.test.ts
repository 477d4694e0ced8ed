import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../events/types.ts";
import type { InsightContext } from "../query-kind.ts";
import { classesOf, subsets } from "./overlap.ts";
import { planFunnel } from "./plan.ts";
import { funnelsSchema } from "./schema.ts";

const fail = () => ({ ok: false, error: { code: "syntax", message: "no parser" } }) as const;
const CONTEXT: InsightContext = {
  environmentId: 7,
  timezone: "UTC",
  weekStartDay: 1,
  hasPersonOverrides: false,
  now: Date.parse("2026-01-08T10:30:00Z"),
  testAccountFilters: [],
  parser: { parseSelect: fail, parseExpr: fail },
  actions: new Map([[3, { id: 3, name: "Buy", steps: [{ event: "b" }, { event: "c" }] }]]),
};

const node = (event: string | null, more: JsonObject = {}) => ({ kind: "EventsNode", event, ...more });
const action = { kind: "ActionsNode", id: 3 };
const plan = (query: JsonObject) => {
  const parsed = funnelsSchema.parse({ kind: "FunnelsQuery", dateRange: { date_from: "-7d" }, ...query });
  const planned = planFunnel(parsed, CONTEXT);
  if (!planned.ok) throw new Error(planned.error.message);
  return planned.value;
};

describe("how events are looked at", () => {
  const strict = { funnelsFilter: { funnelOrderType: "strict" } };
  it.each<[string, JsonObject[], JsonObject, string]>([
    ["different events", [node("a"), node("b")], {}, "apart"],
    ["an action of other events", [node("a"), action], {}, "apart"],
    ["an action of the same events", [node("b"), action], {}, "moments"],
    ["the same event again", [node("a"), node("b"), node("a")], {}, "moments"],
    ["nothing but the same event", [node("a"), node("a"), node("a")], {}, "same"],
    ["any event", [node("a"), node(null)], {}, "moments"],
    [
      "more steps than a query has room for",
      Array.from({ length: 15 }, (_, n) => node("ab"[n % 2] ?? "")),
      {},
      "ranked",
    ],
    ["any event, strict", [node("a"), node(null)], strict, "ranked"],
    [
      "the same event, optional",
      [node("a"), node("b", { optionalInFunnel: true }), node("b", { math: "first_time_for_user" })],
      {},
      "ranked",
    ],
    ["different events, strict", [node("a"), node("b")], strict, "apart"],
    [
      "more conditions of one event than sets of them can be looked at",
      Array.from({ length: 7 }, (_, n) => node("a", { properties: [{ key: "n", value: n }] })),
      {},
      "ranked",
    ],
  ])("%s", (_, series, more, layout) => {
    expect(plan({ series, ...more })[0].layout).toBe(layout);
  });
});

describe("windows and ranges", () => {
  const series = [node("a"), node("b", { optionalInFunnel: true }), node("c"), node("d")];

  it("nothing is later than the end of the range", () => {
    const [{ windowMs, range }] = plan({
      series,
      funnelsFilter: { funnelWindowInterval: 100_000, funnelWindowIntervalUnit: "month" },
    });
    expect(windowMs).toBe(range.to - range.from + 1);
  });

  it.each<[number, number, number, number | undefined]>([
    [0, 2, 0, 2],
    [1, 2, 0, 2],
    [0, 1, 0, 2],
    [2, 3, 2, 3],
  ])(
    "an exclusion from %i to %i ends at steps that can't be left out",
    (from, to, expectedFrom, expectedTo) => {
      const exclusions = [node("x", { funnelFromStep: from, funnelToStep: to })];
      const [
        {
          exclusions: [exclusion],
        },
      ] = plan({ series, funnelsFilter: { exclusions } });
      expect(exclusion).toMatchObject({ from: expectedFrom, to: expectedTo });
    },
  );

  it("an exclusion to an optional last step lasts until the window ends", () => {
    const exclusions = [node("x", { funnelFromStep: 0, funnelToStep: 1 })];
    const [
      {
        exclusions: [exclusion],
      },
    ] = plan({ series: series.slice(0, 2), funnelsFilter: { exclusions } });
    expect(exclusion?.to).toBeUndefined();
  });

  it("a comparison has a plan for each period", () => {
    const [current, previous] = plan({ series, compareFilter: { compare: true } });
    expect(previous?.range.to).toBe(current.range.from - 1);
  });
});

describe("sets of steps", () => {
  it("steps of one condition are one class", () => {
    expect(classesOf([0, 1, 2, 3], (a, b) => a % 2 === b % 2)).toEqual([
      [0, 2],
      [1, 3],
    ]);
  });
  it("every choice of at least one", () => {
    expect(subsets(["a", "b"])).toEqual([["a"], ["b"], ["a", "b"]]);
  });
});
