import type { JsonObject } from "@edgewise/core/events/types.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestEvent } from "./event-rows.ts";
import { type InsightRunner, startInsightRunner } from "./insight-runner.ts";
import { personRow } from "./sql-bed.ts";

let runner: InsightRunner;
const ENVIRONMENT = 70;

/** Ten persons enter; the first five convert. Who converts saw the tour; who doesn't got an error. */
const people = Array.from({ length: 10 }, (_, index) => ({
  user: `p${index}`,
  converts: index < 5,
  day: `0${5 + (index % 3)}`,
}));

const at = (
  event: string,
  user: string,
  time: string,
  properties: TestEvent["properties"] = {},
): TestEvent => ({
  event,
  user,
  at: `2026-01-${time}:00.000Z`,
  groups: [`g${user}`],
  properties,
});

const events = people.flatMap(({ user, converts, day }) => [
  at("before", user, `${day}T09:00`),
  at("in", user, `${day}T10:00`),
  at(converts ? "tour" : "error", user, `${day}T10:05`, { kind: converts ? "video" : "http", code: 7 }),
  at("scroll", user, `${day}T10:06`),
  ...(converts ? [at("out", user, `${day}T11:00`)] : []),
  at("later", user, `${day}T13:00`),
]);

beforeAll(async () => {
  runner = await startInsightRunner();
  await runner.insert(ENVIRONMENT, [...events, at("tour", "stranger", "05T10:00")]);
  const rows = people.map(({ user, converts }) =>
    JSON.stringify(personRow(ENVIRONMENT, user, { plan: converts ? "pro" : "free", n: 1 })),
  );
  const inserted = await runner.warehouse.insert("persons", rows.join("\n"), "persons");
  if (!inserted.ok) throw new Error(inserted.error.message);
});
afterAll(() => runner?.close());

const funnel: JsonObject = {
  kind: "FunnelsQuery",
  dateRange: { date_from: "2026-01-05", date_to: "2026-01-08" },
  series: ["in", "out"].map((event) => ({ kind: "EventsNode", event })),
  funnelsFilter: { funnelWindowInterval: 2, funnelWindowIntervalUnit: "hour" },
};
const correlation = (more: JsonObject, source: JsonObject = {}): JsonObject => ({
  kind: "FunnelCorrelationQuery",
  source: { kind: "FunnelsActorsQuery", source: { ...funnel, ...source }, funnelStep: 1 },
  ...more,
});

interface Line {
  readonly event: { readonly event: string; readonly elements: unknown[] };
  readonly success_count: number;
  readonly failure_count: number;
  readonly odds_ratio: number;
  readonly correlation_type: string;
  readonly p_value: number;
  readonly p_adjusted: number;
  readonly significant: boolean;
}
const ask = async (query: JsonObject) =>
  (await runner.run(query, { environmentId: ENVIRONMENT })).results as unknown as {
    events: Line[];
    skewed: boolean;
  };
const lines = async (query: JsonObject) =>
  (await ask(query)).events.map(({ event, success_count, failure_count, correlation_type }) => [
    event.event,
    success_count,
    failure_count,
    correlation_type,
  ]);

describe("correlation", () => {
  it("of events between entering and converting, or the end of the window", async () => {
    const { events: found, skewed } = await ask(correlation({ funnelCorrelationType: "events" }));
    expect(skewed).toBe(false);
    expect(found).toMatchObject([
      { event: { event: "tour", properties: {}, elements: [] }, success_count: 5, failure_count: 0 },
      { event: { event: "error" }, success_count: 0, failure_count: 5, correlation_type: "failure" },
      { event: { event: "scroll" }, success_count: 5, failure_count: 5, odds_ratio: 1 },
    ]);
    const [tour, , scroll] = found;
    // (5 + 1) / (0 + 1) * (5 + 1) / (0 + 1); Fisher: 2 of the 252 ways to choose 5 of 10.
    expect(tour).toMatchObject({ odds_ratio: 36, correlation_type: "success", significant: true });
    expect(tour?.p_value).toBeCloseTo(2 / 252, 9);
    expect(tour?.p_adjusted).toBeCloseTo((2 / 252) * 1.5, 9);
    expect(scroll).toMatchObject({ p_value: 1, significant: false });
  });

  it.each<[string, JsonObject, JsonObject, unknown[][]]>([
    [
      "without events",
      { funnelCorrelationType: "events", funnelCorrelationExcludeEventNames: ["tour", "scroll"] },
      {},
      [["error", 0, 5, "failure"]],
    ],
    [
      "of groups",
      { funnelCorrelationType: "events", funnelCorrelationExcludeEventNames: ["scroll"] },
      { aggregation_group_type_index: 0 },
      [
        ["tour", 5, 0, "success"],
        ["error", 0, 5, "failure"],
      ],
    ],
    [
      "of an event's properties",
      {
        funnelCorrelationType: "event_with_properties",
        funnelCorrelationEventNames: ["tour", "error"],
        funnelCorrelationEventExcludePropertyNames: ["nothing"],
      },
      {},
      [
        ["tour::kind::video", 5, 0, "success"],
        ["tour::code::7", 5, 0, "success"],
        ["error::code::7", 0, 5, "failure"],
        ["error::kind::http", 0, 5, "failure"],
      ],
    ],
    [
      "of all properties of persons",
      {
        funnelCorrelationType: "properties",
        funnelCorrelationNames: ["$all"],
        funnelCorrelationExcludeNames: ["x"],
      },
      {},
      [
        ["plan::pro", 5, 0, "success"],
        ["plan::free", 0, 5, "failure"],
        ["n::1", 5, 5, "failure"],
      ],
    ],
    [
      "of one property",
      { funnelCorrelationType: "properties", funnelCorrelationNames: ["plan"] },
      {},
      [
        ["plan::pro", 5, 0, "success"],
        ["plan::free", 0, 5, "failure"],
      ],
    ],
    [
      "of nobody",
      { funnelCorrelationType: "events" },
      { dateRange: { date_from: "2025-01-01", date_to: "2025-01-02" } },
      [],
    ],
  ])("%s", async (_, query, source, expected) => {
    expect(await lines(correlation(query, source))).toEqual(expected);
  });

  it("names the elements of clicks", async () => {
    const environmentId = ENVIRONMENT + 1;
    await runner.insert(environmentId, [
      at("in", "ann", "05T10:00"),
      at("in", "bob", "05T10:00"),
      {
        ...at("$autocapture", "ann", "05T10:01", { $event_type: "click" }),
        elements: 'a.big:text="Buy";div',
      },
      at("out", "ann", "05T10:02"),
    ]);
    const query = correlation({
      funnelCorrelationType: "event_with_properties",
      funnelCorrelationEventNames: ["$autocapture"],
    });
    const { results } = await runner.run(query, { environmentId });
    expect(results).toMatchObject({
      events: [
        {
          event: {
            event: '$autocapture::elements_chain::click__~~__a.big:text="Buy";div',
            properties: { $event_type: "click" },
            elements: [
              { tag_name: "a", attr_class: ["big"], text: "Buy" },
              { tag_name: "div", order: 1 },
            ],
          },
          success_count: 1,
        },
      ],
    });
  });

  it("is doubtful when nearly everyone converts", async () => {
    const everyone = {
      dateRange: { date_from: "2026-01-05", date_to: "2026-01-08" },
      series: ["before", "in"].map((event) => ({ kind: "EventsNode", event })),
    };
    expect(await ask(correlation({ funnelCorrelationType: "events" }, everyone))).toEqual({
      events: [],
      skewed: true,
    });
  });
});

describe("who is behind a line", () => {
  it.each<[string, JsonObject, JsonObject, number]>([
    [
      "everyone who did it",
      {},
      { funnelCorrelationPersonEntity: { kind: "EventsNode", event: "scroll" } },
      10,
    ],
    [
      "of those that converted",
      {},
      {
        funnelCorrelationPersonEntity: { kind: "EventsNode", event: "scroll" },
        funnelCorrelationPersonConverted: true,
      },
      5,
    ],
    [
      "of those that did not",
      {},
      {
        funnelCorrelationPersonEntity: { kind: "EventsNode", event: "tour" },
        funnelCorrelationPersonConverted: false,
      },
      0,
    ],
    [
      "who has a property",
      { funnelCorrelationType: "properties", funnelCorrelationNames: ["plan"] },
      {
        funnelCorrelationPropertyValues: [
          { type: "person", key: "plan", value: ["free"], operator: "exact" },
        ],
        funnelCorrelationPersonConverted: false,
      },
      5,
    ],
    [
      "events outside of the funnel don't count",
      {},
      { funnelCorrelationPersonEntity: { kind: "EventsNode", event: "later" } },
      0,
    ],
  ])("%s", async (_, source, rest, expected) => {
    const query = {
      kind: "ActorsQuery",
      select: ["id"],
      source: {
        kind: "FunnelCorrelationActorsQuery",
        source: correlation({ funnelCorrelationType: "events", ...source }),
        ...rest,
      },
    };
    const { results } = await runner.run(query, { environmentId: ENVIRONMENT });
    expect(results).toHaveLength(expected);
  });
});
