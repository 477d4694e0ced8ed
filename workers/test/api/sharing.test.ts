import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Answer, answerOf, type Json, startApi, type TestApi, WEB_URL } from "../api-harness.ts";

let t: TestApi;
let P: string;
let insight: Json;
let dashboard: Json;
const SECRET = "ada@secret.test";
const call = (method: string, path: string, body?: unknown) => t.call(method, `${P}/${path}`, body);

/** As somebody without an account. */
async function stranger(path: string, unlock?: string): Promise<Answer> {
  const headers: Record<string, string> = unlock ? { "x-sharing-unlock": unlock } : {};
  return await answerOf(await t.api(`/api/shared/${path}`, { headers }));
}
const unlock = (token: unknown, password: string) =>
  t.call("POST", `/api/shared/${token}/unlock/`, { password }, null);

const trends = {
  kind: "InsightVizNode",
  source: {
    kind: "TrendsQuery",
    series: [{ kind: "EventsNode", event: "signup", math: "total" }],
    properties: [{ key: "email", value: SECRET, operator: "is_not", type: "person" }],
    dateRange: { date_from: "-7d" },
  },
};

beforeAll(async () => {
  t = await startApi({ warehouse: true });
  P = `/api/projects/${t.account.projectId}`;
  await t.capture([1, 2, 3].map((n) => ({ event: "signup", properties: { distinct_id: `user-${n}` } })));
  insight = (await call("POST", "insights/", { name: "Signups", query: trends })).body;
  const people = { kind: "DataTableNode", source: { kind: "EventsQuery", select: ["*"] } };
  const list = (await call("POST", "insights/", { name: "People", query: people })).body;
  dashboard = (await call("POST", "dashboards/", { name: "Board", filters: { date_from: "-14d" } })).body;
  for (const { id } of [insight, list])
    await call("PATCH", `insights/${id}/`, { dashboards: [dashboard.id] });
  await call("PATCH", `dashboards/${dashboard.id}/`, { tiles: [{ text: { body: "Hello" } }] });
}, 60_000);
afterAll(() => t?.dispose());

async function share(path: string, body: object = { enabled: true }): Promise<string> {
  const answer = await call("PATCH", `${path}/sharing/`, body);
  expect(answer.status).toBe(200);
  return String(answer.body.access_token);
}

describe("an insight", () => {
  test("is not shared until somebody shares it, and no longer than that", async () => {
    const path = `insights/${insight.id}`;
    expect(await call("GET", `${path}/sharing/`)).toMatchObject({
      status: 200,
      body: { enabled: false, access_token: "", settings: {}, password_required: false, created_at: null },
    });
    const token = await share(path);
    expect(token).toMatch(/^[\w-]{86}$/);
    const forged = `${token.slice(0, -1)}${token.endsWith("A") ? "Q" : "A"}`;
    for (const wrong of [token.slice(0, 43), forged, `${token.slice(0, 43)}${token.slice(43).toUpperCase()}`])
      expect((await stranger(`${wrong}/`)).status).toBe(404);
    expect(await stranger(`${token}/`)).toMatchObject({
      status: 200,
      body: { kind: "insight", name: "Signups", timezone: "UTC", tiles: [{ id: 0, name: "Signups" }] },
    });
    await share(path, { enabled: false });
    expect((await stranger(`${token}/`)).status).toBe(404);
    expect(await share(path)).toBe(token);
    const renewed = await call("POST", `${path}/sharing/refresh/`);
    expect(renewed.body.access_token).not.toBe(token);
    expect((await stranger(`${token}/`)).status).toBe(404);
    expect((await stranger(`${renewed.body.access_token}/`)).status).toBe(200);
    await call("PATCH", `insights/${insight.id}/`, { deleted: true });
    expect((await stranger(`${renewed.body.access_token}/`)).status).toBe(404);
    await call("PATCH", `insights/${insight.id}/`, { deleted: false });
  });

  test("shows its numbers, and nothing of how they were found", async () => {
    const token = await share(`insights/${insight.id}`);
    const page = await stranger(`${token}/`);
    expect(page.headers.get("x-robots-tag")).toContain("noindex");
    await expect
      .poll(async () => (await stranger(`${token}/results/0/`)).body.results as unknown as Json[], {
        timeout: 20_000,
      })
      .toMatchObject([{ label: "signup" }]);
    const answer = await stranger(`${token}/results/0/`);
    const said = JSON.stringify([page.body, answer.body]);
    for (const inner of [
      SECRET,
      "hogql",
      "clickhouse",
      "cache_key",
      "organization",
      "created_by",
      "user-1",
      "team",
    ])
      expect(said.toLowerCase()).not.toContain(inner);
    expect((await stranger(`${token}/results/1/`)).status).toBe(404);
    expect((await stranger(`${token}/results/x/`)).status).toBe(404);
  });

  test("that lists people can't be shared", async () => {
    const query = { kind: "DataTableNode", source: { kind: "ActorsQuery" } };
    const { body } = await call("POST", "insights/", { name: "Who", query });
    expect(await call("PATCH", `insights/${body.id}/sharing/`, { enabled: true })).toMatchObject({
      status: 400,
      body: { attr: "enabled" },
    });
  });
});

describe("a dashboard", () => {
  test("shows its tiles; lists of people stay inside", async () => {
    const token = await share(`dashboards/${dashboard.id}`);
    const { body } = await stranger(`${token}/`);
    const tiles = body.tiles as unknown as Json[];
    expect(body).toMatchObject({ kind: "dashboard", name: "Board" });
    expect(tiles).toMatchObject([
      { name: "Signups", query: { source: { dateRange: { date_from: "-14d" } } } },
      { name: "People", query: null },
      { text: "Hello", query: null },
    ]);
    expect((await stranger(`${token}/results/${tiles[0]!.id}/`)).status).toBe(200);
    expect((await stranger(`${token}/results/${tiles[1]!.id}/`)).status).toBe(404);
    expect((await stranger(`${token}/results/${tiles[2]!.id}/`)).status).toBe(404);
    const shown = (await call("GET", `dashboards/${dashboard.id}/`)).body;
    expect(shown.is_shared).toBe(true);
    const listed = (await call("GET", "dashboards/")).body.results as unknown as Json[];
    expect(listed.find(({ id }) => id === dashboard.id)?.is_shared).toBe(true);
  });

  test("asks for its password, by whichever of them", async () => {
    const path = `dashboards/${dashboard.id}`;
    expect((await call("PATCH", `${path}/sharing/`, { password_required: true })).status).toBe(400);
    const first = await call("POST", `${path}/sharing/passwords/`, { note: "Board of directors" });
    const own = await call("POST", `${path}/sharing/passwords/`, { raw_password: "long enough" });
    expect(first).toMatchObject({ status: 201, body: { note: "Board of directors" } });
    expect(own.body.password).toBe("long enough");
    const token = await share(path);
    const closed = await stranger(`${token}/`);
    expect(closed).toMatchObject({ status: 401, body: { extra: { password_required: true } } });
    expect(JSON.stringify(closed.body)).not.toContain("Board");
    expect((await unlock(token, "wrong")).status).toBe(403);
    const opened = await unlock(token, String(first.body.password));
    expect(opened.status).toBe(200);
    const leave = String(opened.body.token);
    expect((await stranger(`${token}/`, leave)).status).toBe(200);
    expect((await stranger(`${token}/`, `${leave}x`)).status).toBe(401);
    const other = await unlock(token, "long enough");
    expect(JSON.stringify((await call("GET", `${path}/sharing/`)).body)).not.toContain("long enough");
    expect((await call("DELETE", `${path}/sharing/passwords/${first.body.id}/`)).status).toBe(204);
    expect((await stranger(`${token}/`, leave)).status).toBe(401);
    expect((await stranger(`${token}/`, String(other.body.token))).status).toBe(200);
    expect((await call("DELETE", `${path}/sharing/passwords/${own.body.id}/`)).status).toBe(204);
    expect((await call("GET", `${path}/sharing/`)).body).toMatchObject({ enabled: false });
    expect((await stranger(`${token}/`, String(other.body.token))).status).toBe(404);
  });

  test("does not let a stranger guess for long", async () => {
    const path = `dashboards/${dashboard.id}`;
    const { body } = await call("POST", `${path}/sharing/passwords/`, { raw_password: "the right one" });
    const token = await share(path);
    const tries: number[] = [];
    for (let count = 0; count < 12; count++) tries.push((await unlock(token, `guess ${count}`)).status);
    expect(new Set(tries)).toEqual(new Set([403, 429]));
    expect(await unlock(token, "the right one")).toMatchObject({ status: 429 });
    await call("DELETE", `${path}/sharing/passwords/${body.id}/`);
  });
});

describe("a link to a state", () => {
  test("opens until it is ended", async () => {
    const made = await call("POST", "shared_links/", { query: trends, name: "Draft", expires_in_hours: 1 });
    expect(made.status).toBe(201);
    const token = String(made.body.access_token);
    expect(await stranger(`${token}/`)).toMatchObject({ status: 200, body: { kind: "link", name: "Draft" } });
    expect((await stranger(`${token}/results/0/`)).status).toBe(200);
    const list = await call("GET", "shared_links/");
    expect(list.body).toMatchObject({ count: 1, results: [{ access_token: token, name: "Draft" }] });
    expect((await call("DELETE", `shared_links/${made.body.id}/`)).status).toBe(204);
    expect((await stranger(`${token}/`)).status).toBe(404);
    expect((await call("DELETE", `shared_links/${made.body.id}/`)).status).toBe(404);
  });

  test.each([
    [{ query: { kind: "ActorsQuery" } }, "query"],
    [{ query: { kind: "TrendsQuery", series: "no" } }, null],
    [{ query: trends, expires_in_hours: 0 }, "expires_in_hours"],
    [{ query: trends, expires_in_hours: 1e6 }, "expires_in_hours"],
    [{}, "query"],
  ])("%j is refused", async (body, attr) => {
    const answer = await call("POST", "shared_links/", body);
    expect(answer.status).toBe(400);
    if (attr !== null) expect(answer.body.attr).toBe(attr);
  });
});

test.each(["x", "0".repeat(43), "..%2f..%2fadmin", "a b"])("the token %s opens nothing", async (token) => {
  expect((await stranger(`${encodeURIComponent(token)}/`)).status).toBe(404);
  expect((await unlock(encodeURIComponent(token), "x")).status).toBe(404);
});

test("another tenant neither sees nor changes what is shared", async () => {
  const body = JSON.stringify({ email: "else@example.test", password: "long enough for all" });
  const headers = { "content-type": "application/json", origin: WEB_URL };
  const signedUp = await t.api("/api/signup/", { method: "POST", headers, body });
  const cookie = signedUp.headers
    .getSetCookie()
    .map((text) => text.split(";")[0]!)
    .join("; ");
  const { team } = (await answerOf(signedUp)).body;
  const theirs = `/api/projects/${(team as Json).id}`;
  for (const path of [`insights/${insight.id}/sharing/`, `dashboards/${dashboard.id}/sharing/`])
    for (const method of ["GET", "PATCH"]) {
      const init = {
        method,
        headers: { ...headers, cookie },
        body: method === "GET" ? undefined : '{"enabled":true}',
      };
      expect((await t.api(`${theirs}/${path}`, init)).status).toBe(404);
    }
});

test("who shares what is in the log", async () => {
  const log = await call("GET", `activity_log/?scope=Dashboard&item_id=${dashboard.id}`);
  const entries = (log.body.results as unknown as Json[]).map(({ activity }) => String(activity));
  for (const activity of ["shared", "sharing password added", "sharing password removed"])
    expect(entries).toContain(activity);
});
