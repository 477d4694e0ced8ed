import { describe, expect, it } from "vitest";
import { readEnvelope, readV1Envelope, v1TokenError } from "./envelope.ts";
import type { JsonValue } from "./types.ts";

const event = { event: "e", distinct_id: "u" };
const SENT = "2026-11-22T04:00:00.000Z";

describe("readEnvelope", () => {
  it.each<[string, JsonValue, object]>([
    [
      "batch",
      { api_key: "phc_a", batch: [event], sent_at: SENT },
      { token: "phc_a", sentAt: Date.parse(SENT), historical: false, events: [event] },
    ],
    [
      "batch with $token",
      { $token: "phc_a", batch: [event] },
      { token: "phc_a", sentAt: Number.NaN, querySentAt: Number.NaN },
    ],
    ["batch with token", { token: "phc_a", batch: [event] }, { token: "phc_a", sentAt: Number.NaN }],
    ["historical", { api_key: "phc_a", batch: [event], historical_migration: true }, { historical: true }],
    ["array, token in properties", [{ ...event, properties: { token: "phc_a" } }], { token: "phc_a" }],
    ["array, api_key in the event", [{ ...event, api_key: "phc_a" }], { token: "phc_a" }],
    ["array, only some carry it", [event, { ...event, $token: "phc_a" }], { token: "phc_a" }],
    [
      "single event",
      { ...event, api_key: "phc_a" },
      { token: "phc_a", events: [{ ...event, api_key: "phc_a" }] },
    ],
    [
      "batch token wins over the events'",
      { api_key: "phc_a", batch: [{ ...event, token: "phc_b" }] },
      { token: "phc_a" },
    ],
    [
      "items that are no objects stay for later",
      { api_key: "phc_a", batch: [1, event] },
      { events: [1, event] },
    ],
    ["spaces around the token", { api_key: " phc_a\n", batch: [event] }, { token: "phc_a" }],
  ])("%s", (_name, root, expected) => {
    const result = readEnvelope(root);
    expect(result).toMatchObject({ ok: true, envelope: expected });
  });

  it.each<[string, JsonValue, string]>([
    ["text", "x", "invalid_shape"],
    ["null", null, "invalid_shape"],
    ["batch that is no array", { api_key: "phc_a", batch: {} }, "invalid_shape"],
    ["empty array", [], "empty_batch"],
    ["empty batch", { api_key: "phc_a", batch: [] }, "empty_batch"],
    ["no token", [event], "missing_token"],
    ["blank token", { api_key: " ", batch: [event] }, "missing_token"],
    ["token that is no text", { api_key: 5, batch: [event] }, "missing_token"],
    [
      "different tokens",
      [
        { ...event, token: "phc_a" },
        { ...event, token: "phc_b" },
      ],
      "several_tokens",
    ],
    ["personal key", { api_key: "phx_a", batch: [event] }, "personal_key"],
    ["secret key", { ...event, token: "phs_a" }, "personal_key"],
  ])("refuses %s", (_name, root, code) => {
    expect(readEnvelope(root)).toEqual({ ok: false, code });
  });

  it("takes token and time from the query when the body has none", () => {
    expect(readEnvelope([event], "phc_q", 1_795_320_378_752)).toMatchObject({
      envelope: { token: "phc_q", sentAt: Number.NaN, querySentAt: 1_795_320_378_752 },
    });
  });
});

describe("readV1Envelope", () => {
  const headers = { token: "phc_a", sentAt: SENT, sdkInfo: "posthog-node/5.70.0" };

  it("puts back what the SDK lifted out of properties", () => {
    const batch = [
      {
        ...event,
        session_id: "s",
        window_id: "w",
        options: {
          process_person_profile: false,
          disable_skew_correction: true,
          cookieless_mode: null,
          unknown: 1,
        },
        properties: { a: 1 },
      },
    ];
    const result = readV1Envelope({ batch }, headers);
    expect(result.ok && result.envelope.sentAt).toBe(Date.parse(SENT));
    expect(result.ok && result.envelope.events[0]).toMatchObject({
      event: "e",
      properties: {
        a: 1,
        $session_id: "s",
        $window_id: "w",
        $lib: "posthog-node",
        $lib_version: "5.70.0",
        $process_person_profile: false,
        $ignore_sent_at: true,
      },
    });
  });

  it.each<[string, JsonValue, string]>([
    ["an array", [event], "invalid_shape"],
    ["an empty batch", { batch: [] }, "empty_batch"],
  ])("refuses %s", (_name, root, code) => {
    expect(readV1Envelope(root, headers)).toEqual({ ok: false, code });
  });

  it.each([
    ["", "missing_token"],
    ["phx_a", "personal_key"],
    ["phs_a", "personal_key"],
    ["phc_a", null],
  ])("token %j", (token, code) => expect(v1TokenError(token)).toBe(code));

  it("leaves malformed events for the event check", () => {
    const result = readV1Envelope(
      { batch: [1, { event: "e", properties: "x" }] },
      { ...headers, sdkInfo: undefined },
    );
    expect(result.ok && result.envelope.events).toEqual([1, { event: "e", properties: "x" }]);
  });
});
