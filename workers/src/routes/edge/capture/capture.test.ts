import { gzipSync } from "node:zlib";
import { partitionOf } from "@edgewise/core/events/partition.ts";
import LZString from "lz-string";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type CaptureFixture, PARTITIONS, startCapture, TOKEN } from "../../../../test/capture-fixture.ts";

let edge: CaptureFixture;
beforeAll(async () => {
  edge = await startCapture();
});
afterAll(() => edge.dispose());
beforeEach(() => edge.taken());

const event = { event: "e", distinct_id: "u" };
const batch = (...events: unknown[]) => JSON.stringify({ api_key: TOKEN, batch: events });
const base64 = (text: string | Uint8Array) => Buffer.from(text).toString("base64");
const FORM = { "content-type": "application/x-www-form-urlencoded" };

async function post(path: string, body: BodyInit, headers: Record<string, string> = {}) {
  const response = await edge.fetch(path, { method: "POST", body, headers });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

describe("event routes", () => {
  it.each([
    "/e/",
    "/e",
    "/i/v0/e/",
    "/i/v0/e",
    "/batch/",
    "/batch",
    "/capture/",
    "/capture",
    "/track/",
    "/engage/",
    "/i/v0/ai/batch/",
    "/i/v0/ai/batch",
    "/e/?ip=0&_=1795320378752&ver=1.418&compression=gzip-js&retry_count=2",
  ])("%s answers 200 {status: 1} once the event is appended", async (path) => {
    const { status, text, headers } = await post(path, gzipSync(batch(event)), {
      "content-type": "text/plain",
    });
    expect([status, JSON.parse(text)]).toEqual([200, { status: 1 }]);
    expect(headers.get("content-type")).toContain("application/json");
    expect(await edge.takenEvents()).toMatchObject([{ distinctId: "u", columns: { event: "e" } }]);
  });

  it.each<[string, BodyInit, Record<string, string>, string]>([
    ["gzip with Content-Encoding", gzipSync(batch(event)), { "content-encoding": "gzip" }, ""],
    ["form", `data=${encodeURIComponent(base64(batch(event)))}`, FORM, "?compression=base64"],
    ["lz64", LZString.compressToBase64(batch(event)), {}, "?compression=lz64"],
    ["base64", base64(batch(event)), { "content-type": "text/plain" }, ""],
    ["array", JSON.stringify([{ ...event, properties: { token: TOKEN } }]), {}, ""],
    ["single", JSON.stringify({ ...event, api_key: TOKEN }), {}, ""],
  ])("reads %s", async (_name, body, headers, query) => {
    expect((await post(`/e/${query}`, body, headers)).status).toBe(200);
    expect(await edge.takenEvents()).toMatchObject([{ distinctId: "u" }]);
  });

  it("reads GET ?data=", async () => {
    const response = await edge.fetch(`/e/?data=${encodeURIComponent(base64(batch(event)))}`);
    expect(response.status).toBe(200);
    expect(await edge.takenEvents()).toMatchObject([{ distinctId: "u" }]);
  });

  it("reads chunked bodies without a length", async () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(batch(event).slice(0, 20)));
        controller.enqueue(new TextEncoder().encode(batch(event).slice(20)));
        controller.close();
      },
    });
    const response = await edge.fetch("/e/", { method: "POST", body, duplex: "half" } as RequestInit);
    expect(response.status).toBe(200);
    expect(await edge.takenEvents()).toMatchObject([{ distinctId: "u" }]);
  });

  it("reads /engage/ as identify", async () => {
    await post("/engage/", JSON.stringify({ token: TOKEN, $distinct_id: "u", $set: { plan: "pro" } }));
    expect(await edge.takenEvents()).toMatchObject([
      { columns: { event: "$identify" }, person: { set: { plan: "pro" } }, identity: { kind: "identified" } },
    ]);
  });

  it("sends each event to the partition of its distinct id, in order", async () => {
    const events = Array.from({ length: 40 }, (_, i) => ({ event: `e${i}`, distinct_id: `u${i % 4}` }));
    await post("/batch/", batch(...events));
    const { batches } = await edge.taken();
    for (const { events: stored } of batches) {
      expect(new Set(stored.map((one) => partitionOf(1, one.distinctId, PARTITIONS))).size).toBe(1);
    }
    expect(batches.flatMap(({ events: stored }) => stored).length).toBe(40);
  });

  it("assigns group types at first sight", async () => {
    await post("/e/", batch({ ...event, properties: { $groups: { company: "acme", team: "t" } } }));
    expect(await edge.takenEvents()).toMatchObject([{ columns: { group_0: "acme", group_1: "t" } }]);
  });

  it("corrects clocks by sent_at", async () => {
    const timestamp = "2020-01-01T00:00:00.000Z";
    const sent_at = "2020-01-01T00:00:10.000Z";
    await post("/e/", JSON.stringify({ api_key: TOKEN, sent_at, batch: [{ ...event, timestamp }] }));
    const [stored] = await edge.takenEvents();
    expect(Math.abs(stored!.timestamp - (Date.now() - 10_000))).toBeLessThan(5000);
  });

  it("gives cookieless visitors one ID a day", async () => {
    const cookieless = { event: "e", properties: { distinct_id: "$posthog_cookieless", $host: "a.example" } };
    await post("/e/", batch(cookieless, cookieless), { "user-agent": "Mozilla/5.0 Test" });
    const ids = (await edge.takenEvents()).map((one) => one.distinctId);
    expect(ids[0]).toMatch(/^cookieless_/);
    expect(ids[1]).toBe(ids[0]);
  });
});

describe("refusals", () => {
  it.each<[string, BodyInit, number]>([
    ["empty body", "", 400],
    ["not JSON", "hello", 400],
    ["cut gzip", gzipSync(batch(event)).subarray(0, 40), 400],
    ["empty batch", JSON.stringify({ api_key: TOKEN, batch: [] }), 400],
    ["no token", JSON.stringify([event]), 401],
    ["unknown token", JSON.stringify({ api_key: "phc_unknown", batch: [event] }), 401],
    ["personal key", JSON.stringify({ api_key: "phx_a", batch: [event] }), 401],
    [
      "two tokens",
      JSON.stringify([
        { ...event, token: "phc_a" },
        { ...event, token: "phc_b" },
      ]),
      401,
    ],
    ["a single event without distinct id", JSON.stringify({ api_key: TOKEN, event: "e" }), 400],
    ["a single event without name", JSON.stringify({ api_key: TOKEN, event: "", distinct_id: "u" }), 400],
    ["body over 2 MB", "x".repeat(2 * 1024 * 1024 + 1), 413],
  ])("%s", async (_name, body, expected) => {
    const { status, text, headers } = await post("/e/", body, { origin: "https://a.example" });
    expect(status).toBe(expected);
    expect(text.length).toBeGreaterThan(10);
    expect(headers.get("access-control-allow-origin")).toBe("https://a.example");
  });

  it("records what it refused with the batch", async () => {
    const { status } = await post("/batch/", batch(event, { event: "" }, 7));
    expect(status).toBe(200);
    const { batches } = await edge.taken();
    expect(batches.flatMap((one) => one.events).length).toBe(1);
    expect(batches.flatMap((one) => one.rejections)).toMatchObject([
      { reason: "invalid_event_name", count: 1, sample: '{"event":""}' },
      { reason: "not_an_object", count: 1, sample: "7" },
    ]);
  });

  it("records refusals also when nothing else is in the request", async () => {
    expect((await post("/e/", batch({ event: "e" }))).status).toBe(400);
    expect((await edge.taken()).batches).toMatchObject([
      { events: [], rejections: [{ reason: "missing_distinct_id" }] },
    ]);
  });

  it("answers other methods with 405", async () => {
    expect((await edge.fetch("/e/", { method: "DELETE" })).status).toBe(405);
  });
});

describe("back-pressure and limits", () => {
  it("answers 503 with a readable Retry-After while the backlog is full", async () => {
    await edge.setFull(true);
    const { status, headers } = await post("/e/", batch(event), { origin: "https://a.example" });
    await edge.setFull(false);
    expect([status, headers.get("retry-after")]).toEqual([503, "7"]);
    expect(headers.get("access-control-expose-headers")).toContain("Retry-After");
  });

  it("groups concurrent requests into few calls and loses none", async () => {
    const requests = Array.from({ length: 60 }, (_, i) =>
      post("/e/", batch({ event: `e${i}`, distinct_id: "same" })),
    );
    const answers = await Promise.all(requests);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const { batches, calls } = await edge.taken();
    const names = batches.flatMap((one) => one.events).map(({ row }) => JSON.parse(`${row}}`).event);
    expect(new Set(names).size).toBe(60);
    expect(names.length).toBe(60);
    expect(calls).toBeLessThanOrEqual(60);
  });

  it("names the lanes over their limit and stores the rest", async () => {
    await edge.configure({}, ["events"]);
    const { status, text } = await post("/e/", batch(event, { event: "$exception", distinct_id: "u" }));
    await edge.configure({});
    expect([status, JSON.parse(text)]).toEqual([200, { status: 1, quota_limited: ["events"] }]);
    const { batches } = await edge.taken();
    expect(batches.flatMap((one) => one.events)).toMatchObject([{ lane: "exceptions" }]);
    expect(batches.map((one) => one.overLimit).filter(Boolean)).toEqual([{ events: 1 }]);
  });
});

describe("capture v1", () => {
  const V1 = "/i/v1/analytics/events";
  const uuid = (n: number) => `01a2016b-b579-788e-91d2-00000000000${n}`;
  const headers = {
    authorization: `Bearer ${TOKEN}`,
    "content-type": "application/json",
    "posthog-sdk-info": "posthog-node/5.70.0",
    "posthog-request-timestamp": new Date().toISOString(),
  };
  const v1 = (...events: unknown[]) =>
    JSON.stringify({ created_at: new Date().toISOString(), batch: events });

  it("answers for each uuid", async () => {
    const body = v1(
      { ...event, uuid: uuid(1), session_id: "s", options: { process_person_profile: false } },
      { ...event, uuid: uuid(2), event: "" },
      { ...event, uuid: uuid(3), timestamp: "2199-01-01T00:00:00Z" },
    );
    const { status, text } = await post(V1, gzipSync(body), headers);
    expect([status, JSON.parse(text)]).toEqual([
      200,
      {
        results: {
          [uuid(1)]: { result: "ok", details: null },
          [uuid(2)]: { result: "drop", details: "invalid_event_name" },
          [uuid(3)]: { result: "warning", details: "future_timestamp" },
        },
      },
    ]);
    expect(await edge.takenEvents()).toMatchObject([
      { personProfile: false, columns: { session_id: "s", p_lib: "posthog-node", p_lib_version: "5.70.0" } },
      {},
    ]);
  });

  it("asks to retry what is not durable", async () => {
    await edge.setFull(true);
    const { status, text, headers: answered } = await post(V1, v1({ ...event, uuid: uuid(4) }), headers);
    await edge.setFull(false);
    expect([status, answered.get("retry-after")]).toEqual([200, "7"]);
    expect(JSON.parse(text).results[uuid(4)].result).toBe("retry");
  });

  it.each([
    ["no token", { authorization: "" }],
    ["unknown token", { authorization: "Bearer phc_unknown" }],
    ["personal key", { authorization: "Bearer phx_a" }],
  ])("%s: 401, whatever the body", async (_name, change) => {
    for (const body of [v1(event), v1(), "[]", "no JSON", ""])
      expect((await post(V1, body, { ...headers, ...change })).status).toBe(401);
  });

  it.each([["no JSON"], ["[]"], [v1()]])("%s: 400", async (body) =>
    expect((await post(V1, body, headers)).status).toBe(400),
  );
});
