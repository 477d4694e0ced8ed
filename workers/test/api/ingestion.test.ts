import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { ACCOUNT, results, startApi, type TestApi } from "../api-harness.ts";
import { testBatch, testEvent } from "../events.ts";

let t: TestApi;
const P = "/api/projects/1";

const capture = (events: object[]) => t.capture(events);
const get = async (path: string) => await t.call("GET", `${P}/${path}`);

beforeAll(async () => {
  t = await startApi({ warehouse: true });
  const config = async () => (await t.edge(`/array/${ACCOUNT.projectToken}/config`)).status;
  await vi.waitFor(async () => expect(await config()).toBe(200), { timeout: 10_000 });
  await capture([
    { event: "$identify", distinct_id: "ada", properties: { $set: { plan: "pro" } } },
    { event: "$identify", distinct_id: "eve", properties: { $set: { plan: "free" } } },
    { event: "seen", distinct_id: "ada", properties: { page: "home" } },
  ]);
  await vi.waitFor(async () => expect(results((await get("persons/")).body)).toHaveLength(2), {
    timeout: 20_000,
    interval: 250,
  });
});
afterAll(() => t?.dispose());

describe("ingestion", () => {
  test("the account balances", async () => {
    await capture([{ event: "fine", distinct_id: "ada" }, { event: "no id" }]);
    const { body } = await get("ingestion/accounting/");
    const [row] = results(body) as unknown as [Record<string, number> & { rejected: Record<string, number> }];
    const rejected = Object.values(row.rejected).reduce((sum, count) => sum + count, 0);
    expect(rejected).toBe(1);
    expect(row).toMatchObject({ product: "events" });
    const { received, stored = 0, duplicate = 0, quarantined = 0, over_limit = 0 } = row;
    expect(received).toBe(stored + duplicate + rejected + quarantined + over_limit);
    expect(await get("ingestion/accounting/?from=soon")).toMatchObject({
      status: 400,
      body: { attr: "from" },
    });
    expect((await get("ingestion/accounting/?from=2020-01-01&to=2020-01-02")).body).toMatchObject({
      results: [],
    });
  });

  test("refused events are kept with their reason", async () => {
    await expect
      .poll(async () => results((await get("ingestion/warnings/")).body).length, { timeout: 15_000 })
      .toBeGreaterThan(0);
    const [first] = results((await get("ingestion/warnings/")).body);
    expect(first).toMatchObject({ count: 1, product: "events", sample: expect.stringContaining("no id") });
    expect(first).toMatchObject({ advice: { effect: "refused", todo: expect.any(String) } });
    expect((await get("ingestion/warnings/?type=unheard-of")).body).toMatchObject({ results: [] });
    expect((await get("ingestion/warnings/types/")).body).toMatchObject({
      results: [
        {
          type: "missing_distinct_id",
          count: 1,
          days: [{ count: 1 }],
          examples: [{ sample: expect.stringContaining("no id") }],
          advice: { effect: "refused", example: expect.stringContaining("distinct_id") },
        },
      ],
    });
  });
});

describe("rows that the warehouse refuses", () => {
  const set = async () => results((await get("ingestion/quarantine/")).body);
  const quarantine = async () => {
    const good = testEvent("ada");
    const row = String(good.row).replace(/"timestamp":"[^"]*"/, '"timestamp":"never"');
    await t.append(testBatch([{ ...good, row }]));
    await vi.waitFor(async () => expect(await set()).toHaveLength(1), { timeout: 20_000, interval: 200 });
    return (await set())[0]!;
  };

  test("are listed with the reason, come back when sent again, and are dropped", async () => {
    const first = await quarantine();
    expect(first).toMatchObject({
      table: "events",
      reason: expect.stringContaining("timestamp"),
      row: expect.stringContaining('"timestamp":"never"'),
      whole: true,
    });
    expect((await get(`ingestion/quarantine/${String(first.id)}/`)).body).toEqual(first);
    expect((await get("ingestion/quarantine/?table=persons")).body).toMatchObject({
      results: [],
      next: null,
    });
    const post = (action: string, body: object) =>
      t.call("POST", `${P}/ingestion/quarantine/${action}/`, body);
    expect(await post("replay", { ids: [first.id] })).toMatchObject({
      status: 200,
      body: { replayed: 1, cut: 0 },
    });
    await vi.waitFor(async () => expect((await set())[0]?.id).not.toBe(first.id), {
      timeout: 20_000,
      interval: 200,
    });
    await vi.waitFor(async () => expect(await set()).toHaveLength(1), { timeout: 20_000, interval: 200 });
    expect(await post("drop", { all: true })).toMatchObject({ status: 200, body: { dropped: 1 } });
    expect(await set()).toEqual([]);
    const { body } = await get("activity_log/?scope=IngestionQuarantine");
    expect(results(body).map(({ activity }) => activity)).toEqual(["dropped", "replayed"]);
  });

  test.each([
    ["POST", "replay/", {}, 400, { attr: "ids" }],
    ["POST", "drop/", { ids: ["0-1"], all: true }, 400, { attr: "ids" }],
    ["POST", "drop/", { ids: ["seven"] }, 400, { attr: "ids", detail: expect.stringContaining("seven") }],
    ["POST", "drop/", { ids: ["0-99999"] }, 200, { dropped: 0 }],
    ["GET", "0-99999/", undefined, 404, {}],
  ] as const)("%s %s %j: %i", async (method, path, body, status, answer) => {
    expect(await t.call(method, `${P}/ingestion/quarantine/${path}`, body)).toMatchObject({
      status,
      body: answer,
    });
  });
});

describe("the command line client's tools", () => {
  test("SQL as a text table; a mistake is told, not thrown", async () => {
    const sql = async (query: string) =>
      (await t.call("POST", `${P}/mcp_tools/execute_sql/`, { args: { query } })).body;
    expect(
      await sql("select event, count() as n from events where event = 'seen' group by event"),
    ).toMatchObject({
      success: true,
      content: "event|n\nseen|1",
    });
    expect(await sql("select nope from events")).toMatchObject({
      success: false,
      content: expect.stringContaining("nope"),
    });
  });
});

describe("events", () => {
  test("newest first, by name, person and property; the next page goes on before the last", async () => {
    const [ada] = results((await get("persons/?distinct_id=ada")).body);
    const seen = (await get("events/?event=seen")).body;
    expect(seen).toMatchObject({
      next: null,
      results: [{ distinct_id: "ada", event: "seen", properties: { page: "home" }, elements_chain: "" }],
    });
    const [event] = results(seen);
    expect((await get(`events/${String(event?.id)}/`)).body).toEqual(event);
    const names = async (query: string) =>
      results((await get(`events/?${query}`)).body).map((listed) => `${listed.event} ${listed.distinct_id}`);
    expect(await names(`person_id=${String(ada?.uuid)}&event=seen`)).toEqual(["seen ada"]);
    expect(await names("distinct_id=eve")).toEqual(["$identify eve"]);
    expect(await names('properties=[{"key":"page","value":"home","type":"event"}]')).toEqual(["seen ada"]);
    expect(await names("event=never")).toEqual([]);
    expect((await get("events/?limit=1")).body.next).toMatch(/[?&]before=/);
    expect((await get("events/00000000-0000-4000-8000-000000000000/")).status).toBe(404);
  });

  test("of one time are each on one page", async () => {
    const at = (seconds: number) => new Date(Date.now() - 3_600_000 - seconds * 1000).toISOString();
    const [one, two] = [at(0), at(60)];
    const times = [one, two, two, two, two, two, at(120)];
    await capture(times.map((timestamp) => ({ event: "same", distinct_id: "ada", timestamp })));
    const stored = async () => results((await get("events/?event=same")).body).length;
    await vi.waitFor(async () => expect(await stored()).toBe(times.length), {
      timeout: 20_000,
      interval: 200,
    });
    const ids: unknown[] = [];
    let page = "events/?event=same&limit=2";
    for (let pages = 0; page !== "" && pages < 9; pages++) {
      const { body } = await get(page);
      ids.push(...results(body).map((listed) => listed.id));
      page = body.next === null ? "" : String(body.next).replace(/^.*?(?=events\/)/, "");
    }
    expect(ids).toHaveLength(times.length);
    expect(new Set(ids).size).toBe(times.length);
  });
});
