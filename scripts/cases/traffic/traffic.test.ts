import { gunzipSync } from "node:zlib";
import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import { describe, expect, it } from "vitest";
import { expectedEvents } from "./expect.ts";
import {
  encode,
  eventsOf,
  isEventRequest,
  isReplayRequest,
  type RecordedRequest,
  recordedToken,
  replayHeaders,
  withFreshUuids,
} from "./recording.ts";
import { inShapeOf } from "./stored.ts";

const request = (change: Partial<RecordedRequest> = {}): RecordedRequest => ({
  seq: 0,
  method: "POST",
  url: "/e/",
  headers: {},
  body: { api_key: "phc_old", batch: [] },
  ...change,
});
const UUID = "01a2016b-9888-7d93-8aab-822d638df829";

describe("recorded requests", () => {
  it.each<[string, boolean, boolean]>([
    ["/e/", true, false],
    ["/i/v0/e/?retry_count=1", true, false],
    ["/batch/", true, false],
    ["/i/v1/analytics/events", true, false],
    ["/s/", false, true],
    ["/flags/?v=2", false, false],
    ["/i/v1/logs", false, false],
    ["/engaged/", false, false],
  ])("%s: event %s, replay %s", (url, isEvent, isReplay) => {
    expect([isEventRequest(request({ url })), isReplayRequest(request({ url }))]).toEqual([
      isEvent,
      isReplay,
    ]);
  });

  it("leaves out what was not sent by an SDK or has no body", () => {
    expect(isEventRequest(request({ method: undefined }))).toBe(false);
    expect(isEventRequest({ ...request(), body: undefined } as RecordedRequest)).toBe(false);
  });

  it.each<[string, Partial<RecordedRequest>, string]>([
    ["wrapper", {}, "phc_old"],
    ["properties", { body: [{ properties: { token: "phc_p" } }] }, "phc_p"],
    ["bearer", { headers: { Authorization: "Bearer phc_b" } }, "phc_b"],
    ["none", { body: [] }, ""],
  ])("finds the token: %s", (_name, change, expected) => {
    expect(recordedToken(request(change))).toBe(expected);
  });

  it("keeps the SDK's headers and drops the connection's", () => {
    const headers = {
      Host: "x",
      "Content-Length": "3",
      "User-Agent": "posthog-node/5",
      Authorization: "Bearer phc_old",
    };
    expect(replayHeaders(request({ headers }), "phc_new")).toEqual({
      "user-agent": "posthog-node/5",
      authorization: "Bearer phc_new",
    });
  });

  it("encodes as recorded", () => {
    expect(gunzipSync(encode("{}", ["content-encoding:gzip", "gunzip"])).toString()).toBe("{}");
    expect(Buffer.from(encode("{}", ["form", "base64"])).toString()).toBe("data=e30%3D");
    expect(Buffer.from(encode("{}", [])).toString()).toBe("{}");
    expect(() => encode("{}", ["brotli"])).toThrow("unknown encoding step");
  });

  it("gives retries the same new uuid", () => {
    const fresh = (uuid: string) => `new-${uuid}`;
    const body: JsonValue = { batch: [{ uuid: "a" }, { uuid: "b" }, { event: "no uuid" }] };
    expect(eventsOf(withFreshUuids(body, fresh)).map(({ uuid }) => uuid)).toEqual([
      "new-a",
      "new-b",
      undefined,
    ]);
    expect(eventsOf(body)[0]!.uuid).toBe("a");
  });
});

describe("expectedEvents", () => {
  const expected = (event: JsonObject, change: Partial<RecordedRequest> = {}) =>
    expectedEvents(request(change), {
      sent_at: "2026-01-01T00:00:10Z",
      batch: [{ uuid: UUID, event: "e", ...event }],
    })[0];

  it("says when the event happened before it was sent", () => {
    expect(expected({ distinct_id: "u", timestamp: "2026-01-01T00:00:00Z" })).toEqual({
      uuid: UUID,
      event: "e",
      distinct_id: "u",
      age: -10_000,
      properties: {},
    });
  });

  it.each<[string, JsonObject, JsonObject]>([
    ["merged updates", { $set: { a: 2 }, properties: { $set: { a: 1, b: 1 } } }, { $set: { a: 2, b: 1 } }],
    [
      "personless",
      { properties: { $process_person_profile: false, $set: { a: 1 } } },
      { $process_person_profile: false },
    ],
    ["elements become a chain", { properties: { $elements: [], x: 1 } }, { x: 1 }],
  ])("%s", (_name, event, properties) => {
    expect(expected({ distinct_id: "u", ...event })?.properties).toEqual(properties);
  });

  it.each<[string, JsonObject]>([
    [
      "identify without person processing",
      { event: "$identify", properties: { $process_person_profile: false } },
    ],
    ["the SDK's own warning", { event: "$$client_ingestion_warning" }],
  ])("expects nothing of %s", (_name, event) => {
    expect(expected(event)).toBeUndefined();
  });

  it("puts back what Capture V1 lifts", () => {
    const headers = {
      "PostHog-Sdk-Info": "posthog-node/5.70.0",
      "PostHog-Request-Timestamp": "2026-01-01T00:00:00Z",
    };
    const event = { distinct_id: "u", session_id: "s", options: { process_person_profile: true } };
    expect(expected(event, { url: "/i/v1/analytics/events", headers })?.properties).toEqual({
      $lib: "posthog-node",
      $lib_version: "5.70.0",
      $session_id: "s",
      $process_person_profile: true,
    });
  });
});

describe("inShapeOf", () => {
  it("leaves out what the server added and keeps what is missing visible", () => {
    const expected = { uuid: UUID, event: "e", distinct_id: "u", age: null, properties: { a: 1, b: 2 } };
    const stored = { uuid: UUID, event: "e", distinct_id: "u", age: 5, properties: { a: 1, $ip: "x" } };
    expect(inShapeOf(expected, stored)).toEqual({ ...expected, properties: { a: 1 } });
  });
});
