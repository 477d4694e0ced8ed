import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parserForTests } from "../sql-parser.ts";
import { personIdOf, type TestEvent } from "./event-rows.ts";
import { type InsightRunner, startInsightRunner } from "./insight-runner.ts";

const at = (day: number, hour: number): string => new Date(Date.UTC(2026, 0, day, hour)).toISOString();
const view = (user: string, day: number, hour: number, session: string, browser: string): TestEvent => ({
  event: "$pageview",
  user,
  at: at(day, hour),
  session,
  properties: { $browser: browser, $session_id: session },
  groups: [user === "ann" ? "acme" : "beta"],
});

const EVENTS: readonly TestEvent[] = [
  view("ann", 7, 1, "s1", "Chrome"),
  view("ann", 7, 2, "s1", "Safari"),
  { event: "signup", user: "ann", at: at(7, 3), session: "s1", properties: { $session_id: "s1" } },
  view("ann", 8, 1, "s2", "Chrome"),
  view("bob", 8, 4, "s3", "Opera"),
];

let runner: InsightRunner;
let parser: Awaited<ReturnType<typeof parserForTests>>;
beforeAll(async () => {
  parser = await parserForTests();
  runner = await startInsightRunner();
  await runner.insert(1, EVENTS);
  await runner.insert(2, [view("stranger", 8, 1, "s9", "Chrome")]);
  const group = (key: string, name: string) =>
    JSON.stringify({
      environment_id: 1,
      group_type_index: 0,
      group_key: key,
      properties: JSON.stringify({ name }),
      created_at: `2026-01-0${name.length} 00:00:00.000`,
      updated_at: "2026-01-01 00:00:00.000",
      is_deleted: 0,
      version: "1",
    });
  const rows = [group("acme", "Acme"), group("beta", "Beta AG")].join("\n");
  const inserted = await runner.warehouse.insert("groups", rows, "groups");
  if (!inserted.ok) throw new Error(inserted.error.message);
});
afterAll(() => runner?.close());

const ask = (query: JsonObject) => runner.run(query, { parser });
const rowsOf = async (query: JsonObject) => (await ask(query)).results as JsonValue[][];

describe("sessions", () => {
  const sessions = (rest: JsonObject): JsonObject => ({
    kind: "SessionsQuery",
    select: ["session_id", "$event_count"],
    after: "-3d",
    ...rest,
  });

  it.each<[string, JsonObject, JsonValue[][]]>([
    [
      "the newest first",
      {},
      [
        ["s3", 1],
        ["s2", 1],
        ["s1", 3],
      ],
    ],
    [
      "of the last day by default",
      { after: null },
      [
        ["s3", 1],
        ["s2", 1],
      ],
    ],
    ["a page", { limit: 1, offset: 1 }, [["s2", 1]]],
    ["in another order", { orderBy: ["$event_count DESC"], limit: 1 }, [["s1", 3]]],
    ["of a person", { personId: personIdOf("bob") }, [["s3", 1]]],
    ["with an event", { event: "signup" }, [["s1", 3]]],
    [
      "with an event that has a property",
      { eventProperties: [{ key: "$browser", value: "Opera" }] },
      [["s3", 1]],
    ],
    [
      "with a property",
      { properties: [{ type: "session", key: "$session_duration", operator: "gt", value: 60 }] },
      [["s1", 3]],
    ],
    ["as SQL says", { where: ["$event_count > 1"] }, [["s1", 3]]],
    ["counted", { select: ["count()", "max($event_count)"] }, [[3, 3]]],
  ])("%s", async (_, rest, expected) => {
    expect(await rowsOf(sessions(rest))).toEqual(expected);
  });

  it("are objects with all their fields", async () => {
    const [[session] = []] = await rowsOf(sessions({ select: ["*"], limit: 1 }));
    expect(session).toMatchObject({
      session_id: "s3",
      $event_count: 1,
      $start_timestamp: "2026-01-08T04:00:00Z",
    });
  });
});

describe("groups", () => {
  const groups = (rest: JsonObject): JsonObject => ({ kind: "GroupsQuery", group_type_index: 0, ...rest });

  it.each<[string, JsonObject, JsonValue[][]]>([
    [
      "by name and key",
      {},
      [
        ["Beta AG", "beta"],
        ["Acme", "acme"],
      ],
    ],
    ["found", { search: "ac" }, [["Acme", "acme"]]],
    [
      "filtered",
      { properties: [{ type: "group", group_type_index: 0, key: "name", value: "Beta AG" }] },
      [["Beta AG", "beta"]],
    ],
    ["as SQL says", { select: ["upper(properties.name)"], orderBy: ["group_name"] }, [["ACME"], ["BETA AG"]]],
    ["of another type", { group_type_index: 1 }, []],
  ])("%s", async (_, rest, expected) => {
    expect(await ask(groups(rest))).toMatchObject({
      results: expected,
      limit: 100,
      offset: 0,
      hasMore: false,
    });
  });
});

describe("events behind a number", () => {
  const series = [{ kind: "EventsNode", event: "$pageview" }];
  const trends = {
    kind: "TrendsQuery",
    series,
    dateRange: { date_from: "2026-01-05", date_to: "2026-01-08" },
  };
  const byBrowser = { breakdownFilter: { breakdown: "$browser", breakdown_type: "event" } };

  it.each<[string, JsonObject, JsonValue[][]]>([
    [
      "of a day",
      { source: trends, day: "2026-01-07" },
      [
        ["$pageview", "Chrome"],
        ["$pageview", "Safari"],
      ],
    ],
    [
      "of a value",
      { source: { ...trends, ...byBrowser }, breakdown: "Chrome" },
      [
        ["$pageview", "Chrome"],
        ["$pageview", "Chrome"],
      ],
    ],
    [
      "of a lifecycle: all of its actors",
      { source: { ...trends, kind: "LifecycleQuery" }, day: "2026-01-08", status: "new" },
      [["$pageview", "Opera"]],
    ],
  ])("%s", async (_, source, expected) => {
    const query = { kind: "EventsQuery", select: ["event", "properties.$browser"], orderBy: ["timestamp"] };
    expect(await rowsOf({ ...query, source: { kind: "InsightActorsQuery", ...source } })).toEqual(expected);
  });
});

describe("a timeline", () => {
  it("is a person's last events, session by session", async () => {
    const query = { kind: "SessionsTimelineQuery", personId: personIdOf("ann"), after: "-3d" };
    const { results, hasMore } = await ask(query);
    const runs = results as { sessionId: string; events: { event: string }[] }[];
    expect(hasMore).toBe(false);
    expect(runs.map(({ sessionId, events }) => [sessionId, ...events.map(({ event }) => event)])).toEqual([
      ["s2", "$pageview"],
      ["s1", "signup", "$pageview", "$pageview"],
    ]);
  });
});

describe("options of an insight's people", () => {
  const options = (source: JsonObject): Promise<JsonObject> =>
    ask({ kind: "InsightActorsQueryOptions", source: { kind: "InsightActorsQuery", source } });
  const series = [{ kind: "EventsNode", event: "$pageview" }];
  const range = { dateRange: { date_from: "2026-01-07", date_to: "2026-01-08" } };
  const days = [
    { label: "7-Jan-2026", value: "2026-01-07" },
    { label: "8-Jan-2026", value: "2026-01-08" },
  ];
  const nothing = {
    day: null,
    status: null,
    interval: null,
    breakdown: null,
    breakdowns: null,
    series: null,
    compare: null,
  };
  const option = (label: string, value: JsonValue) => ({ label, value });

  it.each<[string, JsonObject, JsonObject]>([
    [
      "of a trend",
      { kind: "TrendsQuery", series, ...range },
      { day: days, series: [option("$pageview", 0)] },
    ],
    [
      "of a trend that compares",
      { kind: "TrendsQuery", series, ...range, compareFilter: { compare: true } },
      {
        day: days,
        series: [option("$pageview", 0)],
        compare: [option("Current", "current"), option("Previous", "previous")],
      },
    ],
    [
      "of a trend with a breakdown",
      { kind: "TrendsQuery", series, ...range, breakdownFilter: { breakdown: "$browser" } },
      {
        day: days,
        series: [option("$pageview", 0)],
        breakdown: ["Chrome", "Opera", "Safari"].map((name) => option(name, name)),
      },
    ],
    [
      "of a trend with breakdowns",
      { kind: "TrendsQuery", series, ...range, breakdownFilter: { breakdowns: [{ property: "$browser" }] } },
      {
        day: days,
        series: [option("$pageview", 0)],
        breakdowns: [{ values: ["Chrome", "Opera", "Safari"].map((name) => option(name, name)) }],
      },
    ],
    [
      "of a lifecycle",
      { kind: "LifecycleQuery", series, ...range },
      {
        day: days,
        status: ["New", "Returning", "Resurrecting", "Dormant"].map((name) =>
          option(name, name.toLowerCase()),
        ),
      },
    ],
    [
      "of stickiness",
      { kind: "StickinessQuery", series, ...range },
      { day: [option("1 day", 1), option("2 days", 2)], series: [option("$pageview", 0)] },
    ],
    [
      "of retention",
      { kind: "RetentionQuery", retentionFilter: { totalIntervals: 2 } },
      { interval: [option("Day 0", 0), option("Day 1", 1)] },
    ],
    ["of paths", { kind: "PathsQuery" }, {}],
  ])("%s", async (_, source, expected) => {
    expect(await options(source)).toEqual({ ...nothing, ...expected });
  });
});
