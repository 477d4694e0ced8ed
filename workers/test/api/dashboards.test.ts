import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Json, startApi, type TestApi } from "../api-harness.ts";

let t: TestApi;
let P: string;
const call = (method: string, path: string, body?: unknown) => t.call(method, `${P}/${path}`, body);
const query = {
  kind: "InsightVizNode",
  source: { kind: "TrendsQuery", series: [{ kind: "EventsNode", event: "$pageview" }] },
};

async function dashboard(body: object = {}): Promise<number> {
  const answer = await call("POST", "dashboards/", { name: "D", ...body });
  expect(answer).toMatchObject({ status: 201 });
  return Number(answer.body.id);
}
async function insight(dashboards: number[], body: object = {}): Promise<number> {
  const answer = await call("POST", "insights/", { name: "I", query, dashboards, ...body });
  expect(answer).toMatchObject({ status: 201, body: { dashboards } });
  return Number(answer.body.id);
}
const show = async (id: number, rest = "") => (await call("GET", `dashboards/${id}/${rest}`)).body;
const tilesOf = (body: Json) => body.tiles as unknown as Json[];
const idsOf = (body: Json) => tilesOf(body).map((tile) => Number(tile.id));
const what = (body: Json) => tilesOf(body).map((tile) => tile.text?.body ?? tile.insight?.id);

beforeAll(async () => {
  t = await startApi({ warehouse: true });
  P = `/api/projects/${t.account.projectId}`;
});
afterAll(() => t?.dispose());

test("a dashboard has every field", async () => {
  const { status, body } = await call("POST", "dashboards/", {
    name: " Growth ",
    tags: ["a", "a"],
    pinned: true,
  });
  expect(status).toBe(201);
  expect(body).toMatchObject({
    name: "Growth",
    description: "",
    pinned: true,
    tags: ["a"],
    tiles: [],
    filters: {},
    variables: {},
    creation_mode: "default",
    is_shared: false,
    restriction_level: 21,
    created_by: { email: t.account.email },
    team_id: t.account.projectId,
  });
  const id = Number(body.id);
  expect(await show(id)).toEqual(body);
  const changed = await call("PATCH", `dashboards/${id}/`, {
    filters: { date_from: "-7d" },
    description: "x",
  });
  expect(changed.body).toMatchObject({ name: "Growth", description: "x", filters: { date_from: "-7d" } });
  expect((await call("PATCH", `dashboards/${id}/`, { deleted: true })).body.deleted).toBe(true);
  expect((await call("GET", `dashboards/${id}/`)).status).toBe(404);
  expect((await call("PATCH", `dashboards/${id}/`, { name: "x" })).status).toBe(404);
  expect((await call("PATCH", `dashboards/${id}/`, { deleted: false })).status).toBe(200);
  expect((await call("DELETE", `dashboards/${id}/`)).status).toBe(204);
  const log = await call("GET", `activity_log/?scope=Dashboard&item_id=${id}`);
  const entries = log.body.results as unknown as Json[];
  expect(entries.map((entry) => entry.activity)).toEqual([
    "deleted",
    "updated",
    "deleted",
    "updated",
    "created",
  ]);
});

describe("the list", () => {
  beforeAll(async () => {
    await dashboard({ name: "Beta list", tags: ["quarter"] });
    await dashboard({ name: "Alpha list", description: "All lists" });
    await dashboard({ name: "Zeta list", pinned: true });
  });
  test.each<[string, string[]]>([
    ["search=LIST", ["Zeta list", "Alpha list", "Beta list"]],
    ["search=QUART", ["Beta list"]],
    ["search=all%20l", ["Alpha list"]],
    ["search=list&pinned=true", ["Zeta list"]],
    ["search=list&limit=1&offset=1", ["Alpha list"]],
    ["search=100%25", []],
  ])("%s", async (search, expected) => {
    const { body } = await call("GET", `dashboards/?${search}`);
    const results = body.results as unknown as Json[];
    expect(results.map(({ name }) => name)).toEqual(expected);
    for (const one of results) expect(one).not.toHaveProperty("tiles");
  });
});

describe("tiles", () => {
  test("an insight stands on the dashboards it names and keeps its place", async () => {
    const [a, b] = [await dashboard(), await dashboard()];
    const id = await insight([a]);
    const [tile] = idsOf(await show(a));
    await call("PATCH", `dashboards/${a}/`, {
      tiles: [{ id: tile, layouts: { sm: { x: 6, y: 0, w: 6, h: 5 } } }],
    });
    expect((await call("PATCH", `insights/${id}/`, { dashboards: [b] })).body).toMatchObject({
      dashboards: [b],
      dashboard_tiles: [{ dashboard_id: b, deleted: false }],
    });
    expect(what(await show(a))).toEqual([]);
    await call("PATCH", `insights/${id}/`, { dashboards: [b, a] });
    expect(tilesOf(await show(a))).toMatchObject([
      { id: tile, insight: { id, query }, layouts: { sm: { x: 6 } }, text: null, order: 0 },
    ]);
    expect((await call("GET", `insights/?dashboards=[${a},${b}]`)).body.count).toBe(1);
    const log = (await call("GET", `insights/${id}/activity/`)).body.results as unknown as Json[];
    expect(log[0]).toMatchObject({
      detail: { changes: [{ field: "dashboards", before: [b], after: [a, b] }] },
    });
    await call("DELETE", `insights/${id}/`);
    expect(what(await show(a))).toEqual([]);
    await call("PATCH", `insights/${id}/`, { deleted: false });
    expect(what(await show(a))).toEqual([id]);
    await call("DELETE", `dashboards/${b}/`);
    expect((await call("GET", `insights/${id}/`)).body.dashboards).toEqual([a]);
  });

  test("texts are made, changed, ordered, moved, copied and taken off", async () => {
    const [a, b] = [await dashboard(), await dashboard()];
    const id = await insight([a]);
    const made = await call("POST", `dashboards/${a}/create_text_tile/`, { body: "One", color: "blue" });
    expect(what(made.body)).toEqual([id, "One"]);
    expect(tilesOf(made.body)[1]).toMatchObject({
      color: "blue",
      text: { body: "One", team: t.account.projectId },
    });
    const more = await call("PATCH", `dashboards/${a}/`, { tiles: [{ text: { body: "Two" } }] });
    const [first, one, two] = idsOf(more.body);
    const update = { tile_id: one, body: "Uno", color: "" };
    expect(tilesOf((await call("POST", `dashboards/${a}/update_text_tile/`, update)).body)[1]).toMatchObject({
      text: { body: "Uno" },
      color: null,
    });
    const ordered = await call("POST", `dashboards/${a}/reorder_tiles/`, { tile_order: [two, one] });
    expect(what(ordered.body)).toEqual(["Two", "Uno", id]);
    const moved = await call("PATCH", `dashboards/${a}/move_tile/`, { to_dashboard: b, tile: { id: two } });
    expect(what(moved.body)).toEqual(["Uno", id]);
    expect(what(await show(b))).toEqual(["Two"]);
    const copy = { fromDashboardId: a, tileId: first };
    expect(what((await call("POST", `dashboards/${b}/copy_tile/`, copy)).body)).toEqual(["Two", id]);
    expect(what((await call("POST", `dashboards/${a}/delete_tile/`, { tile_id: one })).body)).toEqual([id]);
    const log = await call("GET", `activity_log/?scope=Dashboard&item_id=${a}`);
    expect((log.body.results as unknown as Json[])[0]).toMatchObject({
      detail: { changes: [{ field: "tiles" }] },
    });
  });

  test("a copy of a dashboard shares the insights", async () => {
    const a = await dashboard({ name: "Whole", tags: ["x"], filters: { date_from: "-3d" } });
    const id = await insight([a]);
    await call("POST", `dashboards/${a}/create_text_tile/`, { body: "Hi" });
    const { body } = await call("POST", "dashboards/", { use_dashboard: a });
    expect(body).toMatchObject({
      name: "Whole (copy)",
      creation_mode: "duplicate",
      filters: { date_from: "-3d" },
    });
    expect(what(body)).toEqual([id, "Hi"]);
  });

  test("insights on no other dashboard go with it when asked", async () => {
    const [a, b] = [await dashboard(), await dashboard()];
    const [lonely, shared] = [await insight([a]), await insight([a, b])];
    await call("PATCH", `dashboards/${a}/`, { deleted: true, delete_insights: true });
    expect((await call("GET", `insights/${lonely}/`)).status).toBe(404);
    expect((await call("GET", `insights/${shared}/`)).body.dashboards).toEqual([b]);
    const log = await call("GET", `activity_log/?scope=Insight&item_id=${lonely}`);
    expect(log.body).toMatchObject({ results: [{ activity: "deleted" }, { activity: "created" }] });
  });
});

describe("templates", () => {
  test("are listed, and each makes a dashboard whose insights are its own", async () => {
    const { body } = await call("GET", "dashboard_templates/");
    const templates = body.results as unknown as Json[];
    expect(templates.map(({ id }) => id)).toEqual(["product", "web", "aarrr", "saas", "mobile"]);
    for (const { id, template_name, tiles } of templates) {
      expect((await call("GET", `dashboard_templates/${id}/`)).body).toMatchObject({ template_name });
      const made = await call("POST", "dashboards/", { use_template: id });
      expect(made).toMatchObject({ status: 201, body: { name: template_name, creation_mode: "template" } });
      const named = tilesOf(made.body).map((tile) => tile.insight?.name);
      expect(named).toEqual((tiles as unknown as Json[]).map((tile) => tile.name));
      expect(tilesOf(made.body)[0]?.layouts).toEqual((tiles as unknown as Json[])[0]?.layouts);
    }
    expect((await call("POST", "dashboards/", { use_template: "Web", name: "Ours" })).body.name).toBe("Ours");
    expect((await call("GET", "dashboard_templates/none/")).status).toBe(404);
  });

  test("of the caller's own make all of it or nothing", async () => {
    const good = { type: "INSIGHT", name: "Views", query, layouts: { sm: { x: 0, y: 0, w: 6, h: 5 } } };
    const template = { template_name: "Mine", tags: ["a"], dashboard_filters: { date_from: "-3d" } };
    const make = (tiles: object[]) =>
      call("POST", "dashboards/create_from_template_json/", { template: { ...template, tiles } });
    const made = await make([good, { type: "TEXT", body: "Hello" }]);
    expect(made).toMatchObject({ status: 201, body: { tags: ["a"], filters: { date_from: "-3d" } } });
    expect(tilesOf(made.body)).toMatchObject([{ insight: { name: "Views" } }, { text: { body: "Hello" } }]);
    const before = (await call("GET", "dashboards/")).body.count;
    expect(await make([good, { ...good, query: { kind: "TrendsQuery", series: [] } }])).toMatchObject({
      status: 400,
      body: { attr: "template__tiles__1__query__series" },
    });
    expect((await call("GET", "dashboards/")).body.count).toBe(before);
  });
});

describe("results", () => {
  test("come with refresh, under the dashboard's filters; a failing tile fails alone", async () => {
    await vi.waitFor(
      async () => {
        const { status } = await t.edge("/batch/", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({
            api_key: t.account.projectToken,
            batch: [{ event: "$pageview", distinct_id: "ann" }],
          }),
        });
        expect(status).toBe(200);
      },
      { timeout: 10_000 },
    );
    const a = await dashboard({ filters: { date_from: "-2d" } });
    const good = await insight([a]);
    const broken = { kind: "HogQLQuery", query: "select no_such_column from events" };
    await insight([a], { query: { kind: "DataTableNode", source: broken } });
    expect(tilesOf(await show(a))[0]).toMatchObject({ insight: { result: null }, error: null });
    await vi.waitFor(
      async () => {
        const [first, second] = tilesOf(await show(a, "?refresh=force_blocking"));
        expect(first).toMatchObject({
          insight: { id: good, result: [{ count: 1, data: [0, 0, 1] }] },
          last_refresh: expect.any(String),
        });
        expect(second).toMatchObject({ insight: { result: null }, error: { message: expect.any(String) } });
      },
      { timeout: 20_000, interval: 250 },
    );
    const override = encodeURIComponent(JSON.stringify({ date_from: "-1d" }));
    const run = await call(
      "GET",
      `dashboards/${a}/run_insights/?refresh=blocking&filters_override=${override}`,
    );
    expect((run.body.results as unknown as Json[])[0]).toMatchObject({
      id: good,
      result: [{ data: [0, 1] }],
    });
    const seen = await call("GET", `insights/${good}/?refresh=blocking&from_dashboard=${a}`);
    expect(seen.body).toMatchObject({ result: [{ data: [0, 0, 1] }] });
    expect(await call("GET", `dashboards/${a}/?refresh=maybe`)).toMatchObject({
      status: 400,
      body: { attr: "refresh" },
    });
  });
});

test("an annotation stands on a dashboard or an insight", async () => {
  const a = await dashboard({ name: "Marked" });
  const id = await insight([a], { name: "Line" });
  const marks = [
    { scope: "dashboard", dashboard_id: a },
    { scope: "dashboard_item", dashboard_item: id },
  ];
  for (const mark of marks) {
    expect((await call("POST", "annotations/", { content: "x", ...mark })).status).toBe(201);
  }
  expect((await call("GET", `annotations/?dashboard_id=${a}`)).body).toMatchObject({
    results: [{ dashboard_name: "Marked" }],
  });
  expect((await call("GET", `annotations/?dashboard_item=${id}`)).body).toMatchObject({
    results: [{ insight_name: "Line", insight_short_id: expect.any(String) }],
  });
});

describe("refused", () => {
  let a: number;
  let tile: number;
  beforeAll(async () => {
    a = await dashboard();
    await insight([a]);
    [tile = 0] = idsOf(await show(a));
  });

  test.each<[object, string, string]>([
    [{}, "name", "required"],
    [{ name: "" }, "name", "blank"],
    [{ name: "x".repeat(401) }, "name", "max_length"],
    [{ name: "x", restriction_level: 37 }, "restriction_level", "invalid_choice"],
    [{ name: "x", filters: { date_from: 7 } }, "filters__date_from", "invalid_input"],
    [{ use_dashboard: 999 }, "use_dashboard", "does_not_exist"],
    [{ use_template: "no such" }, "use_template", "does_not_exist"],
    [{ use_template: "web", use_dashboard: 1 }, "use_template", "invalid_input"],
  ])("POST %j", async (body, attr, code) => {
    expect(await call("POST", "dashboards/", body)).toMatchObject({ status: 400, body: { attr, code } });
  });

  test.each<[string, string, () => object, string]>([
    ["PATCH", "", () => ({ tiles: [{ id: 999, deleted: true }] }), "tiles__0__id"],
    ["PATCH", "", () => ({ tiles: [{ color: "red" }] }), "tiles__0__text"],
    ["PATCH", "", () => ({ tiles: [{ id: tile, text: { body: "x" } }] }), "tiles__0__text"],
    ["PATCH", "", () => ({ tiles: [{ id: tile, layouts: { sm: { w: 0 } } }] }), "tiles__0__layouts__sm__w"],
    ["POST", "create_text_tile/", () => ({}), "body"],
    ["POST", "update_text_tile/", () => ({ tile_id: 999 }), "tile_id"],
    ["POST", "delete_tile/", () => ({ tile_id: 999 }), "tile_id"],
    ["POST", "reorder_tiles/", () => ({ tile_order: [tile, 999] }), "tile_order__1"],
    ["POST", "copy_tile/", () => ({ fromDashboardId: 999, tileId: tile }), "fromDashboardId"],
    ["POST", "copy_tile/", () => ({ fromDashboardId: a, tileId: 999 }), "tileId"],
    ["PATCH", "move_tile/", () => ({ to_dashboard: 999, tile: { id: tile } }), "to_dashboard"],
    ["PATCH", "move_tile/", () => ({ to_dashboard: a, tile: { id: tile } }), "to_dashboard"],
  ])("%s %s (%#)", async (method, path, body, attr) => {
    expect(await call(method, `dashboards/${a}/${path}`, body())).toMatchObject({
      status: 400,
      body: { attr },
    });
  });

  test("in another project everything", async () => {
    const made = await t.call("POST", "/api/projects/", { name: "Second" });
    const second = `/api/projects/${String(made.body.id)}`;
    expect((await t.call("GET", `${second}/dashboards/`)).body.count).toBe(0);
    for (const id of [String(a), "no-number"]) {
      expect((await t.call("GET", `${second}/dashboards/${id}/`)).status).toBe(404);
      expect((await t.call("PATCH", `${second}/dashboards/${id}/`, { name: "stolen" })).status).toBe(404);
    }
    const foreign = await t.call("POST", `${second}/insights/`, { query, dashboards: [a] });
    expect(foreign).toMatchObject({ status: 400, body: { attr: "dashboards__0" } });
  });
});
