import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { results, startApi, type TestApi } from "../api-harness.ts";

let t: TestApi;
const P = "/api/projects/1";
const post = async (batch: readonly object[], headers: Record<string, string> = {}) =>
  await t.edge("/batch/", {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ api_key: t.account.projectToken, batch }),
  });
const rows = async (event: string) => {
  const query = {
    kind: "HogQLQuery",
    query: `SELECT distinct_id, properties FROM events WHERE event = '${event}'`,
  };
  const { body } = await t.call("POST", `${P}/query/`, { query, refresh: "force_blocking" });
  return (body.results as unknown as [string, string][]).map(([id, text]) => ({
    id,
    properties: JSON.parse(text) as Record<string, unknown>,
  }));
};
const stored = async (event: string, count: number) =>
  await vi.waitFor(
    async () => {
      const found = await rows(event);
      expect(found).toHaveLength(count);
      return found;
    },
    { timeout: 15_000, interval: 250 },
  );

beforeAll(async () => {
  t = await startApi({ warehouse: true });
  await vi.waitFor(async () => t.capture([{ event: "start", distinct_id: "a" }]), {
    timeout: 10_000,
    interval: 200,
  });
});
afterAll(() => t?.dispose());

describe("masking rules", () => {
  const masking = [
    { event: "", by: "value", what: "email", action: "redact" },
    { event: "", by: "name", what: "secret_*", action: "drop" },
    { event: "", by: "name", what: "customer", action: "hash" },
  ];
  const event = {
    event: "order",
    distinct_id: "u",
    properties: { note: "for ada@example.test", secret_key: "s", customer: "4711", total: 3 },
  };

  test("are shown on what came lately before they are made", async () => {
    await post([event]);
    await stored("order", 1);
    const { body } = await t.call("POST", `${P}/privacy/masking_preview/`, { masking });
    expect(body).toMatchObject({
      masked: 1,
      values: 3,
      examples: [
        { event: "order", after: { note: "for [email]", customer: expect.stringMatching(/^hash_/) } },
      ],
    });
  });

  test("work at the edge within seconds, before anything is stored", async () => {
    expect((await t.call("PATCH", `${P}/privacy/`, { masking })).body).toMatchObject({ masking });
    await vi.waitFor(
      async () => {
        await post([{ ...event, event: "probe" }]);
        const found = await rows("probe");
        expect(found.some(({ properties }) => properties.note === "for [email]")).toBe(true);
      },
      { timeout: 10_000, interval: 300 },
    );
    await post([
      { ...event, event: "masked" },
      { ...event, event: "masked", uuid: "bad uuid" },
    ]);
    const [one] = await stored("masked", 1);
    expect(one?.properties).toMatchObject({ note: "for [email]", total: 3 });
    expect(one?.properties).not.toHaveProperty("secret_key");
    expect(JSON.stringify(one)).not.toMatch(/4711|ada@/);
    const warnings = await vi.waitFor(
      async () => {
        const { body } = await t.call("GET", `${P}/ingestion/warnings/?type=invalid_uuid`);
        expect(results(body).length).toBeGreaterThan(0);
        return JSON.stringify(body);
      },
      { timeout: 10_000, interval: 250 },
    );
    expect(warnings).not.toMatch(/4711|ada@/);
    expect((await t.call("GET", `${P}/activity_log/?scope=Privacy`)).body).toMatchObject({
      results: [{ activity: "updated" }],
    });
  });

  test("that can't be are refused with their place", async () => {
    const bad = [{ by: "pattern", what: "(?=a)", action: "drop" }];
    expect(await t.call("PATCH", `${P}/privacy/`, { masking: bad })).toMatchObject({
      status: 400,
      body: { attr: "masking__0__what" },
    });
  });
});

test.each([
  ["sec-gpc", "drop", 0],
  ["dnt", "anonymous", 1],
] as const)("browsers that send %s: %s", async (header, mode, count) => {
  await t.call("PATCH", `${P}/privacy/`, { do_not_track: mode, masking: [] });
  const name = `asked ${mode}`;
  const event = { event: name, distinct_id: "ada", properties: { $device_id: "d", $host: "a.example" } };
  const heeded = async () => {
    const probe = { event: "probe 2", distinct_id: "probe", properties: {} };
    const response = await post([probe], { [header]: "1" });
    expect(response.status).toBe(200);
    return (await rows("probe 2")).filter(({ id }) => id === "probe").length;
  };
  await vi.waitFor(
    async () => {
      const before = await heeded();
      await new Promise((resolve) => setTimeout(resolve, 1500));
      expect(await heeded()).toBe(before);
    },
    { timeout: 15_000, interval: 100 },
  );
  expect((await post([event], { [header]: "1" })).status).toBe(200);
  expect((await post([{ ...event, event: `${name} not` }])).status).toBe(200);
  const [free] = await stored(`${name} not`, 1);
  expect(free?.id).toBe("ada");
  const found = await stored(name, count);
  if (count === 1) {
    expect(found[0]?.id).toMatch(/^cookieless_/);
    expect(JSON.stringify(found)).not.toMatch(/ada|"d"/);
  }
  const today = new Date().toISOString().slice(0, 10);
  const { body } = await t.call("GET", `${P}/ingestion/accounting/?date_from=${today}&date_to=${today}`);
  if (mode === "drop") expect(JSON.stringify(body)).toContain("do_not_track");
});

test("flags answer a cookieless visitor as the one that the events of the day know", async () => {
  await t.call("PATCH", `${P}/privacy/`, { do_not_track: "ignore", masking: [] });
  const filters = { groups: [{ properties: [], rollout_percentage: 50 }] };
  await t.call("POST", `${P}/feature_flags/`, { key: "half", active: true, filters });
  const ask = async (distinct_id: string, headers: Record<string, string> = {}) => {
    const body = JSON.stringify({ token: t.account.projectToken, distinct_id });
    const answer = await t.edge("/flags/?v=2", { method: "POST", headers, body });
    return ((await answer.json()) as { flags: Record<string, { enabled: boolean }> }).flags.half?.enabled;
  };
  await vi.waitFor(async () => expect(await ask("any")).toBeTypeOf("boolean"), { timeout: 10_000 });
  const visitors = Array.from({ length: 12 }, (_, n) => ({
    "user-agent": `Mozilla/5.0 visitor ${n}`,
    origin: "https://shop.example",
  }));
  const asked = await Promise.all(visitors.map((headers) => ask("$posthog_cookieless", headers)));
  for (const [n, headers] of visitors.entries()) {
    const properties = { $host: "shop.example", n };
    await post([{ event: "visit", distinct_id: "$posthog_cookieless", properties }], headers);
  }
  const found = await stored("visit", visitors.length);
  expect(new Set(found.map(({ id }) => id)).size).toBe(visitors.length);
  const byVisitor = found.toSorted((a, b) => Number(a.properties.n) - Number(b.properties.n));
  expect(await Promise.all(byVisitor.map(({ id }) => ask(id)))).toEqual(asked);
});
