import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { personId, personRow, type SqlBed, startSqlBed } from "../../test/query/sql-bed.ts";

let bed: SqlBed;

beforeAll(async () => {
  bed = await startSqlBed();
  await bed.events(1, [
    {
      event: "$pageview",
      user: "ada",
      at: "2026-01-08T09:00:00Z",
      properties: { $browser: "Chrome", plan: "pro", n: 3 },
    },
    {
      event: "$pageview",
      user: "bob",
      at: "2026-01-08T10:00:00Z",
      properties: { $browser: "Safari", n: 10 },
    },
    { event: "buy", user: "ada", at: "2026-01-08T10:15:00Z", properties: { amount: 7, app: "1.10.2" } },
    { event: "buy", user: "ada", at: "2026-01-01T10:15:00Z", properties: { amount: 5, app: "1.9.0" } },
  ]);
  await bed.rows("persons", [personRow(1, "ada", { email: "ada@x.io", name: "Ada" })]);
});
afterAll(() => bed?.close());

const run: SqlBed["run"] = (query, over) => bed.run(query, over);
const sql = (query: string, more: JsonObject = {}): JsonObject => ({ kind: "HogQLQuery", query, ...more });
const events = (more: JsonObject): JsonObject => ({ kind: "EventsQuery", ...more });

describe("HogQLQuery", () => {
  it("answers rows, column names and types, with the default page", async () => {
    expect(
      await run(
        sql("select event, count(), properties.$browser from events group by 1, 3 order by 2 desc, 1, 3"),
      ),
    ).toMatchObject({
      results: [
        ["buy", 2, null],
        ["$pageview", 1, "Chrome"],
        ["$pageview", 1, "Safari"],
      ],
      columns: ["event", "count()", "$browser"],
      types: [
        ["event", "String"],
        ["count()", "UInt64"],
        ["$browser", "Nullable(String)"],
      ],
      hasMore: false,
      limit: 100,
      offset: 0,
    });
  });

  it("says that there are more rows, and says nothing with a LIMIT of its own", async () => {
    const more = await run(sql("select number from numbers(150)"));
    expect([more.hasMore, (more.results as JsonValue[]).length]).toEqual([true, 100]);
    const own = await run(sql("select number from numbers(150) limit 3"));
    expect(own).not.toHaveProperty("hasMore");
    expect(own.results).toEqual([[0], [1], [2]]);
  });

  it.each<[string, JsonValue[]]>([
    ["timestamp from events where event = 'buy' order by timestamp limit 1", ["2026-01-01T11:15:00+01:00"]],
    ["toStartOfDay(timestamp) from events where distinct_id = 'bob'", ["2026-01-08T00:00:00+01:00"]],
    [
      "toDate('2026-01-02'), 1/0, [toDateTime('2026-07-01 10:00:00')]",
      ["2026-01-02", null, ["2026-07-01T10:00:00+02:00"]],
    ],
    [
      "toDateTime64('2026-01-02 03:04:05.678', 3), {'a': 1}, (1, 'x')",
      ["2026-01-02T03:04:05.678000+01:00", { a: 1 }, [1, "x"]],
    ],
    ["properties from events where distinct_id = 'bob'", ['{"$browser":"Safari","n":10}']],
    ["<a href='https://x.io'>site</a>", [["__hx_tag", "a", "href", "https://x.io", "children", ["site"]]]],
  ])("select %s", async (text, row) => {
    expect((await run(sql(`select ${text}`), { timezone: "Europe/Berlin" })).results).toEqual([row]);
  });

  it.each<[string, string, JsonObject, JsonValue]>([
    ["a value", "select count() from events where event = {name}", { values: { name: "buy" } }, [[2]]],
    [
      "a list",
      "select count() from events where event in {names}",
      { values: { names: ["buy", "x"] } },
      [[2]],
    ],
    [
      "a value that is no SQL",
      "select count() from events where event = {name}",
      { values: { name: "' or 1=1 --" } },
      [[0]],
    ],
    [
      "a variable",
      "select {variables.v} + 1",
      { variables: { id: { variableId: "id", code_name: "v", value: 4 } } },
      [[5]],
    ],
    [
      "a null variable",
      "select count() from events where properties.plan = {variables.v}",
      { variables: { id: { code_name: "v", isNull: true } } },
      [[3]],
    ],
    ["filters: none", "select count() from events where {filters}", {}, [[4]]],
    [
      "filters: range",
      "select count() from events where {filters}",
      { filters: { dateRange: { date_from: "-1d" } } },
      [[3]],
    ],
    [
      "filters: last day whole",
      "select count() from events where {filters}",
      { filters: { dateRange: { date_from: "2026-01-01", date_to: "2026-01-01" } } },
      [[1]],
    ],
    [
      "filters: properties",
      "select count() from events where {filters}",
      { filters: { properties: [{ type: "event", key: "plan", value: "pro" }] } },
      [[1]],
    ],
    [
      "filters: test accounts",
      "select count() from events where {filters}",
      { filters: { filterTestAccounts: true } },
      [[1]],
    ],
    [
      "range ends",
      "select count() from events where timestamp >= {filters.dateRange.from}",
      { filters: { dateRange: { date_from: "2026-01-08" } } },
      [[3]],
    ],
    ["unset range ends", "select count() from events where timestamp >= {filters.dateRange.from}", {}, [[4]]],
    [
      "filters of persons",
      "select count() from persons where {filters}",
      { filters: { properties: [{ type: "person", key: "email", value: "x.io", operator: "icontains" }] } },
      [[1]],
    ],
  ])("fills %s", async (_name, text, more, expected) => {
    const testAccountFilters = [{ type: "event", key: "$browser", value: "Safari" }];
    expect((await run(sql(text, more), { testAccountFilters })).results).toEqual(expected);
  });

  it.each([
    ["select {nope}", "Unresolved placeholder: {nope}"],
    ["select {variables.x}", "Unresolved placeholder: {variables.x}"],
    ["select count() from (select 1) where {filters}", "{filters} can only be used"],
    ["select evnt from events", "Unable to resolve field: evnt. Perhaps you meant 'event'"],
    ["select count() from evnts", "Unknown table `evnts`. Perhaps you meant `events`?"],
    ["select conut() from events", "Unsupported function call 'conut(...)'. Perhaps you meant 'count(...)'?"],
    ["select substring('a', 1)", "Function 'substring' expects 3 arguments, found 2."],
    ["select * from heatmaps", "Table `heatmaps` is not available yet."],
    ["select count() from events where timestamp > 'yesterday'", "'yesterday' is not a date or time"],
    ["select count() from events where person_id = 'x'", "'x' is not a UUID"],
    ["select from events", 'Cannot use "from"'],
  ])("%s → %s", async (text, message) => {
    await expect(run(sql(text))).rejects.toThrow(message);
  });
});

describe("EventsQuery", () => {
  it("answers * and person as objects, newest first", async () => {
    const answer = await run(
      events({ select: ["*", "person", "person_display_name -- Who", "event"], limit: 2 }),
    );
    expect(answer).toMatchObject({
      columns: ["*", "person", "person_display_name -- Who", "event"],
      hasMore: true,
      limit: 2,
      offset: 0,
    });
    const [[first, person, shown, name], [, personless]] = answer.results as [JsonValue[], JsonValue[]];
    expect(first).toMatchObject({
      event: "buy",
      distinct_id: "ada",
      team_id: 1,
      timestamp: "2026-01-08T10:15:00Z",
      properties: { amount: 7 },
    });
    expect(person).toMatchObject({
      uuid: personId("ada"),
      distinct_id: "ada",
      properties: { email: "ada@x.io" },
    });
    expect(shown).toEqual({ display_name: "ada@x.io", id: personId("ada"), distinct_id: "ada" });
    expect(name).toBe("buy");
    expect(personless).toEqual({ distinct_id: "bob" });
  });

  it.each<[string, JsonObject, JsonValue]>([
    ["a day back by default", { select: ["count()"] }, [[3]]],
    ["all time", { select: ["count()"], after: "all" }, [[4]]],
    ["before", { select: ["count()"], after: "all", before: "2026-01-02" }, [[1]]],
    ["one event", { select: ["count()"], event: "buy" }, [[1]]],
    ["several events", { select: ["count()"], events: ["buy", "$pageview"] }, [[3]]],
    ["one person", { select: ["count()"], personId: personId("bob") }, [[1]]],
    [
      "grouped, by count",
      { select: ["event", "count()"] },
      [
        ["$pageview", 2],
        ["buy", 1],
      ],
    ],
    ["having", { select: ["event", "count()"], where: ["count() > 1"] }, [["$pageview", 2]]],
    ["where", { select: ["distinct_id"], where: ["properties.$browser = 'Safari'", "1 = 1"] }, [["bob"]]],
    [
      "order by text",
      { select: ["distinct_id", "timestamp"], orderBy: ["distinct_id DESC", "timestamp"], limit: 1 },
      [["bob", "2026-01-08T10:00:00Z"]],
    ],
    ["first column when nothing else", { select: ["distinct_id"], event: "$pageview" }, [["ada"], ["bob"]]],
    [
      "first aggregate",
      { select: ["event", "max(timestamp)"], event: "buy" },
      [["buy", "2026-01-08T10:15:00Z"]],
    ],
    ["properties as object", { select: ["properties"], event: "buy" }, [[{ amount: 7, app: "1.10.2" }]]],
    ["offset", { select: ["distinct_id"], offset: 2 }, [["bob"]]],
  ])("%s", async (_name, more, expected) => {
    expect((await run(events(more))).results).toEqual(expected);
  });

  it.each<[string, JsonObject | JsonObject[], number]>([
    ["exact", { key: "plan", value: "pro" }, 1],
    ["exact list", { key: "plan", value: ["pro", "free"] }, 1],
    ["is_not counts the missing", { key: "plan", value: "pro", operator: "is_not" }, 3],
    ["is_not list", { key: "plan", value: ["pro", "x"], operator: "is_not" }, 3],
    ["icontains", { key: "$browser", value: "SAF", operator: "icontains" }, 1],
    ["icontains takes % literally", { key: "$browser", value: "%", operator: "icontains" }, 0],
    ["not_icontains", { key: "$browser", value: "saf", operator: "not_icontains" }, 3],
    ["regex", { key: "$browser", value: "^(Chr|Saf)", operator: "regex" }, 2],
    ["not_regex", { key: "$browser", value: "^Chr", operator: "not_regex" }, 3],
    ["gt is numeric", { key: "n", value: "9", operator: "gt" }, 1],
    ["between", { key: "n", value: [3, 10], operator: "between" }, 2],
    ["is_set", { key: "n", operator: "is_set" }, 2],
    ["is_not_set", { key: "n", operator: "is_not_set" }, 2],
    ["starts_with", { key: "$browser", value: "chr", operator: "starts_with" }, 1],
    ["semver_gt", { key: "app", value: "1.9.5", operator: "semver_gt" }, 1],
    ["semver_caret", { key: "app", value: "1.2.0", operator: "semver_caret" }, 2],
    ["semver_tilde", { key: "app", value: "1.9.0", operator: "semver_tilde" }, 1],
    ["semver_wildcard", { key: "app", value: "1.10.*", operator: "semver_wildcard" }, 1],
    ["person", { type: "person", key: "email", value: "ada@x.io" }, 3],
    ["event_metadata", { type: "event_metadata", key: "distinct_id", value: "bob" }, 1],
    [
      "metadata date",
      { type: "event_metadata", key: "timestamp", value: "2026-01-01", operator: "is_date_exact" },
      1,
    ],
    [
      "metadata before",
      { type: "event_metadata", key: "timestamp", value: "-3d", operator: "is_date_before" },
      1,
    ],
    ["hogql", { type: "hogql", key: "properties.n > 3 and event = '$pageview'" }, 1],
    ["session", { type: "session", key: "$session_duration", value: 0, operator: "gt" }, 0],
    ["group", { type: "group", key: "name", value: "x", group_type_index: 0 }, 0],
    ["element", { type: "element", key: "tag_name", value: "a" }, 0],
    ["element text", { type: "element", key: "text", value: "Buy", operator: "icontains" }, 0],
    ["selector", { type: "element", key: "selector", value: "div.btn > a[href='/x']" }, 0],
    ["incomplete", { key: "plan" }, 4],
    ["empty list", [], 4],
    [
      "and",
      [
        { key: "n", value: 3 },
        { key: "plan", value: "pro" },
      ],
      1,
    ],
    [
      "or group",
      {
        type: "OR",
        values: [
          { type: "AND", values: [{ key: "plan", value: "pro" }] },
          { key: "n", value: 10 },
        ],
      },
      2,
    ],
    ["flag is neutral", { type: "flag", key: "1", operator: "flag_evaluates_to", value: true }, 4],
  ])("filters: %s", async (_name, filter, count) => {
    const list = Array.isArray(filter) || Array.isArray(filter.values) ? filter : [filter];
    expect((await run(events({ select: ["count()"], after: "all", properties: list }))).results).toEqual([
      [count],
    ]);
  });

  it.each<[JsonObject, string]>([
    [{ select: ["nope("] }, "extraneous input"],
    [{ properties: [{ type: "cohort", key: "id", value: "x" }] }, "needs the cohort's number"],
    [{ properties: [{ key: "a", value: 1, operator: "wat" }] }, 'Unknown operator "wat".'],
    [{ properties: [{ key: "a", value: [1], operator: "between" }] }, "need a list of two values"],
    [{ properties: [{ key: "a", value: "x", operator: "semver_gt" }] }, '"x" is not a version'],
    [{ properties: [{ type: "group", key: "a", value: "x" }] }, 'needs "group_type_index"'],
    [{ actionId: 3 }, "Action 3 does not exist"],
    [{ limit: 0 }, "limit"],
  ])("%j → %s", async (more, message) => {
    await expect(run(events(more))).rejects.toThrow(message);
  });
});
