import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Json, startApi, type TestApi } from "../api-harness.ts";

let t: TestApi;
const O = "/api/organizations/@current";
const today = new Date().toISOString().slice(0, 10);

beforeAll(async () => {
  t = await startApi({ warehouse: true });
});
afterAll(() => t?.dispose());

const capture = async (batch: readonly object[]) => {
  const body = JSON.stringify({ api_key: t.account.projectToken, batch });
  expect((await t.edge("/batch/", { method: "POST", body })).status).toBe(200);
};
const event = (name: string, distinct_id = "u", extra: object = {}) => ({
  event: name,
  distinct_id,
  properties: { $lib: "posthog-node", ...extra },
});
const rowsOf = (body: Json) => body.rows as unknown as Record<string, unknown>[];

describe("usage", () => {
  test("what was sent is metered by event and SDK, and visible soon; duplicates, bots and refusals apart", async () => {
    const uuid = "01a2016b-9888-7d93-8aab-822d638df829";
    const once = { ...event("order"), uuid };
    const bot = { $raw_user_agent: "Googlebot/2.1 (+http://www.google.com/bot.html)" };
    await capture([
      event("order"),
      once,
      event("order", "b", bot),
      event("$exception"),
      event("$feature_flag_called"),
      { ...event("order"), distinct_id: "" },
    ]);
    await capture([once]);
    const usage = async () =>
      rowsOf((await t.call("GET", `${O}/usage/?group_by=product,event,sdk,environment`)).body);
    await expect.poll(usage, { timeout: 20_000, interval: 300 }).toContainEqual(
      expect.objectContaining({
        product: "events",
        event: "order",
        sdk: "posthog-node",
        environment_id: 1,
        billable: 2,
        bot: 1,
        duplicate: 1,
      }),
    );
    expect(await usage()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ product: "exceptions", event: "$exception", billable: 1 }),
        expect.objectContaining({ event: "$feature_flag_called", billable: 0, free: 1 }),
        expect.objectContaining({ product: "events", event: "", rejected: 1 }),
      ]),
    );
    const byDay = rowsOf((await t.call("GET", `${O}/usage/?product=events`)).body);
    expect(byDay).toMatchObject([{ day: today, product: "events", event: "", billable: 2, free: 1 }]);
  });

  test("the query beside gives the same figures from the raw events", async () => {
    const { sql } = (await t.call("GET", `${O}/usage/`)).body;
    const query = { kind: "HogQLQuery", query: (sql as unknown as Record<string, string>).events };
    const run = async () =>
      (await t.call("POST", "/api/projects/1/query/", { query, refresh: "force_blocking" })).body.results;
    await expect.poll(run, { timeout: 20_000, interval: 300 }).toEqual([[today, "order", "posthog-node", 2]]);
  });

  test("flag requests count, polls for local evaluation are free", async () => {
    const body = JSON.stringify({ token: t.account.projectToken, distinct_id: "u" });
    await t.edge("/flags/?v=2", { method: "POST", headers: { "User-Agent": "posthog-node/5.70.0" }, body });
    await t.edge(`/flags/definitions?token=${t.account.projectToken}`, {
      headers: { Authorization: `Bearer ${t.account.secretApiKey}` },
    });
    const flags = async () => rowsOf((await t.call("GET", `${O}/usage/?product=flags`)).body);
    await expect
      .poll(flags, { timeout: 15_000, interval: 300 })
      .toMatchObject([{ product: "flags", billable: 1, free: 1 }]);
  });

  test.each([
    ["group_by=colour", 400],
    ["date_from=2026-06-02&date_to=2026-06-01", 400],
    ["date_from=yesterday", 400],
    ["environment_id=999999", 404],
  ])("%s is refused", async (query, status) => {
    expect((await t.call("GET", `${O}/usage/?${query}`)).status).toBe(status);
  });
});

describe("the bill", () => {
  test("shows units, cost, projection and limits of the running month", async () => {
    const { status, body } = await t.call("GET", `${O}/billing/`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      date_from: `${today.slice(0, 7)}-01`,
      cost_micros: 0,
      limits: { limits: { overall: null }, limits_are_own: false, can_change: true },
    });
    const events = (body.products as unknown as Record<string, unknown>[]).find(
      ({ product }) => product === "events",
    );
    expect(events).toMatchObject({ units: 2, free_units: 1_000_000, allowance: null, is_over_limit: false });
  });

  test("limits change at once, are on the record, and go back to the plan's", async () => {
    const limits = { overall: 40_000_000, products: { exceptions: 0 } };
    const changed = await t.call("PATCH", `${O}/billing/limits/`, { limits, pause_sdks: true });
    expect(changed.body).toMatchObject({ limits, limits_are_own: true, pause_sdks: true });
    const { body } = await t.call("GET", `${O}/billing/`);
    const allowances = Object.fromEntries(
      (body.products as unknown as { product: string; allowance: number }[]).map((row) => [
        row.product,
        row.allowance,
      ]),
    );
    expect(allowances).toMatchObject({ events: 2_000_000, exceptions: 100_000 });
    const back = await t.call("PATCH", `${O}/billing/limits/`, { limits: null });
    expect(back.body).toMatchObject({ limits: { overall: null }, limits_are_own: false, pause_sdks: true });
  });

  test.each([
    [{ limits: { overall: -1 } }],
    [{ limits: { overall: 1.5 } }],
    [{ limits: { overall: null, products: { horses: 5 } } }],
  ])("%j is refused", async (body) => {
    expect((await t.call("PATCH", `${O}/billing/limits/`, body)).status).toBe(400);
  });
});
