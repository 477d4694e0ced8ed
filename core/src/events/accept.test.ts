import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CaptureContext, captureEvents } from "./accept.ts";
import { capture, columnsOf, NOW, row, UUID } from "./accept-fixture.ts";
import { distinctKey } from "./identity.ts";
import { REJECTIONS, type WARNINGS } from "./reasons.ts";
import type { JsonObject, JsonValue } from "./types.ts";

function contextOf(): CaptureContext {
  return {
    environmentId: 1,
    overLimit: new Set(),
    anonymizeIps: false,
    now: NOW,
    sentAt: Number.NaN,
    querySentAt: Number.NaN,
    ip: "",
    userAgent: "",
    networkBot: "",
    geo: () => undefined,
    groupIndex: () => undefined,
    dailySalt: () => "",
    newUuid: () => UUID,
  };
}

describe("a valid event", () => {
  it("becomes a row without its person", () => {
    expect(
      row({ timestamp: "2026-11-22T11:59:00.000Z", properties: { $session_id: "s", $window_id: "w", x: 1 } }),
    ).toEqual({
      environment_id: 1,
      received_at: "2026-11-22 12:00:00.000",
      uuid: UUID,
      event: "e",
      timestamp: "2026-11-22 11:59:00.000",
      day: "2026-11-22",
      hour: "2026-11-22 11:00:00",
      distinct_id: "u",
      distinct_key: distinctKey(1, "u"),
      session_id: "s",
      session_key: distinctKey(1, "s"),
      window_id: "w",
      lane: "events",
      bot: 0,
      ip: "203.0.113.7",
      m10: { $ip: "203.0.113.7" },
      m7: { x: "1" },
      m11: { $session_id: "s" },
      m1: { $window_id: "w" },
      properties: { $session_id: "s", $window_id: "w", x: 1, $ip: "203.0.113.7" },
    });
  });

  it.each<[string, JsonObject, Record<string, unknown>]>([
    [
      "distinct id in properties",
      { distinct_id: undefined!, properties: { distinct_id: "p" } },
      { distinct_id: "p" },
    ],
    ["$distinct_id", { distinct_id: undefined!, $distinct_id: "d" }, { distinct_id: "d" }],
    ["numeric distinct id", { distinct_id: 42 }, { distinct_id: "42" }],
    ["container as distinct id", { distinct_id: { a: 1 } }, { distinct_id: '{"a":1}' }],
    ["long distinct id", { distinct_id: "x".repeat(300) }, { distinct_id: "x".repeat(200) }],
    ["long event name", { event: "x".repeat(300) }, { event: "x".repeat(200) }],
    ["upper-case uuid", { uuid: UUID.toUpperCase() }, { uuid: UUID }],
    ["uuid without dashes", { uuid: UUID.replaceAll("-", "") }, { uuid: UUID }],
    ["no uuid", { uuid: null }, { uuid: "00000000-0000-7000-8000-000000000001" }],
    ["empty uuid", { uuid: "" }, { uuid: "00000000-0000-7000-8000-000000000001" }],
    ["no properties", { properties: null }, { properties: { $ip: "203.0.113.7" } }],
    ["exception lane", { event: "$exception" }, { lane: "exceptions" }],
    ["ai lane", { event: "$ai_generation" }, { lane: "ai" }],
    ["offset", { offset: 60_000 }, { timestamp: "2026-11-22 11:59:00.000" }],
    ["$ip wins", { properties: { $ip: "198.51.100.1" } }, { ip: "198.51.100.1" }],
    ["groups", { properties: { $groups: { company: "acme" } } }, { group_0: "acme" }],
    ["elements", { properties: { $elements: [{ tag_name: "a" }] } }, { elements_chain: "a:" }],
    [
      "elements chain",
      { properties: { $elements_chain: "b:", $elements: [{ tag_name: "a" }] } },
      { elements_chain: "b:" },
    ],
    ["emoji", { event: "😀 é", distinct_id: "漢" }, { event: "😀 é", distinct_id: "漢" }],
  ])("%s", (_name, event, expected) => {
    const { distinct_id, ...rest } = event;
    const captured = capture([
      {
        event: "e",
        uuid: UUID,
        ...("distinct_id" in event
          ? distinct_id === undefined
            ? {}
            : { distinct_id }
          : { distinct_id: "u" }),
        ...rest,
      },
    ]);
    expect(columnsOf(captured)).toMatchObject(expected);
  });

  it("corrects the client's clock by the wrapper's or its own sent_at", () => {
    const event = { timestamp: "2026-11-22T10:00:00Z" };
    const sentAt = Date.parse("2026-11-22T11:00:00Z");
    expect(row(event, { sentAt }).timestamp).toBe("2026-11-22 11:00:00.000");
    expect(row({ ...event, sent_at: "2026-11-22T11:00:00Z" }).timestamp).toBe("2026-11-22 11:00:00.000");
    expect(row(event, { querySentAt: sentAt }).timestamp).toBe("2026-11-22 11:00:00.000");
    expect(
      row({ ...event, sent_at: "2026-11-22T11:00:00Z" }, { querySentAt: sentAt + 60_000 }).timestamp,
    ).toBe("2026-11-22 11:00:00.000");
    expect(row({ ...event, properties: { $ignore_sent_at: true } }, { sentAt }).timestamp).toBe(
      "2026-11-22 10:00:00.000",
    );
  });
});

describe("refused events", () => {
  it.each<[keyof typeof REJECTIONS, JsonValue]>([
    ["not_an_object", 5],
    ["not_an_object", ["x"]],
    ["invalid_event_name", { distinct_id: "u" }],
    ["invalid_event_name", { event: "", distinct_id: "u" }],
    ["invalid_event_name", { event: 7, distinct_id: "u" }],
    ["missing_distinct_id", { event: "e" }],
    ["missing_distinct_id", { event: "e", distinct_id: "" }],
    ["missing_distinct_id", { event: "e", distinct_id: null, properties: {} }],
    ["invalid_uuid", { event: "e", distinct_id: "u", uuid: "nope" }],
    ["invalid_uuid", { event: "e", distinct_id: "u", uuid: 5 }],
    ["invalid_properties", { event: "e", distinct_id: "u", properties: [] }],
    ["invalid_properties", { event: "e", distinct_id: "u", properties: "x" }],
    ["snapshot_on_event_route", { event: "$snapshot", distinct_id: "u" }],
    [
      "person_processing_disabled",
      { event: "$identify", distinct_id: "u", properties: { $process_person_profile: false } },
    ],
    [
      "person_processing_disabled",
      { event: "$groupidentify", distinct_id: "u", properties: { $process_person_profile: false } },
    ],
    [
      "nested_too_deeply",
      { event: "e", distinct_id: "u", properties: { a: JSON.parse("[".repeat(200) + "]".repeat(200)) } },
    ],
    ["event_too_large", { event: "e", distinct_id: "u", properties: { a: "x".repeat(1_100_000) } }],
  ])("%s: %j", (reason, event) => {
    const good = { event: "good", distinct_id: "u" };
    const captured = capture([good, event, good]);
    expect(captured.events.map(({ row: text }) => JSON.parse(`${text}}`).event)).toEqual(["good", "good"]);
    expect(captured.report.rejections).toMatchObject([{ reason, count: 1, detail: REJECTIONS[reason] }]);
    expect(captured.report.rejections[0]!.sample!.length).toBeLessThanOrEqual(2000);
    expect(captured.outcomes.map(({ result }) => result)).toEqual(["ok", "drop", "ok"]);
  });

  it("keeps ten samples of a reason and counts the rest", () => {
    const { rejections } = capture(Array.from({ length: 10_000 }, () => ({ event: "" }))).report;
    expect(rejections.length).toBe(11);
    expect(rejections.reduce((sum, { count }) => sum + count, 0)).toBe(10_000);
  });

  it("refuses a distinct id nested beyond printing", () => {
    const hostile = JSON.parse("[".repeat(100_000) + "]".repeat(100_000)) as JsonValue;
    const captured = captureEvents([{ event: "e", distinct_id: hostile }], contextOf());
    expect(captured.report.rejections[0]?.reason).toBe("missing_distinct_id");
  });
});

describe("warnings", () => {
  it.each<[keyof typeof WARNINGS, JsonObject]>([
    [
      "illegal_distinct_id",
      { event: "$identify", distinct_id: "guest", properties: { $anon_distinct_id: "a" } },
    ],
    ["merge_without_source", { event: "$create_alias" }],
    ["invalid_process_person_profile", { properties: { $process_person_profile: "no" } }],
    ["invalid_person_update", { properties: { $set: "x" } }],
    ["invalid_group_identify", { event: "$groupidentify", properties: {} }],
    ["group_type_limit", { properties: { $groups: { extra: "x" } } }],
    ["future_timestamp", { timestamp: "2026-11-30T00:00:00Z" }],
  ])("%s: the event is kept", (type, event) => {
    const captured = capture([{ event: "e", distinct_id: "u", ...event }]);
    expect(captured.events.length).toBe(1);
    expect(captured.report.warnings.map((warning) => warning.type)).toEqual([type]);
    expect(captured.outcomes).toMatchObject([{ result: "warning", details: type }]);
  });

  it("turns the SDK's own limiter into a warning, not an event", () => {
    const properties = { $$client_ingestion_warning_message: "too many" };
    const captured = capture([{ event: "$$client_ingestion_warning", distinct_id: "u", properties }]);
    expect(captured.events).toEqual([]);
    expect(captured.report.warnings).toMatchObject([{ type: "client_rate_limited", detail: "too many" }]);
  });
});

describe("any JSON", () => {
  it("never throws, and every event is either stored or refused", () => {
    const anything = fc.oneof(
      fc.jsonValue({ maxDepth: 4 }),
      fc.record(
        {
          event: fc.jsonValue(),
          distinct_id: fc.jsonValue(),
          properties: fc.jsonValue(),
          uuid: fc.jsonValue(),
          timestamp: fc.jsonValue(),
          $set: fc.jsonValue(),
        },
        { requiredKeys: [] },
      ),
      fc.record({
        event: fc.constantFrom(
          "$identify",
          "$create_alias",
          "$groupidentify",
          "$set",
          "constructor",
          "__proto__",
          "e",
        ),
        distinct_id: fc.string({ minLength: 1 }),
        properties: fc.dictionary(
          fc.constantFrom(
            "$set",
            "$set_once",
            "$unset",
            "$groups",
            "$elements",
            "alias",
            "$ip",
            "$group_type",
            "$group_key",
            "__proto__",
            "constructor",
          ),
          fc.jsonValue(),
        ),
      }),
    );
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 5 }), (events) => {
        const captured = capture(JSON.parse(JSON.stringify(events)));
        const refused = captured.report.rejections.reduce((sum, { count }) => sum + count, 0);
        expect(captured.events.length + refused).toBe(events.length);
        for (const event of captured.events) JSON.parse(`${event.row}}`);
      }),
    );
  });
});
