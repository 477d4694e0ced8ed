import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../api-harness.ts";

let api: TestApi;
let P: string;
const call = (method: string, path: string, body?: unknown, key?: string | null) =>
  api.call(method, `${P}/${path}`, body, key);
const query = (body: unknown, rest: object = {}) => call("POST", "query/", { query: body, ...rest });
const views = { kind: "TrendsQuery", series: [{ kind: "EventsNode", event: "$pageview" }] };

/** Sends events as an SDK does and waits until they can be queried. */
async function capture(events: readonly object[], total: number): Promise<void> {
  await api.capture(events);
  const all = {
    ...views,
    series: [{ kind: "EventsNode", event: null }],
    trendsFilter: { display: "BoldNumber" },
  };
  const until = Date.now() + 20_000;
  for (;;) {
    const { body } = await query(all, { refresh: "force_blocking" });
    if (Number(body.results?.[0]?.aggregated_value) === total) return;
    if (Date.now() > until)
      throw new Error(`The events can't be queried: ${JSON.stringify(body).slice(0, 500)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

beforeAll(async () => {
  api = await startApi({ warehouse: true });
  P = `/api/projects/${api.account.projectId}`;
  await capture(
    [
      {
        event: "$pageview",
        distinct_id: "ann",
        properties: {
          $session_id: "01990000-0000-7000-8000-000000000001",
          $browser: "Chrome",
          amount: 3,
          beta: true,
          when: "2026-01-01T10:00:00Z",
        },
      },
      {
        event: "$pageview",
        distinct_id: "ann",
        properties: { $browser: "Firefox", amount: 4.5, beta: false },
      },
      { event: "signup", distinct_id: "bob", properties: { $browser: "Chrome", "50%_off": "yes" } },
      { event: "$set", distinct_id: "bob", properties: { $set: { email: "bob@example.test", age: 44 } } },
    ],
    4,
  );
});
afterAll(() => api?.dispose());

describe("POST query", () => {
  it("answers with results and the whole envelope", async () => {
    const { status, body } = await query(views);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      results: [{ label: "$pageview", count: 2 }],
      hasMore: false,
      is_cached: false,
      timezone: "UTC",
      query_status: null,
      error: null,
      timings: [],
      statistics: {
        rows_read: expect.any(Number),
        bytes_read: expect.any(Number),
        elapsed: expect.any(Number),
      },
    });
    expect(body.hogql).toContain("event = '$pageview'");
    expect(String(body.cache_key)).toMatch(/^cache_\d+_[0-9a-f]{32}$/);
    expect(String(body.last_refresh)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    expect(String(body.resolved_date_range?.date_to)).toContain("T23:59:59.999999Z");
  });

  it("serves environments too, with and without the slash, and the kind in the path", async () => {
    const id = api.account.projectId;
    for (const path of [
      `/api/environments/${id}/query/`,
      `/api/environments/${id}/query`,
      `${P}/query/TrendsQuery/`,
    ]) {
      expect(await api.call("POST", path, { query: views })).toMatchObject({ status: 200 });
    }
    expect(await call("POST", "query/FunnelsQuery/", { query: views })).toMatchObject({
      status: 400,
      body: { type: "validation_error", detail: expect.stringContaining("Query kind mismatch") },
    });
  });

  it("answers again from the cache, but never when forced", async () => {
    const one = { ...views, interval: "week" };
    const first = await query(one, { refresh: "force_blocking" });
    const second = await query(one, { refresh: "blocking" });
    const forced = await query(one, { refresh: "force_blocking" });
    expect([first.body.is_cached, second.body.is_cached, forced.body.is_cached]).toEqual([
      false,
      true,
      false,
    ]);
    expect(second.body.last_refresh).toBe(first.body.last_refresh);
    expect(second.body.results).toEqual(first.body.results);
  });

  it("unwraps nodes that only dress a query", async () => {
    const wrapped = { kind: "InsightVizNode", source: { kind: "DataTableNode", source: views } };
    expect((await query(wrapped)).body).toMatchObject({ results: [{ count: 2 }] });
  });

  it("merges a dashboard's overrides", async () => {
    const filters_override = {
      date_from: "2020-01-01",
      date_to: "2020-01-02",
      properties: [{ key: "$browser", value: "Chrome" }],
    };
    expect((await query(views, { filters_override })).body).toMatchObject({
      resolved_date_range: { date_from: "2020-01-01T00:00:00Z", date_to: "2020-01-02T23:59:59.999999Z" },
      results: [{ count: 0 }],
    });
  });

  it("takes SQL as math, as breakdown and as filter", async () => {
    const series = [
      { kind: "EventsNode", event: null, math: "hogql", math_hogql: "sum(toFloat(properties.amount)) * 2" },
    ];
    const breakdownFilter = { breakdown_type: "hogql", breakdown: "upper(event)" };
    const properties = [{ type: "hogql", key: "distinct_id = 'ann'" }];
    const { body } = await query({ kind: "TrendsQuery", series, breakdownFilter, properties });
    expect(body.results).toMatchObject([{ breakdown_value: "$PAGEVIEW", count: 15 }]);
    for (const [field, wrong] of [
      [
        "math_hogql",
        { kind: "TrendsQuery", series: [{ kind: "EventsNode", math: "hogql", math_hogql: "sum(" }] },
      ],
      ["breakdown", { ...views, breakdownFilter: { breakdown_type: "hogql", breakdown: "1 +" } }],
    ] as const) {
      expect(await query(wrong)).toMatchObject({
        status: 400,
        body: { attr: expect.stringContaining(field) },
      });
    }
    const unknown = { ...views, breakdownFilter: { breakdown_type: "hogql", breakdown: "nope" } };
    expect(await query(unknown)).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining("nope") },
    });
  });

  it.each<[string, object]>([
    ["total", {}],
    ["by hour", { interval: "hour", dateRange: { date_from: "-24h" } }],
    ["by minute", { interval: "minute", dateRange: { date_from: "-1h" } }],
    ["by week", { interval: "week" }],
    ["breakdown", { breakdownFilter: { breakdown: "$browser" } }],
    ["persons' breakdown", { breakdownFilter: { breakdown: "email", breakdown_type: "person" } }],
    ["two series", { series: [...views.series, { kind: "EventsNode", event: "signup" }] }],
    ["number", { trendsFilter: { display: "BoldNumber" } }],
    ...["dau", "weekly_active", "unique_session", "first_time_for_user", "avg_count_per_actor"].map(
      (math): [string, object] => [math, { series: [{ kind: "EventsNode", event: "$pageview", math }] }],
    ),
    ["p90", { series: [{ kind: "EventsNode", event: "$pageview", math: "p90", math_property: "amount" }] }],
  ])("shows SQL that gives the same numbers: %s", async (_, extra) => {
    const zones = ["UTC", "America/New_York", "Asia/Kolkata"];
    for (const timezone of zones) {
      expect(await api.call("PATCH", `${P}/`, { timezone })).toMatchObject({ status: 200 });
      const { body } = await query({ ...views, ...extra }, { refresh: "force_blocking" });
      const items = body.results as unknown as { count: number; aggregated_value?: number }[];
      const shown = items.reduce((sum, item) => sum + (item.aggregated_value ?? item.count), 0);
      const sql = await query({ kind: "HogQLQuery", query: body.hogql });
      const column = (sql.body.columns as unknown as string[]).indexOf("value");
      const rows = sql.body.results as unknown as number[][];
      expect(rows.reduce((sum, row) => sum + Number(row[column] ?? 0), 0)).toBeCloseTo(shown, 9);
      expect(shown).toBeGreaterThan(0);
    }
    await api.call("PATCH", `${P}/`, { timezone: "UTC" });
  });

  it("obeys the project's settings", async () => {
    const settings = {
      week_start_day: 1,
      test_account_filters: [{ key: "$browser", value: "Chrome", operator: "is_not" }],
    };
    expect(await api.call("PATCH", `${P}/`, settings)).toMatchObject({ status: 200 });
    const filtered = await query({ ...views, filterTestAccounts: true }, { refresh: "force_blocking" });
    expect(filtered.body.results).toMatchObject([{ count: 1 }]);
    const weekly = await query({
      ...views,
      interval: "week",
      dateRange: { date_from: "2026-01-07", date_to: "2026-01-12" },
    });
    expect(weekly.body.results).toMatchObject([{ days: ["2026-01-05", "2026-01-12"] }]);
    await api.call("PATCH", `${P}/`, { week_start_day: 0, test_account_filters: [] });
  });

  it("takes all time from the first event", async () => {
    const { body } = await query(
      { ...views, dateRange: { date_from: "all" } },
      { refresh: "force_blocking" },
    );
    expect(body.results).toMatchObject([{ count: 2 }]);
    expect((body.results as unknown as { data: number[] }[])[0]?.data.length).toBeLessThanOrEqual(2);
  });

  it("completes properties without anything of the cache around the answer", async () => {
    const text = "select properties.x from events";
    const asked = { kind: "HogQLAutocomplete", query: text, startPosition: 18, endPosition: 19 };
    const { status, body } = await query(asked);
    expect([status, Object.keys(body)]).toEqual([200, ["suggestions", "incomplete_list"]]);
  });

  it("cancels by id", async () => {
    const heavy = {
      kind: "HogQLQuery",
      query: "select sum(sipHash64(a.number, b.number)) from numbers(100000) a cross join numbers(100000) b",
    };
    const running = query(heavy, { client_query_id: "slow", refresh: "force_blocking" });
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(await call("DELETE", "query/slow/")).toMatchObject({ status: 200 });
    expect(await running).toMatchObject({ status: 409, body: { code: "query_cancelled" } });
    expect((await call("GET", "query/slow/")).body).toMatchObject({
      query_status: { complete: true, error: true, error_message: "The query was cancelled." },
    });
  });

  it.each<[string, unknown, object]>([
    ["unknown kind", { kind: "NopeQuery" }, { code: "invalid_choice", attr: "query__kind" }],
    ["no kind", {}, { code: "required", attr: "query__kind" }],
    ["no query", undefined, { code: "required", attr: "query" }],
    ["no series", { kind: "TrendsQuery" }, { code: "parse_error", attr: "query__series" }],
    [
      "bad date",
      { ...views, dateRange: { date_from: "2026-02-31" } },
      { attr: "query__dateRange__date_from" },
    ],
    [
      "bad math",
      { ...views, series: [{ kind: "EventsNode", math: "x" }] },
      { attr: "query__series__0__math" },
    ],
    ["bad interval", { ...views, interval: "fortnight" }, { code: "parse_error", attr: "query__interval" }],
  ])("refuses %s with a typed error", async (_, body, expected) => {
    const answer = await query(body);
    expect(answer).toMatchObject({
      status: 400,
      body: { type: expect.stringMatching(/validation_error|invalid_request/), ...expected },
    });
    expect(String(answer.body.detail).length).toBeGreaterThan(10);
  });

  it("lets nobody in without a key, and no stranger to a project", async () => {
    expect(await call("POST", "query/", { query: views }, null)).toMatchObject({ status: 401 });
    expect(await api.call("POST", "/api/projects/999999/query/", { query: views })).toMatchObject({
      status: 404,
    });
    expect(await call("POST", "query/check_auth_for_async/")).toMatchObject({
      status: 200,
      body: { user: "ok" },
    });
  });
});

describe("definitions from the data", () => {
  it("lists event names with volumes", async () => {
    const { body } = await call("GET", "event_definitions/?limit=2");
    expect(body).toMatchObject({
      count: 3,
      results: [{ name: "$pageview", volume_30_day: 2 }, { volume_30_day: 1 }],
    });
    expect(body.next).toContain("offset=2");
    expect((await call("GET", "event_definitions/?search=SIGN")).body).toMatchObject({
      count: 1,
      results: [{ name: "signup" }],
    });
    expect((await call("GET", "event_definitions/?search=%25")).body).toMatchObject({ count: 0 });
    expect((await call("GET", "event_definitions/?event_type=event_custom")).body).toMatchObject({
      count: 1,
    });
    expect((await call("GET", "event_definitions/by_name/?name=signup")).body).toMatchObject({
      name: "signup",
    });
    expect(await call("GET", "event_definitions/by_name/?name=nope")).toMatchObject({ status: 404 });
  });

  it("lists property names with the type their values have", async () => {
    const { body } = await call("GET", "property_definitions/?search=");
    const types = Object.fromEntries(
      (body.results as unknown as { name: string; property_type: string }[]).map((item) => [
        item.name,
        item.property_type,
      ]),
    );
    expect(types).toMatchObject({
      $browser: "String",
      amount: "Numeric",
      beta: "Boolean",
      when: "DateTime",
      "50%_off": "String",
    });
    const persons = await call("GET", "property_definitions/?type=person&search=a");
    expect(persons.body.results).toMatchObject([
      { name: "$initial_browser" },
      { name: "age", property_type: "Numeric" },
      { name: "email" },
    ]);
    expect(
      (await call("GET", `property_definitions/?event_names=${encodeURIComponent('["signup"]')}&search=off`))
        .body,
    ).toMatchObject({
      count: 1,
      results: [{ name: "50%_off" }],
    });
    expect((await call("GET", "property_definitions/?is_numerical=true")).body).toMatchObject({
      results: [{ name: "amount" }],
    });
    const sessions = await call("GET", "property_definitions/?type=session&search=duration");
    expect(sessions.body.results).toMatchObject([{ name: "$session_duration", property_type: "Numeric" }]);
  });

  it("lists values, most frequent first", async () => {
    expect((await call("GET", "events/values/?key=$browser")).body).toEqual([
      { name: "Chrome", count: 2 },
      { name: "Firefox", count: 1 },
    ]);
    expect((await call("GET", "events/values/?key=$browser&value=fire")).body).toEqual([
      { name: "Firefox", count: 1 },
    ]);
    expect((await call("GET", "events/values/?key=$browser&event_name=signup")).body).toEqual([
      { name: "Chrome", count: 1 },
    ]);
    expect((await call("GET", "events/values/?key=amount")).body).toMatchObject([
      { name: "3" },
      { name: "4.5" },
    ]);
    expect((await call("GET", "persons/values/?key=email")).body).toEqual([
      { name: "bob@example.test", count: 1 },
    ]);
    expect(await call("GET", "sessions/values/?key=nope")).toMatchObject({
      status: 400,
      body: { attr: "key" },
    });
  });
});

describe("identity", () => {
  it("counts a person once after a merge", async () => {
    const users = {
      kind: "TrendsQuery",
      series: [{ kind: "EventsNode", event: "seen", math: "dau" }],
      trendsFilter: { display: "BoldNumber" },
    };
    const count = async () =>
      (await query(users, { refresh: "force_blocking" })).body.results?.[0]?.aggregated_value as unknown;
    await capture(
      [
        { event: "seen", distinct_id: "anon-9" },
        { event: "seen", distinct_id: "user-9" },
      ],
      6,
    );
    expect(await count()).toBe(2);
    await capture(
      [{ event: "$identify", distinct_id: "user-9", properties: { $anon_distinct_id: "anon-9" } }],
      7,
    );
    await expect.poll(count, { timeout: 5000 }).toBe(1);
  });
});
