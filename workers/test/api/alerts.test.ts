import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { INTERNAL_KEY, type Json, startApi, type TestApi } from "../api-harness.ts";

let t: TestApi;
let P: string;
let me: number;
let server: Server;
let host: string;
let posted: Json[] = [];
let trend: number;
let sql: number;
let funnel: number;
const call = (method: string, path: string, body?: unknown) => t.call(method, `${P}/${path}`, body);
const list = (body: Json) => body.results as unknown as Json[];

async function runJobs(): Promise<Record<string, Json>> {
  const headers = { "x-internal-key": INTERNAL_KEY };
  return (await (await t.api("/api/_internal/scheduled", { method: "POST", headers })).json()) as Record<
    string,
    Json
  >;
}
const mailsAbout = async (subject: string) =>
  list((await t.call("GET", "/api/mailbox/?limit=1000", undefined, null)).body).filter(
    (mail) => mail.subject === (subject as unknown),
  );
const insight = async (name: string, query: object) =>
  Number((await call("POST", "insights/", { name, query })).body.id);
const above = (upper: number | null, lower: number | null = null, type = "absolute") => ({
  configuration: { type, bounds: { lower, upper } },
});
const alert = (more: object = {}) => ({
  insight: trend,
  name: "A",
  subscribed_users: [me],
  threshold: above(2),
  condition: { type: "absolute_value" },
  config: { type: "TrendsAlertConfig", series_index: 0, check_ongoing_interval: true },
  calculation_interval: "hourly",
  ...more,
});
const create = async (more: object = {}) => {
  const { status, body } = await call("POST", "alerts/", alert(more));
  expect([status, body]).toEqual([201, expect.anything()]);
  return body;
};
const checkNow = async (id: Json | undefined) => (await call("POST", `alerts/${id}/check/`)).body;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    posted.push(JSON.parse(text) as Json);
    response.end("ok");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  t = await startApi({ warehouse: true, vars: { WEBHOOK_ALLOW: host } });
  P = `/api/projects/${t.account.projectId}`;
  me = Number((await t.call("GET", "/api/users/@me/")).body.id);
  await t.capture([1, 2, 3].map((n) => ({ event: "signup", properties: { distinct_id: `user-${n}` } })));
  const series = [{ kind: "EventsNode", event: "signup" }];
  trend = await insight("Signups", { kind: "InsightVizNode", source: { kind: "TrendsQuery", series } });
  sql = await insight("SQL", {
    kind: "DataTableNode",
    source: { kind: "HogQLQuery", query: "select arrayJoin([1, 5, 9]) as n" },
  });
  funnel = await insight("Funnel", { kind: "FunnelsQuery", series: [...series, ...series] });
  const three = async () => {
    const query = { kind: "HogQLQuery", query: "select count() from events where event = 'signup'" };
    const { body } = await call("POST", "query/", { query, refresh: "force_blocking" });
    return (body.results as unknown as number[][])[0]![0];
  };
  await vi.waitUntil(async () => (await three()) === 3, { timeout: 20_000, interval: 100 });
}, 60_000);
afterAll(async () => {
  server?.close();
  await t?.dispose();
});

test("an alert has every field and keeps what was sent", async () => {
  const sent = alert({
    name: "Whole",
    threshold: { name: "Limit", configuration: { type: "percentage", bounds: { lower: 0.1, upper: 0.5 } } },
    condition: { type: "relative_increase" },
    skip_weekend: true,
    schedule_start_time: "09:30",
    schedule_restriction: { blocked_windows: [{ start: "22:00", end: "07:00" }] },
    calculation_interval: "daily",
  });
  const { status, body } = await call("POST", "alerts/", sent);
  expect(status).toBe(201);
  const { insight: _, subscribed_users: __, ...same } = sent;
  expect(body).toMatchObject({
    ...same,
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    insight: { id: trend, name: "Signups", short_id: expect.any(String) },
    subscribed_users: [{ id: me, email: t.account.email }],
    detector_config: null,
    enabled: true,
    snoozed_until: null,
    state: "Not firing",
    last_notified_at: null,
    last_checked_at: null,
    last_value: null,
    checks: [],
    destinations: [],
    created_by: { email: t.account.email },
  });
  expect((await call("GET", `alerts/${body.id}/`)).body).toEqual(body);
  expect(list((await call("GET", `alerts/?insight_id=${trend}&search=whol`)).body)).toEqual([body]);
  expect(list((await call("GET", "alerts/?has_detector=true")).body)).toEqual([]);
  const shown = (await call("GET", `insights/${trend}/`)).body;
  expect(shown.alerts).toMatchObject([{ id: body.id, name: "Whole", state: "Not firing" }]);
  const off = (await call("PATCH", `alerts/${body.id}/`, { enabled: false })).body;
  expect(off).toMatchObject({ enabled: false, next_check_at: null, name: "Whole" });
  expect((await call("POST", `alerts/${body.id}/check/`)).status).toBe(409);
  expect((await call("DELETE", `alerts/${body.id}/`)).status).toBe(204);
  expect((await call("GET", `alerts/${body.id}/`)).status).toBe(404);
  const log = await call("GET", `activity_log/?scope=AlertConfiguration&item_id=${body.id}`);
  expect(list(log.body).map(({ activity }) => activity)).toEqual(["deleted", "updated", "created"]);
});

test.each<[object, string]>([
  [{ insight: 999_999 }, "insight"],
  [{ subscribed_users: [] }, "subscribed_users"],
  [{ subscribed_users: [999_999] }, "subscribed_users"],
  [{ threshold: above(null) }, "threshold__configuration__bounds"],
  [{ threshold: above(1, 2) }, "threshold__configuration__bounds"],
  [{ threshold: above(1, null, "percentage") }, "threshold__configuration__type"],
  [{ condition: { type: "sometimes" } }, "condition__type"],
  [{ config: { type: "FunnelsAlertConfig", metric: "conversion_from_start" } }, "config__type"],
  [{ calculation_interval: "yearly" }, "calculation_interval"],
  [{ snoozed_until: "soon" }, "snoozed_until"],
  [{ schedule_start_time: "25:00" }, "schedule_start_time"],
  [{ detector_config: { type: "isolation_forest" } }, "detector_config__type"],
])("%j is refused at %s", async (more, attr) => {
  expect(await call("POST", "alerts/", alert(more))).toMatchObject({ status: 400, body: { attr } });
});

describe("what breaks a bound", () => {
  test("is told once, however many check, and again when it begins anew", async () => {
    const { id } = await create({ name: "Many" });
    await Promise.all([runJobs(), runJobs(), runJobs()]);
    const fired = (await call("GET", `alerts/${id}/`)).body;
    expect(fired).toMatchObject({
      state: "Firing",
      last_value: 3,
      last_notified_at: expect.any(String),
      checks: [
        {
          state: "Firing",
          calculated_value: 3,
          targets_notified: true,
          notified: [t.account.email],
          breaches: [expect.stringMatching(/^signup is 3 \(.*\), more than 2\.$/)],
        },
      ],
    });
    expect(new Date(String(fired.next_check_at)).getTime()).toBeGreaterThan(Date.now());
    expect(await mailsAbout("Alert: Many")).toMatchObject([{ to: t.account.email, state: "sent" }]);
    expect((await checkNow(id)).checks).toMatchObject([
      { targets_notified: false },
      { targets_notified: true },
    ]);
    expect(await mailsAbout("Alert: Many")).toHaveLength(1);
    await call("PATCH", `alerts/${id}/`, { threshold: above(100) });
    expect(await checkNow(id)).toMatchObject({ state: "Not firing", last_value: expect.any(Number) });
    // Who changes what is watched needs no message about it.
    expect(await mailsAbout("Back to normal: Many")).toEqual([]);
    await call("PATCH", `alerts/${id}/`, { threshold: above(1) });
    expect((await checkNow(id)).state).toBe("Firing");
    await expect.poll(async () => (await mailsAbout("Alert: Many")).length, { timeout: 10_000 }).toBe(2);
    const checks = await call("GET", `alerts/${id}/?checks_limit=2&checks_offset=1`);
    expect(checks.body.checks).toMatchObject([{ state: "Not firing" }, { state: "Firing" }]);
    expect((await call("GET", `alerts/${id}/?checks_date_to=-1h`)).body.checks).toEqual([]);
    await call("DELETE", `alerts/${id}/`);
  });

  test("goes to web hooks too", async () => {
    posted = [];
    const { id } = await create({ name: "Hook", insight: sql, config: null });
    const refused = await call("POST", `alerts/${id}/destinations/`, {
      type: "slack",
      slack_channel_id: "C1",
    });
    expect(refused).toMatchObject({ status: 400, body: { attr: "url" } });
    const url = `http://${host}/x`;
    const added = await call("POST", `alerts/${id}/destinations/`, { type: "webhook", url });
    expect(added).toMatchObject({ status: 201, body: { hog_function_ids: [expect.any(String)] } });
    expect(await checkNow(id)).toMatchObject({
      state: "Firing",
      last_value: 9,
      destinations: [{ type: "webhook", host }],
    });
    await expect
      .poll(() => posted, { timeout: 10_000 })
      .toMatchObject([
        {
          type: "alert_firing",
          alert: { name: "Hook" },
          value: 9,
          breaches: [expect.stringMatching(/^n is 9/)],
        },
      ]);
    const { query } = (await call("GET", `insights/${sql}/`)).body;
    const quiet = { kind: "HogQLQuery", query: "select 1 as n" };
    await call("PATCH", `insights/${sql}/`, { query: quiet });
    expect(await checkNow(id)).toMatchObject({ state: "Not firing", last_value: 1 });
    await expect
      .poll(() => posted.at(-1), { timeout: 10_000 })
      .toMatchObject({ type: "alert_resolved", value: 1, breaches: [] });
    expect(await mailsAbout("Back to normal: Hook")).toMatchObject([{ to: t.account.email }]);
    expect((await checkNow(id)).checks).toMatchObject([{ targets_notified: false }, {}, {}]);
    await call("PATCH", `insights/${sql}/`, { query });
    expect((await call("POST", `alerts/${id}/destinations/delete/`, added.body)).status).toBe(204);
    expect((await call("POST", `alerts/${id}/destinations/delete/`, added.body)).status).toBe(404);
    await call("DELETE", `alerts/${id}/`);
  });

  test("is read from any kind of insight", async () => {
    const rows = await create({
      insight: sql,
      config: { type: "HogQLAlertConfig", evaluation: "any_row", column: "n" },
      threshold: above(4),
    });
    expect((await checkNow(rows.id)).checks).toMatchObject([
      { breaches: [expect.stringContaining("row 2 is 5"), expect.stringContaining("row 3 is 9")] },
    ]);
    const steps = await create({
      insight: funnel,
      config: { type: "FunnelsAlertConfig", metric: "conversion_from_start" },
      threshold: above(null, 50),
    });
    expect(await checkNow(steps.id)).toMatchObject({ state: "Firing", last_value: 0 });
    for (const { id } of [rows, steps]) await call("DELETE", `alerts/${id}/`);
  });
});

test("a check that fails says why, once", async () => {
  const { id } = await create({
    name: "Broken",
    insight: sql,
    config: { type: "HogQLAlertConfig", evaluation: "last_row", column: "nope" },
  });
  expect(await checkNow(id)).toMatchObject({
    state: "Errored",
    checks: [{ error: { message: expect.stringContaining("nope") }, targets_notified: true }],
  });
  await checkNow(id);
  await expect
    .poll(async () => (await mailsAbout("Alert can't be checked: Broken")).length, { timeout: 10_000 })
    .toBe(1);
  await call("DELETE", `alerts/${id}/`);
});

test("a snoozed alert is silent until it wakes", async () => {
  const { id } = await create({ name: "Asleep", snoozed_until: "2h" });
  const sleeping = (await call("GET", `alerts/${id}/`)).body;
  expect(sleeping.state).toBe("Snoozed");
  const hours = (new Date(String(sleeping.snoozed_until)).getTime() - Date.now()) / 3_600_000;
  expect(hours).toBeGreaterThan(1.9);
  expect(await checkNow(id)).toMatchObject({ state: "Snoozed", checks: [] });
  await call("PATCH", `alerts/${id}/`, { snoozed_until: null });
  expect(await checkNow(id)).toMatchObject({ state: "Firing", snoozed_until: null });
  await expect.poll(async () => (await mailsAbout("Alert: Asleep")).length, { timeout: 10_000 }).toBe(1);
  await call("DELETE", `alerts/${id}/`);
});

test("an alert whose insight was deleted is switched off", async () => {
  const doomed = await insight("Doomed", {
    kind: "TrendsQuery",
    series: [{ kind: "EventsNode", event: "signup" }],
  });
  const { id } = await create({ name: "Lost", insight: doomed });
  await call("PATCH", `insights/${doomed}/`, { deleted: true });
  expect(await checkNow(id)).toMatchObject({ state: "Errored", enabled: false, next_check_at: null });
});

test("anomalies: an alert without history stays quiet; the past can be tried", async () => {
  const { id } = await create({ detector_config: { type: "seasonal" }, threshold: above(null) });
  expect(await checkNow(id)).toMatchObject({ state: "Not firing", checks: [{ anomaly_scores: [null] }] });
  expect(list((await call("GET", "alerts/?has_detector=true")).body)).toHaveLength(1);
  const past = await call("POST", "alerts/simulate/", {
    insight: trend,
    detector_config: { type: "threshold", upper_bound: 1 },
    date_from: "-10d",
  });
  expect(past).toMatchObject({
    status: 200,
    body: { total_points: 10, anomaly_count: 0, triggered_indices: [], interval: "day" },
  });
  expect(past.body.scores).toHaveLength(10);
  const rows = await call("POST", "alerts/simulate/", {
    insight: sql,
    detector_config: { type: "threshold", upper_bound: 6 },
  });
  expect(rows.body).toMatchObject({ data: [1, 5, 9], triggered_indices: [2] });
});
