import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import type { InsightContext } from "@edgewise/core/insights/query-kind.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parserForTests } from "../sql-parser.ts";
import { keyOf, personIdOf, type TestEvent } from "./event-rows.ts";
import { type InsightRunner, startInsightRunner } from "./insight-runner.ts";

const at = (day: number, hour: number): string => new Date(Date.UTC(2026, 0, day, hour)).toISOString();
const view = (user: string, day: number, hour: number, rest: Partial<TestEvent> = {}): TestEvent => ({
  event: "$pageview",
  user,
  at: at(day, hour),
  ...rest,
});
const browser = (name: string) => ({ properties: { $browser: name, amount: name.length } });

const EVENTS: readonly TestEvent[] = [
  view("ann", 5, 1, { ...browser("Chrome"), groups: ["acme"] }),
  view("ann", 5, 2, { ...browser("Safari"), groups: ["acme"] }),
  view("ann", 7, 3, { ...browser("Chrome"), groups: ["beta"] }),
  view("bob", 5, 4, { ...browser("Chrome"), groups: ["acme"] }),
  view("bob", 6, 4, browser("Opera")),
  view("cat", 6, 5, { session: "s1" }),
  view("dan", 8, 6, browser("Edge")),
  { event: "signup", user: "ann", at: at(6, 1) },
];

const person = (user: string, properties: JsonObject, day: number) =>
  JSON.stringify({
    environment_id: 1,
    person_id: personIdOf(user),
    person_key: keyOf(user),
    properties: JSON.stringify(properties),
    is_identified: 1,
    is_deleted: 0,
    created_at: at(day, 0).replace("T", " ").replace("Z", ""),
    version: "1",
  });
const distinctId = (id: string, user: string) =>
  JSON.stringify({
    environment_id: 1,
    distinct_id: id,
    distinct_key: keyOf(id),
    person_id: personIdOf(user),
    person_key: keyOf(user),
    is_deleted: 0,
    version: "1",
  });
const member = (cohort: number, user: string) =>
  JSON.stringify({
    environment_id: 1,
    cohort_id: cohort,
    person_id: personIdOf(user),
    person_key: keyOf(user),
    is_deleted: 0,
    version: "1",
  });
const group = (key: string, properties: JsonObject) =>
  JSON.stringify({
    environment_id: 1,
    group_type_index: 0,
    group_key: key,
    properties: JSON.stringify(properties),
    created_at: "2026-01-01 00:00:00.000",
    updated_at: "2026-01-01 00:00:00.000",
    is_deleted: 0,
    version: "1",
  });

let runner: InsightRunner;
let parser: Awaited<ReturnType<typeof parserForTests>>;
beforeAll(async () => {
  parser = await parserForTests();
  runner = await startInsightRunner();
  await runner.insert(1, EVENTS);
  await runner.insert(2, [view("stranger", 5, 1)]);
  const stored: [string, string[]][] = [
    [
      "persons",
      [
        person("ann", { email: "ann@acme.io", plan: "pro" }, 1),
        person("bob", { email: "bob@beta.io", name: "Bobby" }, 2),
        person("cat", { email: "cat@acme.io", plan: "pro" }, 3),
      ],
    ],
    [
      "person_distinct_ids",
      [
        distinctId("ann", "ann"),
        distinctId("device-7", "ann"),
        distinctId("bob", "bob"),
        distinctId("cat", "cat"),
      ],
    ],
    ["cohort_members", [member(7, "ann"), member(7, "bob"), member(8, "ann")]],
    ["groups", [group("acme", { name: "Acme Inc" }), group("beta", { name: "Beta" })]],
  ];
  for (const [table, rows] of stored) {
    const inserted = await runner.warehouse.insert(table, rows.join("\n"), `stored-${table}`);
    if (!inserted.ok) throw new Error(inserted.error.message);
  }
});
afterAll(() => runner?.close());

const USERS = new Map(["ann", "bob", "cat", "dan", "stranger"].map((user) => [personIdOf(user), user]));
const COHORTS = new Map([7, 8].map((id) => [id, { id, name: `Cohort ${id}` }]));
/** The answer with UUIDs as names. */
const named = (value: JsonValue): JsonValue =>
  JSON.parse(
    JSON.stringify(value).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, (id) => USERS.get(id) ?? id),
  ) as JsonValue;

async function ask(query: JsonObject, context: Partial<InsightContext> = {}): Promise<JsonObject> {
  const answer = await runner.run(
    { kind: "ActorsQuery", ...query },
    { parser, cohorts: COHORTS, ...context },
  );
  return { ...answer, results: named(answer.results ?? null) };
}
const rowsOf = async (query: JsonObject) => (await ask(query)).results as JsonValue[][];

const pageviews = { kind: "EventsNode", event: "$pageview" };
const trends = (node: JsonObject = {}, rest: JsonObject = {}): JsonObject => ({
  kind: "TrendsQuery",
  dateRange: { date_from: "2026-01-05", date_to: "2026-01-08" },
  series: [{ ...pageviews, ...node }],
  ...rest,
});
const behind = (source: JsonObject, rest: JsonObject = {}): JsonObject => ({
  source: { kind: "InsightActorsQuery", source, ...rest },
});
const byBrowser = { breakdownFilter: { breakdown: "$browser", breakdown_type: "event" } };

describe("who is behind a trend", () => {
  const people = async (source: JsonObject, rest: JsonObject) =>
    (await rowsOf({ ...behind(source, rest), select: ["id", "event_count"] })).map((row) => row.join(" "));

  it.each<[string, JsonObject, JsonObject, string[]]>([
    ["events of a day", trends(), { day: "2026-01-05" }, ["ann 2", "bob 1"]],
    ["of the whole range", trends(), {}, ["ann 3", "bob 2", "cat 1", "dan 1"]],
    ["users of a day", trends({ math: "dau" }), { day: "2026-01-06" }, ["bob 1", "cat 1"]],
    ["an hour", trends({}, { interval: "hour" }), { day: "2026-01-05 04:00:00" }, ["bob 1"]],
    ["a week", trends({}, { interval: "week" }), { day: "2026-01-04" }, ["ann 3", "bob 2", "cat 1", "dan 1"]],
    [
      "active in the 7 days before",
      trends({ math: "weekly_active" }),
      { day: "2026-01-06" },
      ["ann 2", "bob 2", "cat 1"],
    ],
    [
      "so far",
      trends({ math: "dau" }, { trendsFilter: { display: "ActionsLineGraphCumulative" } }),
      { day: "2026-01-06" },
      ["ann 2", "bob 2", "cat 1"],
    ],
    ["first time", trends({ math: "first_time_for_user" }), { day: "2026-01-06" }, ["cat 1"]],
    [
      "first matching",
      trends({ math: "first_matching_event_for_user", properties: [{ key: "$browser", value: "Opera" }] }),
      { day: "2026-01-06" },
      ["bob 1"],
    ],
    [
      "first time, of another browser",
      trends({ math: "first_time_for_user", properties: [{ key: "$browser", value: "Opera" }] }),
      { day: "2026-01-06" },
      [],
    ],
    [
      "a sum counts events with a number",
      trends({ math: "sum", math_property: "amount" }),
      { day: "2026-01-06" },
      ["bob 1"],
    ],
    ["sessions count events with one", trends({ math: "unique_session" }), { day: "2026-01-06" }, ["cat 1"]],
    ["groups", trends({ math: "unique_group", math_group_type_index: 0 }), { day: "2026-01-05" }, ["acme 3"]],
    ["a query about groups", trends({}, { aggregation_group_type_index: 0 }), {}, ["acme 3", "beta 1"]],
    ["a browser", trends({}, byBrowser), { day: "2026-01-05", breakdown: "Chrome" }, ["ann 1", "bob 1"]],
    ["no browser", trends({}, byBrowser), { breakdown: "$$_posthog_breakdown_null_$$" }, ["cat 1"]],
    [
      "other browsers",
      trends({}, { breakdownFilter: { ...byBrowser.breakdownFilter, breakdown_limit: 2 } }),
      { breakdown: "$$_posthog_breakdown_other_$$" },
      ["bob 1", "ann 1"].sort((a, b) => (keyOf(a.slice(0, 3)) < keyOf(b.slice(0, 3)) ? -1 : 1)),
    ],
    [
      "two breakdowns",
      trends({}, { breakdownFilter: { breakdowns: [{ property: "$browser" }, { property: "amount" }] } }),
      { breakdown: ["Opera", "5"] },
      ["bob 1"],
    ],
    [
      "a period before",
      trends(
        {},
        { dateRange: { date_from: "2026-01-07", date_to: "2026-01-08" }, compareFilter: { compare: true } },
      ),
      { day: "2026-01-05", compare: "previous" },
      ["ann 2", "bob 1"],
    ],
    [
      "a period before, by the day of now",
      trends(
        {},
        { dateRange: { date_from: "2026-01-07", date_to: "2026-01-08" }, compareFilter: { compare: true } },
      ),
      { day: "2026-01-08", compare: "previous" },
      ["bob 1", "cat 1"],
    ],
  ])("%s", async (_, source, rest, expected) => {
    const got = await people(source, rest);
    expect(got.toSorted()).toEqual(expected.toSorted());
  });

  it("is most events first", async () => {
    expect(await people(trends(), {})).toEqual(["ann 3", "bob 2", ...(await people(trends(), {})).slice(2)]);
  });

  it("names the distinct IDs of the events when asked", async () => {
    const query = { ...behind(trends(), { day: "2026-01-05" }), select: ["event_distinct_ids"] };
    expect(await rowsOf(query)).toEqual([[["ann"]], [["bob"]]]);
  });
});

describe("actors", () => {
  const ann = {
    id: "ann",
    properties: { email: "ann@acme.io", plan: "pro" },
    is_identified: true,
    created_at: "2026-01-01T00:00:00Z",
    distinct_ids: ["ann", "device-7"],
  };

  it("are what is stored of them, or what is known", async () => {
    const query = { ...behind(trends(), {}), select: ["actor", "event_count", "matched_recordings"] };
    const answer = await ask({ ...query, orderBy: ["event_count DESC", "actor_id DESC"] });
    expect(answer).toMatchObject({ missing_actors_count: 1, hasMore: false, limit: 100, offset: 0 });
    const rows = answer.results as JsonValue[][];
    expect(rows[0]).toEqual([ann, 3, []]);
    expect(rows).toContainEqual([{ id: "dan", distinct_ids: ["dan"] }, 1, []]);
  });

  it.each<[string, JsonObject, JsonValue[][]]>([
    ["everyone, the newest first", { select: ["id"] }, [["cat"], ["bob"], ["ann"]]],
    ["a page", { select: ["id"], limit: 1, offset: 1 }, [["bob"]]],
    [
      "sorted",
      { select: ["id", "properties.email"], orderBy: ["person DESC"] },
      [
        ["cat", "cat@acme.io"],
        ["bob", "bob@beta.io"],
        ["ann", "ann@acme.io"],
      ],
    ],
    [
      "sorted by SQL",
      { select: ["id"], orderBy: ["length(properties.name) DESC", "properties.email"] },
      [["bob"], ["ann"], ["cat"]],
    ],
    ["found by e-mail", { select: ["id"], search: "ACME" }, [["cat"], ["ann"]]],
    ["found by name", { select: ["id"], search: "bobb" }, [["bob"]]],
    ["found by a distinct ID", { select: ["id"], search: "device" }, [["ann"]]],
    ["found by UUID", { select: ["id"], search: personIdOf("bob") }, [["bob"]]],
    [
      "filtered",
      {
        select: ["id"],
        properties: [{ type: "person", key: "plan", value: "pro" }],
        fixedProperties: [{ type: "person", key: "email", operator: "icontains", value: "cat" }],
      },
      [["cat"]],
    ],
    [
      "filtered by SQL",
      { select: ["id"], properties: [{ type: "hogql", key: "properties.plan is null" }] },
      [["bob"]],
    ],
    ["as SQL says", { select: ["upper(properties.email)"], search: "bob" }, [["BOB@BETA.IO"]]],
    [
      "counted",
      { select: ["properties.plan", "count()"], orderBy: ["count() DESC"] },
      [
        ["pro", 2],
        [null, 1],
      ],
    ],
    [
      "of SQL",
      {
        select: ["id"],
        source: { kind: "HogQLQuery", query: "select person_id from events where event = 'signup'" },
      },
      [["ann"]],
    ],
    ["by default", { search: "device" }, [[ann, "ann", 1]]],
    [
      "by their name",
      { select: ["person_display_name"], search: "bobb" },
      [[{ display_name: "bob@beta.io", id: "bob" }]],
    ],
    [
      "behind a number, filtered",
      {
        ...behind(trends(), {}),
        select: ["id", "event_count", "properties.plan"],
        properties: [{ type: "person", key: "plan", value: "pro" }],
      },
      [
        ["ann", 3, "pro"],
        ["cat", 1, "pro"],
      ],
    ],
    ["behind a number, found", { ...behind(trends(), {}), select: ["id"], search: "beta" }, [["bob"]]],
  ])("%s", async (_, query, expected) => {
    expect(await rowsOf(query)).toEqual(expected);
  });

  it("of a funnel are named though they have no profile", async () => {
    const series = [pageviews, { kind: "EventsNode", event: null }];
    const funnel = { kind: "FunnelsQuery", dateRange: { date_from: "2026-01-08" }, series };
    const source = { kind: "FunnelsActorsQuery", source: funnel, funnelStep: 1 };
    const answer = await ask({ source, select: ["actor", "id"] });
    expect(answer).toMatchObject({
      results: [[{ id: "dan", distinct_ids: ["dan"] }, "dan"]],
      missing_actors_count: 1,
    });
  });

  it("are merged where they were merged", async () => {
    const rows = [view("old", 5, 1), view("new", 5, 2), view("new", 5, 3)];
    await runner.insert(3, rows);
    const override = {
      environment_id: 3,
      distinct_key: keyOf("old"),
      person_id: personIdOf("new"),
      person_key: keyOf("new"),
      version: "1",
    };
    const merged = await runner.warehouse.insert("person_overrides", JSON.stringify(override), "merged");
    if (!merged.ok) throw new Error(merged.error.message);
    const { results } = await runner.run(
      { kind: "ActorsQuery", ...behind(trends(), {}), select: ["id", "event_count"] },
      { parser, environmentId: 3, hasPersonOverrides: true },
    );
    expect(results).toEqual([[personIdOf("new"), 3]]);
  });

  it("say that there are more", async () => {
    expect(await ask({ select: ["id"], limit: 2 })).toMatchObject({ hasMore: true, limit: 2, offset: 0 });
  });

  it("are groups", async () => {
    const query = { ...behind(trends({}, { aggregation_group_type_index: 0 }), {}), orderBy: ["group DESC"] };
    const shared = { type: "group", group_type_index: 0, created_at: "2026-01-01T00:00:00Z" };
    const cell = (id: string, name: string) => ({
      ...shared,
      id,
      group_key: id,
      properties: { name },
      group_properties: { name },
    });
    expect(await rowsOf(query)).toEqual([[cell("beta", "Beta")], [cell("acme", "Acme Inc")]]);
    expect(await rowsOf({ ...query, select: ["key", "group.properties.name"], search: "inc" })).toEqual([
      ["acme", "Acme Inc"],
    ]);
  });

  it("never are another tenant's", async () => {
    const { results } = await ask({ ...behind(trends(), {}), select: ["actor"] }, { environmentId: 2 });
    expect(results).toEqual([[{ id: "stranger", distinct_ids: ["stranger"] }]]);
    expect((await ask({ select: ["id"] }, { environmentId: 2 })).results).toEqual([]);
  });
});

describe("a source asked on its own", () => {
  it.each<[string, JsonObject, string[], JsonValue[][]]>([
    [
      "of a trend",
      { kind: "InsightActorsQuery", source: trends(), day: "2026-01-05" },
      ["actor_id", "event_count"],
      [
        ["ann", 2],
        ["bob", 1],
      ],
    ],
    [
      "of a bin",
      {
        kind: "StickinessActorsQuery",
        source: { ...trends(), kind: "StickinessQuery" },
        day: 2,
        operator: "gte",
      },
      ["actor_id", "intervals"],
      [
        ["ann", 2],
        ["bob", 2],
      ],
    ],
    [
      "of a funnel",
      {
        kind: "FunnelsActorsQuery",
        source: {
          ...trends(),
          kind: "FunnelsQuery",
          series: [pageviews, { kind: "EventsNode", event: "signup" }],
        },
        funnelStep: 2,
      },
      ["actor_id"],
      [["ann"]],
    ],
  ])("%s", async (_, query, columns, expected) => {
    const answer = await runner.run(query, { parser });
    expect(answer.columns).toEqual(columns);
    expect((named(answer.results ?? null) as JsonValue[][]).toSorted()).toEqual(expected);
  });
});

describe("who came back", () => {
  it("has a column for each of the table's", async () => {
    const retention = {
      kind: "RetentionQuery",
      dateRange: { date_to: "2026-01-07" },
      retentionFilter: { totalIntervals: 3 },
    };
    const select = ["id", "day_0", "day_1", "day_2", "appearances"];
    const query = {
      ...behind(retention, { interval: 0 }),
      select,
      orderBy: ["length(appearances) DESC", "day_1", "actor_id"],
    };
    expect(await rowsOf(query)).toEqual([
      ["ann", 1, 0, 1, [0, 2]],
      ["bob", 1, 1, 0, [0, 1]],
    ]);
  });
});

describe("cohorts of a breakdown", () => {
  const breakdownFilter = { breakdown_type: "cohort", breakdown: [7, 8] };
  const dateRange = { date_from: "2026-01-05", date_to: "2026-01-07" };
  const retention = (filter: JsonObject): JsonObject => ({
    kind: "RetentionQuery",
    dateRange,
    breakdownFilter,
    retentionFilter: { totalIntervals: 3, ...filter },
  });

  it.each<[string, JsonObject]>([
    ["recurring", {}],
    ["first time", { retentionType: "retention_first_time" }],
    ["by the clock of each", { timeWindowMode: "24_hour_windows" }],
  ])("of retention, %s", async (_, filter) => {
    const { results } = await runner.run(retention(filter), { parser, cohorts: COHORTS });
    const first = (results as JsonObject[]).filter(({ label }) => label === "Day 0");
    expect(
      first.map(({ breakdown_value, values }) => [breakdown_value, (values as JsonObject[])[0]?.count]),
    ).toEqual([
      ["7", 2],
      ["8", 1],
    ]);
    const people = { ...behind(retention(filter), { interval: 0, breakdown: 7 }), select: ["id"] };
    expect((await rowsOf(people)).toSorted()).toEqual([["ann"], ["bob"]]);
    expect(
      await rowsOf({ ...behind(retention(filter), { interval: 0, breakdown: "8" }), select: ["id"] }),
    ).toEqual([["ann"]]);
  });

  it.each<[number | string, string[]]>([
    [7, ["ann", "bob"]],
    [8, ["ann"]],
    ["all", ["ann", "bob", "cat", "dan"]],
  ])("of a trend: %s", async (breakdown, expected) => {
    const source = trends({}, { breakdownFilter: { breakdown_type: "cohort", breakdown: [7, 8, "all"] } });
    const rows = await rowsOf({ ...behind(source, { breakdown }), select: ["id"] });
    expect(rows.flat().toSorted()).toEqual(expected);
  });
});
