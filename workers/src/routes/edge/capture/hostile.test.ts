import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type CaptureFixture, startCapture, TOKEN } from "../../../../test/capture-fixture.ts";

let edge: CaptureFixture;
beforeAll(async () => {
  edge = await startCapture();
});
afterAll(() => edge.dispose());
beforeEach(() => edge.taken());

const good = '{"event":"good","distinct_id":"u"}';
const wrap = (...events: string[]) => `{"api_key":"${TOKEN}","batch":[${events.join(",")}]}`;
const send = async (body: BodyInit, path = "/batch/") =>
  (await edge.fetch(path, { method: "POST", body, headers: { "content-type": "application/json" } })).status;

/** Names of stored events and reasons of refused ones. */
async function outcome() {
  const { batches } = await edge.taken();
  return {
    stored: batches.flatMap((one) => one.events).map(({ row }) => JSON.parse(`${row}}`)),
    refused: batches.flatMap((one) => one.rejections).map(({ reason }) => reason),
  };
}

describe("hostile input costs its neighbours nothing", () => {
  it.each<[string, string, string[]]>([
    [
      "nested 100,000 deep",
      `{"event":"x","distinct_id":"u","properties":{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}}`,
      ["nested_too_deeply"],
    ],
    [
      "nested 100,000 deep, with NaN beside it",
      `{"event":"x","distinct_id":"u","properties":{"n":NaN,"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}}`,
      ["nested_too_deeply"],
    ],
    [
      "distinct id nested 100,000 deep",
      `{"event":"x","distinct_id":${"[".repeat(100_000)}${"]".repeat(100_000)}}`,
      ["missing_distinct_id"],
    ],
    [
      "1.5 MB event",
      `{"event":"x","distinct_id":"u","properties":{"a":"${"x".repeat(1_500_000)}"}}`,
      ["event_too_large"],
    ],
    ["number instead of an event", "1", ["not_an_object"]],
    ["null", "null", ["not_an_object"]],
    ["bad uuid", '{"event":"x","distinct_id":"u","uuid":"; DROP TABLE"}', ["invalid_uuid"]],
    ["no distinct id", '{"event":"x"}', ["missing_distinct_id"]],
    ["properties as text", '{"event":"x","distinct_id":"u","properties":"a"}', ["invalid_properties"]],
  ])("%s", async (_name, hostile, refused) => {
    expect(await send(wrap(good, hostile, good))).toBe(200);
    const result = await outcome();
    expect(result.stored.map((row) => row.event)).toEqual(["good", "good"]);
    expect(result.refused).toEqual(refused);
  });

  it.each<[string, string, Record<string, unknown>]>([
    [
      "NaN and Infinity",
      '{"event":"x","distinct_id":"u","properties":{"a":NaN,"b":-Infinity,"c":1}}',
      { a: null, b: null, c: 1 },
    ],
    [
      "lone surrogate",
      '{"event":"x","distinct_id":"u","properties":{"a":"\\ud83d!","\\udc00":1}}',
      { a: "\ufffd!", "\ufffd": 1 },
    ],
    ["escaped emoji", '{"event":"x","distinct_id":"u","properties":{"a":"\\ud83d\\ude00"}}', { a: "😀" }],
    [
      "raw control characters",
      '{"event":"x","distinct_id":"u","properties":{"a":"1\n2\u0001"}}',
      { a: "1\n2\u0001" },
    ],
    ["NUL", '{"event":"x","distinct_id":"u","properties":{"a":"\\u0000"}}', { a: "\u0000" }],
    [
      "prototype names",
      '{"event":"x","distinct_id":"u","properties":{"__proto__":{"a":1},"constructor":"c","toString":2}}',
      { constructor: "c", toString: 2 },
    ],
  ])("%s: stored", async (_name, event, expected) => {
    expect(await send(wrap(good, event))).toBe(200);
    const { stored } = await outcome();
    expect(stored.length).toBe(2);
    expect(stored[1].properties).toMatchObject(expected);
  });

  it("reads bytes that are not UTF-8", async () => {
    const [before, after] = wrap('{"event":"x","distinct_id":"u","properties":{"a":"@"}}').split("@");
    expect(
      await send(Buffer.concat([Buffer.from(before!), Buffer.from([0xff, 0xfe]), Buffer.from(after!)])),
    ).toBe(200);
    expect((await outcome()).stored[0].properties.a).toBe("\ufffd\ufffd");
  });

  it.each<[string, string, RegExp]>([
    ["future", '"2199-01-01T00:00:00Z"', new RegExp(`^${new Date().getUTCFullYear()}-`)],
    ["ancient", '"0300-01-01T00:00:00Z"', /^1900-01-01 /],
    ["year 10000", '"+010000-01-01T00:00:00Z"', /^1970-01-01 /],
    ["unreadable", '"tomorrow"', new RegExp(`^${new Date().getUTCFullYear()}-`)],
    ["object", '{"a":1}', new RegExp(`^${new Date().getUTCFullYear()}-`)],
    ["number beyond any date", "1e300", /^1970-01-01 /],
  ])("%s time", async (_name, timestamp, expected) => {
    expect(await send(wrap(`{"event":"x","distinct_id":"u","timestamp":${timestamp}}`))).toBe(200);
    expect((await outcome()).stored[0].timestamp).toMatch(expected);
  });

  it("takes 10,000 events in one request", async () => {
    const events = Array.from(
      { length: 10_000 },
      (_, i) => `{"event":"e${i}","distinct_id":"u${i % 50}","properties":{"i":${i}}}`,
    );
    expect(await send(gzipSync(wrap(...events)))).toBe(200);
    expect((await outcome()).stored.length).toBe(10_000);
  });

  it("takes 10,000 bad events: counted, a few kept", async () => {
    expect(await send(wrap(good, ...Array.from({ length: 10_000 }, () => '{"event":"x"}')))).toBe(200);
    const { batches } = await edge.taken();
    const rejections = batches.flatMap((one) => one.rejections);
    expect(rejections.reduce((sum, { count }) => sum + count, 0)).toBe(10_000);
    expect(rejections.length).toBeLessThan(20);
  });
});

describe("what is refused as a whole", () => {
  it.each<[string, () => BodyInit, string, number]>([
    ["zip bomb", () => gzipSync(Buffer.alloc(100 * 1024 * 1024, 0x20)), "/batch/", 413],
    [
      "zip bomb in a zip bomb",
      () => gzipSync(gzipSync(Buffer.alloc(100 * 1024 * 1024, 0x20))),
      "/batch/",
      413,
    ],
    ["25 MB body", () => Buffer.alloc(21 * 1024 * 1024, 0x20), "/batch/", 413],
    ["million brackets", () => "[".repeat(1_000_000), "/batch/", 400],
    ["random bytes", () => Buffer.from([0x80, 0xff, 0x00, 0x12]), "/batch/", 400],
    ["gzip of random bytes", () => gzipSync(Buffer.from([0x80, 0xff, 0x00, 0x12])), "/batch/", 400],
    ["deep array as the root", () => "[".repeat(100_000) + "]".repeat(100_000), "/batch/", 401],
    ["token named like a method", () => '{"api_key":"toString","event":"e","distinct_id":"u"}', "/e/", 401],
  ])("%s", async (_name, body, path, expected) => {
    expect(await send(body(), path)).toBe(expected);
    expect(await send(wrap(good))).toBe(200);
  });
});
