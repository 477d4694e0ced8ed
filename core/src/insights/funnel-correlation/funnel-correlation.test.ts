import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../events/types.ts";
import { compileQuery } from "../../sql/compile.ts";
import type { EngineRows, InsightContext } from "../query-kind.ts";
import { prepareQuery } from "../registry.ts";
import { parseElements } from "./parse-elements.ts";
import { shapeCorrelation } from "./shape.ts";

const fail = () => ({ ok: false, error: { code: "syntax", message: "no parser" } }) as const;
const parsed = { ok: true, value: { node: "Field", chain: ["distinct_id"] } } as const;
const CONTEXT: InsightContext = {
  environmentId: 7,
  timezone: "UTC",
  weekStartDay: 1,
  hasPersonOverrides: true,
  now: Date.parse("2026-01-08T10:30:00Z"),
  testAccountFilters: [],
  parser: { parseSelect: fail, parseExpr: () => parsed },
};

const correlation = (more: JsonObject, source: JsonObject = {}, step: JsonObject = {}): JsonObject => ({
  kind: "FunnelCorrelationQuery",
  source: {
    kind: "FunnelsActorsQuery",
    source: {
      kind: "FunnelsQuery",
      series: ["a", "b"].map((event) => ({ kind: "EventsNode", event })),
      ...source,
    },
    ...step,
  },
  ...more,
});

describe("a correlation", () => {
  it.each<[string, JsonObject]>([
    ["events", correlation({ funnelCorrelationType: "events" })],
    [
      "properties of events",
      correlation({ funnelCorrelationType: "event_with_properties", funnelCorrelationEventNames: ["x"] }),
    ],
    [
      "properties of persons",
      correlation({ funnelCorrelationType: "properties", funnelCorrelationNames: ["$all"] }),
    ],
    [
      "properties of groups",
      correlation(
        { funnelCorrelationType: "properties", funnelCorrelationNames: ["plan"] },
        { aggregation_group_type_index: 1 },
      ),
    ],
    [
      "people",
      {
        kind: "FunnelCorrelationActorsQuery",
        source: correlation({ funnelCorrelationType: "events" }),
        funnelCorrelationPersonEntity: { kind: "EventsNode", event: "x" },
      },
    ],
  ])("of %s binds its tenant in every scan", (_, query) => {
    const prepared = prepareQuery(query, CONTEXT);
    if (!prepared.ok || prepared.value.run !== "query") throw new Error(JSON.stringify(prepared));
    const sql = compileQuery(prepared.value.select, CONTEXT);
    if (!sql.ok) throw new Error(sql.error.message);
    const scans =
      sql.value.sql.match(
        /\b(?:FROM|JOIN) (?:events|persons|groups|person_overrides|person_distinct_ids)\b/g,
      ) ?? [];
    const tenants = sql.value.sql.match(/environment_id = \{p\d+:UInt32\}/g) ?? [];
    expect(scans.length).toBeGreaterThan(0);
    expect(tenants.length).toBe(scans.length);
  });

  it.each<[string, JsonObject, string]>([
    ["no type", correlation({}), "query__funnelCorrelationType"],
    [
      "properties of which events",
      correlation({ funnelCorrelationType: "event_with_properties" }),
      "query__funnelCorrelationEventNames",
    ],
    [
      "which properties",
      correlation({ funnelCorrelationType: "properties" }),
      "query__funnelCorrelationNames",
    ],
    [
      "properties of what",
      correlation(
        { funnelCorrelationType: "properties", funnelCorrelationNames: ["a"] },
        { funnelsFilter: { funnelAggregateByHogQL: "distinct_id" } },
      ),
      "query__source__source__funnelsFilter__funnelAggregateByHogQL",
    ],
    [
      "no such step",
      correlation({ funnelCorrelationType: "events" }, {}, { funnelStep: 3 }),
      "query__source__funnelStep",
    ],
    ["no funnel", correlation({ funnelCorrelationType: "events" }, { series: [] }), "query__series"],
  ])("says what is missing: %s", (_, query, attr) => {
    expect(prepareQuery(query, CONTEXT)).toMatchObject({ ok: false, error: { attr } });
  });
});

const rowsOf = (rows: readonly (readonly unknown[])[]): EngineRows => ({
  columns: [],
  rows,
  hogql: "SELECT 1",
  clickhouse: "",
  defaulted: false,
});

interface Shown {
  readonly events: readonly { readonly event: { readonly event: string }; readonly odds_ratio: number }[];
  readonly skewed: boolean;
}
const shown = (rows: readonly (readonly unknown[])[]) =>
  shapeCorrelation(rowsOf(rows)).results as unknown as Shown;

describe("the lines shown", () => {
  it("count a sample as the whole, and are as sure as the sample", () => {
    const rows = [
      ["", 500, 500],
      ["saw", 80, 20],
    ];
    const [whole] = shown(rows).events;
    const { results } = shapeCorrelation(rowsOf(rows), 0.1);
    expect((results as unknown as Shown).events).toEqual([
      { ...whole, success_count: 800, failure_count: 200 },
    ]);
  });

  it("are the ten that go most with converting and the ten that go most without, strongest first", () => {
    const lines = Array.from({ length: 40 }, (_, index) => [`e${index}`, 10 + 2 * index, 90 - 2 * index]);
    const { events, skewed } = shown([["", 1000, 1000], ...lines]);
    expect(skewed).toBe(false);
    expect(events.map(({ event }) => event.event)).toEqual([
      ...Array.from({ length: 10 }, (_, index) => `e${39 - index}`),
      ...Array.from({ length: 10 }, (_, index) => `e${index}`),
    ]);
  });

  it("are those that enough actors have", () => {
    const { events } = shown([
      ["", 1000, 1000],
      ["rare", 24, 0],
      ["common", 25, 0],
    ]);
    expect(events.map(({ event }) => event.event)).toEqual(["common"]);
  });

  it.each<[number, number, boolean]>([
    [100, 10, false],
    [101, 10, true],
    [10, 101, true],
    [5, 0, true],
    [0, 0, false],
  ])("%i converted, %i did not: doubtful %s", (success, failure, skewed) => {
    expect(shown([["", success, failure]]).skewed).toBe(skewed);
  });

  it("say the odds ratio, how sure it is, and in which range", () => {
    expect(
      shown([
        ["", 7, 11],
        ["video", 5, 1],
      ]).events[0],
    ).toMatchObject({
      event: { event: "video", properties: {}, elements: [] },
      success_count: 5,
      failure_count: 1,
      odds_ratio: (6 * 11) / (3 * 2),
      correlation_type: "success",
      p_value: expect.closeTo(0.0128, 2),
    });
  });
});

describe("elements of a chain", () => {
  it("from the clicked one outwards", () => {
    const chain =
      'button.btn.big:attr__class="btn big"attr__data="a;b"nth-child="2"nth-of-type="1"text="Say \\"hi\\"";a:href="/x";body';
    expect(parseElements(chain)).toEqual([
      {
        tag_name: "button",
        attr_class: ["btn", "big"],
        text: 'Say "hi"',
        href: null,
        attr_id: null,
        nth_child: 2,
        nth_of_type: 1,
        attributes: { attr__class: "btn big", attr__data: "a;b" },
        order: 0,
      },
      expect.objectContaining({ tag_name: "a", href: "/x", attr_class: null, order: 1 }),
      expect.objectContaining({ tag_name: "body", attributes: {}, order: 2 }),
    ]);
    expect(parseElements("")).toEqual([]);
  });
});
