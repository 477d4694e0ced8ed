import { createClient } from "@edgewise/db/mysql/client.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { compressed, inflated } from "../../src/zstd.ts";
import { INTERNAL_KEY, type Json, results, startApi, type TestApi } from "../api-harness.ts";
import { testBatch, testEvent } from "../events.ts";

let t: TestApi;
const P = "/api/projects/1";
const at = (day: number, hour = 10) => `2026-01-0${day}T${hour}:00:00.000Z`;
const event = (name: string, day: number, user: string, properties: object = {}) => ({
  event: name,
  distinct_id: user,
  timestamp: at(day),
  properties: { $session_id: `s-${user}`, $current_url: `https://a.example/${name}`, ...properties },
});
const ask = async (sql: string) => {
  const body = { query: { kind: "HogQLQuery", query: sql }, refresh: "force_blocking" };
  const { body: answer } = await t.call("POST", `${P}/query/`, body);
  return answer.results as unknown as unknown[][];
};
const count = async (name: string) =>
  Number((await ask(`SELECT count() FROM events WHERE event = '${name}'`))[0]?.[0]);
const finished = async (id: unknown, states = ["done", "watching"]) =>
  await vi.waitFor(
    async () => {
      const { body } = await t.call("GET", `${P}/data_deletions/${String(id)}/`);
      if (body.error) throw new Error(String(body.error));
      expect(states).toContain(body.state);
      return body;
    },
    { timeout: 20_000, interval: 200 },
  );

/** Rows that wait in object storage: events over a limit as they came, retired ones as the warehouse wrote them. */
const OVER = "over-limit/1/2026-01-02/b1.ndjson.zst";
const RETIRED = "retired/1/2025/b1.ndjson.zst";
const waiting = (name: string, day: number, user: string, properties: object | string) => ({
  environment_id: 1,
  received_at: `2026-01-0${day} 10:00:00.000`,
  uuid: crypto.randomUUID(),
  event: name,
  timestamp: `2026-01-0${day} 10:00:00.000`,
  distinct_id: user,
  properties,
});
const store = async (key: string, rows: readonly object[]) =>
  await t.put(
    key,
    compressed(new TextEncoder().encode(`${rows.map((row) => JSON.stringify(row)).join("\n")}\n`)),
  );
const stored = async (key: string): Promise<string[]> => {
  const bytes = await t.read(key);
  if (!bytes) return [];
  const lines = new TextDecoder().decode(inflated(bytes)).trimEnd().split("\n");
  return lines.map((line) => {
    const { event: name, distinct_id: user } = JSON.parse(line) as Record<string, string>;
    return `${name} ${user}`;
  });
};

beforeAll(async () => {
  t = await startApi({ warehouse: true });
  await store(OVER, [
    waiting("signup", 2, "ora", { plan: "free" }),
    waiting("signup", 2, "pia", { plan: "pro" }),
    waiting("signup", 5, "quo", { plan: "free" }),
    waiting("pay", 2, "ada", { plan: "free" }),
  ]);
  await store(RETIRED, [waiting("signup", 2, "ray", '{"plan":"free"}'), waiting("pay", 2, "ada", "{}")]);
  await vi.waitFor(async () => t.capture([event("first", 1, "zoe")]), { timeout: 10_000, interval: 200 });
  await t.capture([
    event("signup", 1, "ada", { plan: "pro", email: "ada@example.test" }),
    event("signup", 2, "bob", { plan: "free" }),
    event("signup", 3, "eve", { plan: "free" }),
    event("pay", 3, "ada"),
    event("pay", 4, "bob"),
  ]);
  await vi.waitFor(async () => expect(await count("pay")).toBe(2), { timeout: 15_000, interval: 200 });
});
afterAll(() => t?.dispose());

describe("deleting events", () => {
  const order = {
    event_names: ["signup"],
    properties: [{ type: "event", key: "plan", operator: "exact", value: ["free"] }],
    date_from: at(1),
    date_to: at(3, 23),
  };

  test("is counted before, by name and day", async () => {
    expect(await t.call("POST", `${P}/data_deletions/preview/`, order)).toMatchObject({
      status: 200,
      body: {
        count: 2,
        people: 2,
        events: [{ event: "signup", count: 2 }],
        days: [
          { day: "2026-01-02", count: 1 },
          { day: "2026-01-03", count: 1 },
        ],
      },
    });
  });

  test.each<[string, object, RegExp]>([
    ["nothing named", {}, /Say what to delete/],
    ["a range from behind", { date_from: at(3), date_to: at(1) }, /must lie before/],
    ["recordings by name", { event_names: ["a"], recordings: true }, /only be deleted by time range/],
    [
      "an unknown operator",
      { properties: [{ type: "event", key: "a", operator: "nope", value: 1 }] },
      /nope/,
    ],
  ])("refuses %s", async (_, body, message) => {
    const answer = await t.call("POST", `${P}/data_deletions/preview/`, body);
    expect(answer.status).toBe(400);
    expect(String(answer.body.detail)).toMatch(message);
  });

  test("takes what was meant and nothing else, with its traces, and gives a signed receipt", async () => {
    const started = await t.call("POST", `${P}/data_deletions/`, { ...order, expected_count: 2 });
    expect(started.status).toBe(202);
    const done = await finished(started.body.id);
    expect(done).toMatchObject({ total: 2, done: 2, deleted: { events: 2, archived_events: 2 } });
    expect(await stored(OVER)).toEqual(["signup pia", "signup quo", "pay ada"]);
    expect(await stored(RETIRED)).toEqual(["pay ada"]);
    expect(await count("signup")).toBe(1);
    expect(await count("pay")).toBe(2);
    const urls = await ask("SELECT session_id, $entry_current_url FROM sessions ORDER BY session_id");
    expect(urls).toEqual([
      ["s-ada", "https://a.example/signup"],
      ["s-bob", "https://a.example/pay"],
      ["s-zoe", "https://a.example/first"],
    ]);
    const receipt = String(done.receipt);
    const verified = await t.call("POST", "/api/receipts/verify/", { receipt }, null);
    expect(verified.body).toMatchObject({
      valid: true,
      receipt: {
        kind: "event_deletion",
        id: started.body.id,
        deleted: { events: 2, archived_events: 2 },
      },
    });
    const [head, payload = "", signature] = receipt.split(".");
    const forged = [head, payload.replace(/^./, "f"), signature].join(".");
    expect((await t.call("POST", "/api/receipts/verify/", { receipt: forged }, null)).status).toBe(400);
    expect((await t.call("GET", `${P}/activity_log/?scope=DataDeletion`)).body).toMatchObject({
      results: [{ activity: "created" }],
    });
  });

  test("anybody can check the signature with the public key alone", async () => {
    const [done] = results((await t.call("GET", `${P}/data_deletions/`)).body);
    const { body } = await t.call("GET", "/api/receipts/keys/", undefined, null);
    const [jwk] = body.keys as unknown as JsonWebKey[];
    const [head, payload, signature] = String(done?.receipt).split(".");
    const key = await crypto.subtle.importKey("jwk", jwk as JsonWebKey, { name: "Ed25519" }, false, [
      "verify",
    ]);
    const bytes = Buffer.from(signature ?? "", "base64url");
    const signed = Buffer.from(`${head}.${payload}`);
    expect(await crypto.subtle.verify("Ed25519", key, bytes, signed)).toBe(true);
  });

  test("takes what comes late, and leaves what is outside of the range", async () => {
    const [row] = results((await t.call("GET", `${P}/data_deletions/`)).body);
    expect(row?.state).toBe("watching");
    await t.capture([
      event("signup", 2, "late", { plan: "free" }),
      event("signup", 5, "new", { plan: "free" }),
    ]);
    await vi.waitFor(async () => expect(await count("signup")).toBe(3), { timeout: 15_000, interval: 200 });
    await createClient(t.mysql).execute("UPDATE data_jobs SET due_at = '2026-01-01' WHERE kind = 'deletion'");
    const headers = { "x-internal-key": INTERNAL_KEY };
    expect((await t.api("/api/_internal/scheduled", { method: "POST", headers, body: "{}" })).status).toBe(
      200,
    );
    const again = await finished(row?.id);
    expect(again).toMatchObject({ late: 1, deleted: { events: 3 } } satisfies Partial<
      Record<string, unknown>
    >);
    expect(await count("signup")).toBe(2);
    expect((await t.call("POST", `${P}/data_deletions/${String(row?.id)}/cancel/`)).body).toMatchObject({
      state: "cancelled",
    });
  });

  test("refuses when far more would go than was confirmed", async () => {
    const many = Array.from({ length: 120 }, (_, n) => event("many", 6, `u${n}`));
    await t.capture(many);
    await vi.waitFor(async () => expect(await count("many")).toBe(120), { timeout: 15_000, interval: 200 });
    const answer: { status: number; body: Json } = await t.call("POST", `${P}/data_deletions/`, {
      event_names: ["many"],
      expected_count: 5,
    });
    expect(answer.status).toBe(409);
  });
});

describe("deleting a person", () => {
  const erased = async (distinctId: string) => {
    const [person] = results((await t.call("GET", `${P}/persons/?distinct_id=${distinctId}`)).body);
    const asked = await t.call("DELETE", `${P}/persons/${String(person?.uuid)}/?delete_events=true`);
    expect(asked.status).toBe(202);
    return await vi.waitFor(
      async () => {
        const { body } = await t.call("GET", `${P}/persons/deletions/${String(asked.body.id)}/`);
        expect(body).toMatchObject({ state: "verified", error: null });
        return body;
      },
      { timeout: 20_000, interval: 200 },
    );
  };

  test("takes what waits outside of the warehouse, and says how much in the receipt", async () => {
    const good = testEvent("ada");
    const row = String(good.row).replace(/"timestamp":"[^"]*"/, '"timestamp":"never"');
    await t.append(testBatch([{ ...good, row }]));
    const refused = async () => results((await t.call("GET", `${P}/ingestion/quarantine/`)).body);
    await vi.waitFor(async () => expect(await refused()).toHaveLength(1), { timeout: 20_000, interval: 200 });
    expect(await erased("ada")).toMatchObject({ deleted: { archived_events: 2, quarantined_rows: 1 } });
    expect(await stored(OVER)).toEqual(["signup pia", "signup quo"]);
    // An object of which nothing is left goes as a whole.
    expect(await t.read(RETIRED)).toBeNull();
    expect(await refused()).toEqual([]);
  });
});
