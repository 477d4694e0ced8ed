import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Json, startApi, type TestApi } from "../api-harness.ts";

let t: TestApi;
let P: string;
const call = (method: string, path: string, body?: unknown) => t.call(method, `${P}/${path}`, body);
const names = async (query: string) => {
  const { body } = await call("GET", `insights/?${query}`);
  return (body.results as unknown as Json[]).map(({ name }) => name);
};

const views = { kind: "TrendsQuery", series: [{ kind: "EventsNode", event: "$pageview" }] };
const trends = { kind: "InsightVizNode", source: views };
const sql = {
  kind: "DataVisualizationNode",
  source: {
    kind: "HogQLQuery",
    query: "select event, count() as n from events group by event order by event",
  },
};

async function create(body: object) {
  const answer = await call("POST", "insights/", body);
  expect(answer).toMatchObject({ status: 201 });
  return { id: Number(answer.body.id), shortId: String(answer.body.short_id), body: answer.body };
}

beforeAll(async () => {
  t = await startApi({ warehouse: true });
  P = `/api/projects/${t.account.projectId}`;
  const events = ["$pageview", "$pageview", "signup"].map((event) => ({ event, distinct_id: "ann" }));
  await vi.waitFor(
    async () => {
      const response = await t.edge("/batch/", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ api_key: t.account.projectToken, batch: events }),
      });
      expect(response.status).toBe(200);
    },
    { timeout: 10_000 },
  );
  await create({ name: "Views", query: trends, tags: ["growth", "weekly"], description: "All of them" });
  await create({ name: "Events", query: sql, favorited: true });
  await create({ name: "Draft", query: views, saved: false, tags: ["growth"] });
});
afterAll(() => t?.dispose());

test("an insight has every field and is found by number and short id", async () => {
  const { id, shortId, body } = await create({ name: " Whole ", query: trends, derived_name: "Pageviews" });
  expect(body).toMatchObject({
    name: "Whole",
    derived_name: "Pageviews",
    description: "",
    query: trends,
    filters: {},
    deleted: false,
    dashboards: [],
    dashboard_tiles: [],
    tags: [],
    favorited: false,
    saved: true,
    created_by: { email: t.account.email },
    last_modified_by: { email: t.account.email },
    result: null,
    is_cached: false,
    last_refresh: null,
    user_access_level: "editor",
  });
  expect(shortId).toMatch(/^[A-Za-z][A-Za-z0-9]{7}$/);
  expect((await call("GET", `insights/${id}/`)).body).toEqual(body);
  expect((await call("GET", `insights/${shortId}/`)).body).toEqual(body);
  expect((await call("GET", `insights/?short_id=${shortId}`)).body).toMatchObject({
    count: 1,
    results: [{ id, query: trends }],
  });
  expect((await call("GET", `insights/${shortId.toLowerCase()}x/`)).status).toBe(404);
  expect((await call("DELETE", `insights/${shortId}/`)).status).toBe(204);
  expect((await call("GET", `insights/${id}/`)).status).toBe(404);
});

test("a change keeps what it doesn't name, is logged, hidden and brought back", async () => {
  const { id, shortId } = await create({ name: "Old", query: trends, tags: ["x"] });
  expect((await call("PATCH", `insights/${id}/`, { name: "New" })).body).toMatchObject({
    name: "New",
    tags: ["x"],
    query: trends,
  });
  expect((await call("PATCH", `insights/${shortId}/`, { query: sql })).body).toMatchObject({
    id,
    query: sql,
  });
  await call("PATCH", `insights/${id}/`, { name: "New" });
  expect(await call("PATCH", `insights/${id}/`, { deleted: true })).toMatchObject({
    status: 200,
    body: { id, deleted: true },
  });
  expect((await call("PATCH", `insights/${id}/`, { name: "x" })).status).toBe(404);
  expect((await call("PATCH", `insights/${id}/`, { deleted: false })).body.deleted).toBe(false);
  const log = await call("GET", `insights/${id}/activity/`);
  const entries = log.body.results as unknown as Json[];
  expect(entries.map((entry) => entry.activity)).toEqual([
    "updated",
    "deleted",
    "updated",
    "updated",
    "created",
  ]);
  expect(entries[3]).toMatchObject({ detail: { changes: [{ field: "name", before: "Old", after: "New" }] } });
  expect((await call("GET", "insights/activity/")).body).toMatchObject({
    results: expect.arrayContaining([expect.objectContaining({ item_id: String(id) })]),
  });
  await call("DELETE", `insights/${id}/`);
});

describe("the list", () => {
  test.each<[string, string[]]>([
    ["", ["Draft", "Events", "Views"]],
    ["order=name", ["Draft", "Events", "Views"]],
    ["order=-name", ["Views", "Events", "Draft"]],
    ["order=nonsense", ["Views", "Events", "Draft"]],
    ["search=vIEW", ["Views"]],
    ["search=all%20of", ["Views"]],
    ["search=WEEK", ["Views"]],
    ["saved=true", ["Events", "Views"]],
    ["saved=false", ["Draft"]],
    ["favorited=true", ["Events"]],
    ["user=true&limit=1", ["Draft"]],
    ["created_by=[999]", []],
    ["insight=TRENDS", ["Draft", "Views"]],
    ["insight=SQL", ["Events"]],
    ["insight=JSON", []],
    ['tags=["weekly","none"]', ["Views"]],
    ["dashboards=[999]", []],
    ["date_from=-1d", ["Draft", "Events", "Views"]],
    ["date_to=-1d", []],
    ["created_date_from=-1d&basic=true", ["Draft", "Events", "Views"]],
    ["created_date_to=2020-01-01", []],
    ["limit=1&offset=1", ["Events"]],
  ])("%s", async (query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  test("created_by takes the number of a user", async () => {
    const me = (await t.call("GET", "/api/users/@me/")).body;
    expect(await names(`created_by=[${String(me.id)}]`)).toHaveLength(3);
    expect(await names(`created_by=${String(me.uuid)}`)).toHaveLength(3);
  });

  test.each([
    ["insight=NOTHING", "insight", "invalid_choice"],
    ["date_from=soon", "date_from", "invalid_input"],
    ["dashboards=[a", "dashboards", "invalid_input"],
    ['dashboards=["a"]', "dashboards", "invalid_input"],
    ["tags=a", "tags", "invalid_input"],
  ])("%s is refused", async (query, attr, code) => {
    expect(await call("GET", `insights/?${query}`)).toMatchObject({ status: 400, body: { attr, code } });
  });
});

test.each<[object, string, string]>([
  [{ name: "x" }, "query", "required"],
  [{ query: {} }, "query__kind", "required"],
  [{ query: { kind: "NoQuery" } }, "query__kind", "invalid_choice"],
  [{ query: { kind: "InsightVizNode" } }, "query", "required"],
  [{ query: { kind: "TrendsQuery", series: "x" } }, "query__series", "parse_error"],
  [
    { query: { kind: "InsightVizNode", source: { ...views, series: "x" } } },
    "query__source__series",
    "parse_error",
  ],
  [{ query: { kind: "HogQLQuery", query: "select from where" } }, "query", "invalid_input"],
  [{ query: trends, name: "x".repeat(401) }, "name", "max_length"],
  [{ query: trends, dashboards: [999] }, "dashboards__0", "does_not_exist"],
])("%j is refused", async (body, attr, code) => {
  const answer = await call("POST", "insights/", body);
  expect(answer).toMatchObject({ status: 400, body: { attr, code } });
});

describe("results", () => {
  const result = async (path: string) => await call("GET", `insights/${path}`);
  let id: number;
  beforeAll(async () => {
    ({ id } = await create({ name: "Computed", query: trends }));
    await vi.waitFor(
      async () => {
        const { body } = await result(`${id}/?refresh=force_blocking`);
        expect(body).toMatchObject({ result: [{ label: "$pageview", count: 2 }] });
      },
      { timeout: 20_000, interval: 250 },
    );
  });

  test("come with refresh only", async () => {
    expect((await result(`${id}/`)).body.result).toBeNull();
    expect((await result(`${id}/?refresh=force_cache`)).body.result).toBeNull();
    expect((await result(`${id}/?refresh=false`)).body.result).toBeNull();
    expect((await result(`${id}/?refresh=true&client_query_id=one`)).body).toMatchObject({
      id,
      result: [{ count: 2 }],
      is_cached: false,
      timezone: "UTC",
      hogql: expect.stringContaining("$pageview"),
      last_refresh: expect.stringMatching(/Z$/),
      resolved_date_range: { date_to: expect.any(String) },
    });
    expect((await result(`${id}/?refresh=blocking`)).body.is_cached).toBe(true);
  });

  test("are computed outside of the request for who polls", async () => {
    const asked = await result(`${id}/?refresh=force_async&client_query_id=i1`);
    expect(asked).toMatchObject({
      status: 200,
      body: { result: null, query_status: { id: "i1", complete: false, error: false, results: null } },
    });
    await expect
      .poll(async () => (await call("GET", "query/i1/")).body, { timeout: 20_000 })
      .toMatchObject({ query_status: { id: "i1", complete: true, results: { results: expect.anything() } } });
  });

  test("take overrides", async () => {
    const override = encodeURIComponent(JSON.stringify({ date_from: "2020-01-01", date_to: "2020-01-02" }));
    const { body } = await result(`${id}/?refresh=blocking&filters_override=${override}`);
    expect(body).toMatchObject({ result: [{ count: 0, days: ["2020-01-01", "2020-01-02"] }], query: trends });
    for (const [query, attr] of [
      ["filters_override=[]", "filters_override"],
      ["variables_override=x", "variables_override"],
      ["refresh=sometimes", "refresh"],
      ["from_dashboard=999", "from_dashboard"],
    ]) {
      expect(await result(`${id}/?${query}`)).toMatchObject({ status: 400, body: { attr } });
    }
  });

  test("of SQL have columns and types", async () => {
    const made = await create({ name: "SQL", query: sql });
    expect((await result(`${made.shortId}/?refresh=blocking`)).body).toMatchObject({
      result: [
        ["$pageview", 2],
        ["signup", 1],
      ],
      columns: ["event", "n"],
      hasMore: false,
    });
  });

  test("are cancelled by the caller's id", async () => {
    const answer = await call("POST", "insights/cancel/", { client_query_id: "one" });
    expect(answer).toMatchObject({ status: 200, body: { status: "success" } });
  });
});

test("another project has none of them", async () => {
  const { id, shortId } = await create({ name: "Mine", query: trends });
  const made = await t.call("POST", "/api/projects/", { name: "Second" });
  const second = `/api/projects/${String(made.body.id)}/insights/`;
  expect((await t.call("GET", second)).body.count).toBe(0);
  for (const one of [id, shortId]) expect((await t.call("GET", `${second}${one}/`)).status).toBe(404);
  expect((await t.call("PATCH", `${second}${id}/`, { name: "stolen" })).status).toBe(404);
});
