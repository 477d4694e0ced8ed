import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../events/types.ts";
import { blockKey, blockRow, type ReplayBlock, readBlock, summarise } from "./block.ts";

const NOW = Date.parse("2026-11-22T12:00:00.000Z");
const UUID = "01a2016f-00b5-738d-aeee-0db46583c2f1";
const MADE = "00000000-0000-7000-8000-000000000001";
const read = (item: JsonValue) => readBlock(item, NOW, () => MADE);

const properties: JsonObject = {
  $session_id: "s",
  $window_id: "w",
  distinct_id: "u",
  $snapshot_data: [{ type: 4, data: { href: "https://a.example/" }, timestamp: NOW - 5000 }],
};
const item: JsonObject = { event: "$snapshot", uuid: UUID, properties };

describe("readBlock", () => {
  it("reads what posthog-js sends", () => {
    expect(read(item)).toMatchObject({ uuid: UUID, distinctId: "u", sessionId: "s", windowId: "w" });
  });

  it.each<[string, JsonObject, Partial<ReplayBlock>]>([
    ["no uuid", { uuid: null }, { uuid: MADE }],
    ["no window", { properties: { ...properties, $window_id: null } }, { windowId: "s" }],
    [
      "one event instead of a list",
      { properties: { ...properties, $snapshot_data: { type: 4 } } },
      { data: [{ type: 4 }] },
    ],
    ["distinct id at top level", { distinct_id: 7 }, { distinctId: "7" }],
  ])("%s", (_name, change, expected) => {
    expect(read({ ...item, ...change })).toMatchObject(expected);
  });

  it.each<[string, JsonValue]>([
    ["not_an_object", 1],
    ["not_a_snapshot", { ...item, event: "$pageview" }],
    ["invalid_properties", { ...item, properties: null }],
    ["missing_session_id", { ...item, properties: { ...properties, $session_id: "" } }],
    ["missing_session_id", { ...item, properties: { ...properties, $session_id: 5 } }],
    ["missing_session_id", { ...item, properties: { ...properties, $session_id: "x".repeat(101) } }],
    ["invalid_snapshot_data", { ...item, properties: { ...properties, $snapshot_data: "x" } }],
    ["missing_distinct_id", { ...item, properties: { ...properties, distinct_id: "" } }],
    ["invalid_uuid", { ...item, uuid: "x" }],
    ["invalid_uuid", { ...item, uuid: 5 }],
  ])("%s", (reason, value) => {
    expect(read(value)).toBe(reason);
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => void read(JSON.parse(JSON.stringify(value)))));
    fc.assert(
      fc.property(
        fc.jsonValue(),
        (data) =>
          void read({
            ...item,
            properties: { ...properties, $snapshot_data: JSON.parse(JSON.stringify(data)) },
          }),
      ),
    );
  });
});

describe("summarise", () => {
  it("counts clicks, keys, console lines and finds the first page", () => {
    const console = (level: string) => ({ type: 6, data: { plugin: "rrweb/console@1", payload: { level } } });
    const data: JsonValue[] = [
      { type: 3, data: { source: 2, type: 2 }, timestamp: NOW - 1000 },
      { type: 3, data: { source: 2, type: 3 }, timestamp: NOW - 4000 },
      { type: 3, data: { source: 5, text: "a" }, timestamp: NOW - 500 },
      { type: 5, data: { tag: "$pageview", payload: { href: "https://b.example/" } } },
      { type: 4, data: { href: "https://c.example/" } },
      console("log"),
      console("info"),
      console("warn"),
      console("error"),
      null,
      "x",
    ];
    expect(summarise(data, 0, NOW)).toEqual({
      firstTimestamp: NOW - 4000,
      lastTimestamp: NOW - 500,
      clicks: 1,
      keypresses: 1,
      consoleLogs: 2,
      consoleWarnings: 1,
      consoleErrors: 1,
      firstUrl: "https://b.example/",
    });
  });

  it("corrects the client's clock and bounds absurd times", () => {
    expect(summarise([{ timestamp: NOW + 3_600_000 }], 3_600_000, NOW).firstTimestamp).toBe(NOW);
    expect(summarise([{ timestamp: 1e300 }], 0, NOW).lastTimestamp).toBe(NOW + 86_400_000);
    expect(summarise([], 0, NOW).firstTimestamp).toBe(NOW);
  });
});

describe("storage", () => {
  const block = read(item) as ReplayBlock;

  it("names the object after environment, session and uuid", () => {
    expect(blockKey(1, block)).toBe(`recordings/1/s/${UUID}`);
    expect(blockKey(1, { ...block, sessionId: "../x\ud800" })).toBe(`recordings/1/..%2Fx%EF%BF%BD/${UUID}`);
  });

  it("writes the index row", () => {
    expect(JSON.parse(blockRow(1, block, 99))).toMatchObject({
      environment_id: 1,
      session_id: "s",
      window_id: "w",
      distinct_id: "u",
      first_timestamp: "2026-11-22 11:59:55.000",
      object_key: `recordings/1/s/${UUID}`,
      bytes: 99,
      event_count: 1,
      first_url: "https://a.example/",
      uuid: UUID,
    });
  });
});
