import { afterAll, beforeAll, expect, test } from "vitest";
import { type Json, startApi, type TestApi } from "../api-harness.ts";

let t: TestApi;
let P: string;
let dashboard: number;
const call = (method: string, path: string, body?: unknown, key?: string) =>
  t.call(method, `${P}/${path}`, body, key);
const at = (path: string) => `dashboards/${dashboard}/${path}`;
const names = (body: Json) => (body.results as unknown as { name: string }[]).map(({ name }) => name);

beforeAll(async () => {
  t = await startApi({ warehouse: true });
  P = `/api/projects/${t.account.projectId}`;
  const made = await call("POST", "dashboards/", { name: "Live", tags: ["team b"] });
  dashboard = Number(made.body.id);
  await t.capture([{ event: "paid", distinct_id: "ann", properties: { $current_url: "https://a.test/x" } }]);
});
afterAll(() => t?.dispose());

test("the catalog says what lists there are, and what each takes", async () => {
  const { body } = await call("GET", "dashboards/widget_catalog/");
  const kinds = body.results as unknown as Json[];
  expect(kinds.map(({ widget_type }) => widget_type)).toEqual([
    "activity_events_list",
    "experiments_list",
    "experiment_results",
  ]);
  expect(kinds[0]).toMatchObject({ config_schema: { properties: { limit: { maximum: 50 } } } });
});

test("lists are added, changed, run, moved and copied", async () => {
  const added = await call("POST", at("widgets/batch/"), {
    widgets: [
      {
        widget_type: "activity_events_list",
        config: { limit: 5, eventName: "paid" },
        layouts: { sm: { w: 6 } },
      },
      { widget_type: "experiments_list", name: "Tests", description: "all" },
      { widget_type: "experiment_results", config: { experimentId: 404 } },
    ],
  });
  expect(added).toMatchObject({
    status: 201,
    body: {
      tiles: [
        { insight: null, text: null, widget: { widget_type: "activity_events_list", config: { limit: 5 } } },
        { widget: { name: "Tests", description: "all", config: { limit: 10, status: "all" } } },
        { widget: { config: { experimentId: 404 } } },
      ],
    },
  });
  const [events, tests, results] = (added.body.tiles as unknown as Json[]).map(({ id }) => Number(id));
  const run = async () => (await call("GET", at(`run_widgets/?tile_ids=${events},${tests},${results}`))).body;
  await expect
    .poll(async () => (await run()).results?.[0]?.result?.events, { timeout: 10_000 })
    .toMatchObject([{ event: "paid", distinct_id: "ann", url: "https://a.test/x" }]);
  expect(await run()).toMatchObject({
    results: [
      { tile_id: events, error: null },
      { widget_type: "experiments_list", result: { experiments: [], total: 0 } },
      { result: null, error: { type: "not_found" } },
    ],
  });
  const changed = await call("PATCH", at("widgets/batch_update/"), {
    widgets: [{ tile_id: events, name: "Payments", config: { limit: 1 } }],
  });
  expect(changed.body).toMatchObject({
    tiles: [{ id: events, widget: { name: "Payments", config: { limit: 1, eventName: "paid" } } }],
  });
  const patched = await call("PATCH", at(""), { tiles: [{ id: tests, widget: { name: "" } }] });
  expect(patched.body).toMatchObject({ tiles: [{}, { widget: { name: null } }, {}] });
  const other = await call("POST", "dashboards/", { use_dashboard: dashboard });
  const copies = other.body.tiles as unknown as Json[];
  expect(copies).toMatchObject([{ widget: { name: "Payments" } }, {}, {}]);
  expect(copies[0]?.widget?.id).not.toBe((changed.body.tiles as unknown as Json[])[0]?.widget?.id);
});

test.each<[string, string, object, object]>([
  [
    "an unknown kind",
    "POST",
    { widgets: [{ widget_type: "logs_list" }] },
    { attr: "widgets__0__widget_type" },
  ],
  [
    "settings out of bounds",
    "POST",
    { widgets: [{ widget_type: "experiments_list", config: { limit: 99 } }] },
    { attr: "widgets__0__config__limit" },
  ],
  ["a tile of nowhere", "PATCH", { widgets: [{ tile_id: 99_999 }] }, { attr: "widgets__0__tile_id" }],
])("refuses %s, and then changes nothing", async (_, method, body, error) => {
  const before = (await call("GET", at(""))).body.tiles;
  const path = method === "POST" ? "widgets/batch/" : "widgets/batch_update/";
  expect(await call(method, at(path), body)).toMatchObject({ status: 400, body: error });
  expect((await call("GET", at(""))).body.tiles).toEqual(before);
});

test("a key without leave for the data is told so at the tile", async () => {
  const made = await t.call("POST", "/api/personal_api_keys/", {
    label: "narrow",
    scopes: ["dashboard:read"],
  });
  const tiles = (await call("GET", at(""))).body.tiles as unknown as Json[];
  const { body } = await call(
    "GET",
    at(`run_widgets/?tile_ids=${tiles[0]?.id}`),
    undefined,
    String(made.body.value),
  );
  expect(body).toMatchObject({
    results: [{ error: { type: "permission_denied", message: expect.stringContaining("query:read") } }],
  });
});

test("a dashboard streams: first itself, then each tile, then the end", async () => {
  const query = { kind: "TrendsQuery", series: [{ kind: "EventsNode", event: "paid" }] };
  await call("POST", "insights/", { name: "Payments a day", query, dashboards: [dashboard] });
  const headers = { authorization: `Bearer ${t.account.personalApiKey}` };
  const answer = await t.api(`${P}/${at("stream_tiles/?refresh=blocking")}`, { headers });
  expect(answer.headers.get("content-type")).toBe("text/event-stream");
  const sent = (await answer.text())
    .trim()
    .split("\n\n")
    .map((line) => JSON.parse(line.replace(/^data: /, "")) as Json);
  expect(sent.map(({ type }) => type)).toEqual(["metadata", "tile", "tile", "tile", "tile", "complete"]);
  expect(sent[0]).toMatchObject({ dashboard: { id: dashboard, name: "Live", tiles: [] }, total: 4 });
  expect(sent.find(({ order }) => Number(order) === 3)).toMatchObject({
    tile: { insight: { name: "Payments a day", result: [{ count: 1 }] }, error: null },
  });
});

test("dashboards are found by what stands on them, and by tag", async () => {
  const other = await call("POST", "dashboards/", { name: "Quiet", tags: ["team"] });
  await call("POST", `dashboards/${other.body.id}/create_text_tile/`, { body: "Ask **Grace** first" });
  const find = async (search: string) => names((await call("GET", `dashboards/?${search}`)).body);
  expect(await find("search=payments a day")).toEqual(["Live"]);
  expect(await find("search=grace")).toEqual(["Quiet"]);
  expect(await find(`tags=${encodeURIComponent('["team"]')}`)).toEqual(["Quiet"]);
  expect((await call("GET", "dashboards/?tags=team")).status).toBe(400);
});
