import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { INTERNAL_KEY, type Json, startApi, type TestApi } from "../api-harness.ts";

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

describe("rules of the edge", () => {
  const R = "/api/projects/1/ingestion_rules";

  test("an event is left out within seconds, counted apart, and kept again", async () => {
    const made = await t.call("POST", `${R}/`, { event: "loop", keep_percent: 0 });
    expect(made).toMatchObject({ status: 201, body: { event: "loop", sdk: "", keep_percent: 0 } });
    const loops = async () =>
      rowsOf((await t.call("GET", `${O}/usage/?group_by=event&product=events`)).body).find(
        (row) => row.event === "loop",
      );
    await expect
      .poll(
        async () => {
          await capture([event("loop")]);
          return (await loops())?.dropped;
        },
        { timeout: 10_000, interval: 300 },
      )
      .toBeGreaterThan(0);
    const { results } = (await t.call("GET", `${R}/`)).body as unknown as { results: { id: number }[] };
    expect(results).toHaveLength(1);
    expect((await t.call("DELETE", `${R}/${results[0]!.id}/`)).status).toBe(204);
    const before = Number((await loops())?.billable ?? 0);
    await expect
      .poll(
        async () => {
          await capture([event("loop")]);
          return Number((await loops())?.billable);
        },
        { timeout: 10_000, interval: 300 },
      )
      .toBeGreaterThan(before);
  });

  test.each([
    [{ keep_percent: 0 }],
    [{ event: "a", keep_percent: 101 }],
    [{ sdk_version: "1", keep_percent: 5 }],
  ])("%j is refused", async (body) => {
    expect((await t.call("POST", `${R}/`, body)).status).toBe(400);
  });

  test("a rule that is not there", async () => {
    expect((await t.call("DELETE", `${R}/999999/`)).status).toBe(404);
  });
});

/** Runs the jobs as at a time. */
async function jobs(at: number): Promise<Json> {
  const headers = { "x-internal-key": INTERNAL_KEY, "content-type": "application/json" };
  const response = await t.api("/api/_internal/scheduled", {
    method: "POST",
    headers,
    body: JSON.stringify({ at }),
  });
  return (await response.json()) as Json;
}

describe("the watch", () => {
  const night = Date.parse(`${today}T00:00:00Z`) + 86_400_000 + 70 * 60_000;

  test("at night test accounts are counted apart, and the day is held against the raw events, once", async () => {
    const filters = [{ key: "plan", type: "event", operator: "is_not", value: "internal" }];
    const changed = await t.call("PATCH", "/api/projects/1/", { test_account_filters: filters });
    expect(changed.status).toBe(200);
    await capture([event("visit"), event("visit", "me", { plan: "internal" })]);
    // A day is settled once: not before its events can be asked for, and its meter was reported.
    const internal = "select count() from events where properties.plan = 'internal'";
    const query = { query: { kind: "HogQLQuery", query: internal }, refresh: "force_blocking" };
    const stored = async () => (await t.call("POST", "/api/projects/1/query/", query)).body.results;
    await expect.poll(stored, { timeout: 20_000, interval: 300 }).toEqual([[1]]);
    const metered = async () =>
      rowsOf((await t.call("GET", `${O}/usage/?group_by=event&product=events`)).body);
    await expect
      .poll(metered, { timeout: 20_000, interval: 300 })
      .toContainEqual(expect.objectContaining({ event: "visit", billable: 2 }));
    expect((await jobs(night)).billing).toMatchObject({ settled: 1, differing: 0, failed: 0 });
    const { body } = await t.call("GET", `${O}/usage/?group_by=event&product=events`);
    expect(rowsOf(body)).toContainEqual(expect.objectContaining({ event: "visit", billable: 1, test: 1 }));
    expect(body.checks).toMatchObject([{ environment_id: 1, day: today, differences: [] }]);
    expect((await jobs(night)).billing).toMatchObject({ settled: 0 });
  });

  test("a limit that is reached is said once, and what comes after is only counted", async () => {
    // 1,500 answers are free, a hundred more cost 8 dollars.
    const limits = { overall: null, products: { surveys: 8_000_000 } };
    expect((await t.call("PATCH", `${O}/billing/limits/`, { limits })).status).toBe(200);
    const answers = Array.from({ length: 800 }, (_, index) => event("survey sent", `u${index}`));
    for (let round = 0; round < 3; round++) {
      await capture(answers);
      await new Promise((resolve) => setTimeout(resolve, 1500));
    }
    const surveys = async () => {
      const { body } = await t.call("GET", `${O}/billing/`);
      const products = body.products as unknown as Record<string, unknown>[];
      return { ...products.find(({ product }) => product === "surveys"), alerts: body.alerts };
    };
    await expect.poll(surveys, { timeout: 10_000, interval: 300 }).toMatchObject({ is_over_limit: true });
    expect((await jobs(Date.now())).billing).toMatchObject({ said: 1 });
    expect((await jobs(Date.now())).billing).toMatchObject({ said: 0 });
    const { alerts } = await surveys();
    expect(alerts).toMatchObject([
      {
        kind: "limit",
        detail: { product: "surveys", step: 100, text: expect.stringContaining("Surveys reached") },
      },
    ]);
    const { body } = await t.call("GET", `${O}/usage/?product=surveys`);
    const [row] = rowsOf(body) as { billable: number; over_limit: number }[];
    expect(row!.billable + row!.over_limit).toBe(2_400);
    expect(row!.over_limit).toBeGreaterThan(0);
    expect(body.over_limit_periods).toMatchObject([{ product: "surveys", ended_at: null }]);
  });

  test("insights say what is a sample, and their totals are what was counted", async () => {
    const trends = async (change: object = {}) => {
      const series = [{ kind: "EventsNode", event: "survey sent", math: "total", ...change }];
      const query = { kind: "TrendsQuery", series, dateRange: { date_from: "dStart" } };
      const { body } = await t.call("POST", "/api/projects/1/query/", { query, refresh: "force_blocking" });
      const [item] = body.results as unknown as { count: number }[];
      return { count: item?.count ?? 0, over: body.over_limit as unknown as { days: object[] } | undefined };
    };
    await expect.poll(async () => (await trends()).count, { timeout: 25_000, interval: 500 }).toBe(2_400);
    const { over } = await trends();
    expect(over).toMatchObject({
      periods: [{ product: "surveys", ended_at: null }],
      days: [{ product: "surveys", day: today }],
    });
    // People are those that were kept: all of them came before the limit too.
    expect((await trends({ math: "dau" })).count).toBe(800);
    const { body } = await t.call("POST", "/api/projects/1/query/", {
      query: { kind: "HogQLQuery", query: "SELECT count() < 2400 FROM events WHERE event = 'survey sent'" },
      refresh: "force_blocking",
    });
    expect(body.results).toEqual([[1]]);
  });

  test("what came over the limit is restored, in part and whole, once", async () => {
    const archive = async () => (await t.call("GET", `${O}/billing/archive/?environment_id=1`)).body.results;
    const waiting = async () => (await archive()) as unknown as { day: string; events: number }[];
    await expect
      .poll(async () => (await waiting())[0]?.events ?? 0, { timeout: 15_000, interval: 300 })
      .toBeGreaterThan(0);
    const { events } = (await waiting())[0]!;
    const units = async () => {
      const { body } = await t.call("GET", `${O}/usage/?product=surveys`);
      return (rowsOf(body) as { billable: number; over_limit: number }[])[0]!;
    };
    const before = await units();
    const restores = `${O}/billing/archive/restore/`;
    const ask = (event: string, span: object = {}) =>
      t.call("POST", restores, {
        environment_id: 1,
        date_from: `${today}T00:00:00Z`,
        date_to: new Date(Date.parse(today) + 86_400_000).toISOString(),
        event,
        ...span,
      });
    const restore = async (event: string) => {
      const { status, body } = await ask(event);
      expect(status).toBe(202);
      const read = () => t.call("GET", `${restores}${body.id}/?environment_id=1`);
      await expect
        .poll(async () => (await read()).body.state, { timeout: 15_000, interval: 200 })
        .toMatch(/done|failed/);
      return (await read()).body;
    };
    const from = new Date(Date.parse(today) + 2 * 86_400_000).toISOString();
    expect(await ask("", { date_from: from })).toMatchObject({ status: 400, body: { attr: "date_to" } });
    expect(await restore("another event")).toMatchObject({ state: "done", total: events, restored: 0 });
    expect(await restore("survey sent")).toMatchObject({
      state: "failed",
      error: expect.stringContaining("raise the limit"),
    });
    const raised = await t.call("PATCH", `${O}/billing/limits/`, { limits: null });
    expect(raised.status).toBe(200);
    expect(await restore("survey sent")).toMatchObject({ state: "done", total: events, restored: events });
    expect(await restore("")).toMatchObject({ restored: 0 });
    expect(await waiting()).toEqual([]);
    const { restorations } = (await t.call("GET", `${O}/billing/archive/?environment_id=1`)).body;
    const states = (restorations as unknown as { id: string; state: string }[]).map(({ state }) => state);
    expect(states).toEqual(["done", "done", "cancelled", "done"]);
    const [{ id }] = restorations as unknown as [{ id: string }];
    const stopped = await t.call("POST", `${restores}${id}/cancel/`, { environment_id: 1 });
    expect(stopped.status).toBe(409);
    expect(await units()).toMatchObject({
      billable: before.billable + events,
      over_limit: before.over_limit - events,
    });
    const query = { kind: "HogQLQuery", query: "SELECT count() FROM events WHERE event = 'survey sent'" };
    const asked = await t.call("POST", "/api/projects/1/query/", { query, refresh: "force_blocking" });
    expect(asked.body).toMatchObject({ results: [[2_400]] });
  });
});

test("a dashboard costs what the events cost that it reads", async () => {
  const P = "/api/projects/1";
  const { body: dashboard } = await t.call("POST", `${P}/dashboards/`, { name: "Answers" });
  const series = [{ kind: "EventsNode", event: "survey sent" }];
  const query = { kind: "InsightVizNode", source: { kind: "TrendsQuery", series } };
  const made = await t.call("POST", `${P}/insights/`, { name: "A", query, dashboards: [dashboard.id] });
  expect(made.status).toBe(201);
  const costs = await t.call("GET", `${P}/costs/`);
  expect(costs).toMatchObject({
    status: 200,
    body: { flags: [], recordings: { units: 0, cost_micros: 0 } },
  });
  const products = (await t.call("GET", `${O}/billing/`)).body.products as unknown as Record<
    string,
    unknown
  >[];
  const { units, cost_micros } = products.find(({ product }) => product === "surveys")!;
  expect(cost_micros).toBeGreaterThan(40_000_000);
  const share = { units, cost_micros };
  expect(costs.body.dashboards).toContainEqual(
    expect.objectContaining({ name: "Answers", events: ["survey sent"], total: share, alone: share }),
  );
});

test("a month becomes an invoice, once, whose lines are those of the running month before", async () => {
  const invoices = async () =>
    (await t.call("GET", `${O}/billing/invoices/`)).body.results as unknown as Record<string, unknown>[];
  const [upcoming] = await invoices();
  expect(upcoming).toMatchObject({ status: "upcoming", date_from: `${today.slice(0, 7)}-01` });
  // 2,400 answers, 1,500 of them free: 500 at 8 cents, 400 at 2.8.
  expect(upcoming!.lines).toContainEqual(
    expect.objectContaining({ product: "surveys", units: 500, amount_micros: 40_000_000 }),
  );
  const next = new Date(Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)), 1, 4));
  expect((await jobs(next.getTime())).billing).toMatchObject({ invoices: 1, failed: 0 });
  expect((await jobs(next.getTime())).billing).toMatchObject({ invoices: 0, failed: 0 });
  const [, closed, ...more] = await invoices();
  expect(more).toEqual([]);
  expect(closed).toMatchObject({ status: "draft", lines: upcoming!.lines, due_micros: upcoming!.due_micros });
});

describe("the audit log of the organisation", () => {
  const entries = async (query: string) =>
    (await t.call("GET", `${O}/activity/?${query}`)).body as unknown as {
      count: number;
      results: Record<string, unknown>[];
    };

  test("names who changed a limit, from where, and what", async () => {
    const headers = { "x-forwarded-for": "192.0.2.7", "user-agent": "audit-test/1" };
    await t.api(`${O}/billing/limits/`, {
      method: "PATCH",
      headers: {
        ...headers,
        "content-type": "application/json",
        authorization: `Bearer ${t.account.personalApiKey}`,
      },
      body: JSON.stringify({ limits: { overall: 7_000_000 } }),
    });
    // The invoice of the test before carries a later date.
    const { results } = await entries("scope=Billing&search=limits&limit=1");
    expect(results).toMatchObject([
      {
        user: { email: t.account.email },
        activity: "updated",
        name: "Spending limits",
        address: "192.0.2.7",
        client: "audit-test/1",
        project_id: null,
        changes: [{ field: "limits", after: { overall: 7_000_000 } }],
      },
    ]);
  });

  test("is searched, dated and exported", async () => {
    expect((await entries("search=drop%20loop")).count).toBe(2);
    expect((await entries("search=nothing%20like%20it")).count).toBe(0);
    expect((await entries("date_to=2020-01-01")).count).toBe(0);
    expect((await t.call("GET", `${O}/activity/?date_from=nonsense`)).status).toBe(400);
    const headers = { authorization: `Bearer ${t.account.personalApiKey}` };
    const response = await t.api(`${O}/activity/export/?scope=Billing`, { headers });
    const text = await response.text();
    expect(response.headers.get("content-type")).toContain("text/csv");
    expect(text.split("\r\n")[0]).toContain("created_at");
    expect(text).toContain("192.0.2.7");
  });
});
