import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CaptureContext, type Captured, captureEvents } from "./accept.ts";
import { distinctKey } from "./identity.ts";
import { REJECTIONS, type WARNINGS } from "./reasons.ts";
import type { JsonObject, JsonValue } from "./types.ts";

const NOW = Date.parse("2026-11-22T12:00:00.000Z");
const UUID = "01a2016b-9888-7d93-8aab-822d638df829";
const CHROME =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";

function capture(events: JsonValue[], context: Partial<CaptureContext> = {}): Captured {
  let made = 0;
  return captureEvents(structuredClone(events), {
    environmentId: 1,
    overLimit: new Set(),
    anonymizeIps: false,
    now: NOW,
    sentAt: Number.NaN,
    ip: "203.0.113.7",
    userAgent: "posthog-node/5.70.0",
    networkBot: "",
    geo: () => undefined,
    groupIndex: (type) => (type === "company" ? 0 : type === "extra" ? null : undefined),
    dailySalt: "salt",
    newUuid: () => `00000000-0000-7000-8000-${String(++made).padStart(12, "0")}`,
    ...context,
  });
}

interface Columns {
  readonly [column: string]: unknown;
  readonly properties: JsonObject;
}

function columnsOf(captured: Captured, index = 0): Columns {
  const row = JSON.parse(`${captured.events[index]!.row}}`) as Record<string, string>;
  return { ...row, properties: JSON.parse(row.properties!) };
}

/** The only event's columns, properties parsed. */
function row(event: JsonObject, context: Partial<CaptureContext> = {}): Columns {
  return columnsOf(capture([{ event: "e", distinct_id: "u", uuid: UUID, ...event }], context));
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

function contextOf(): CaptureContext {
  return {
    environmentId: 1,
    overLimit: new Set(),
    anonymizeIps: false,
    now: NOW,
    sentAt: Number.NaN,
    ip: "",
    userAgent: "",
    networkBot: "",
    geo: () => undefined,
    groupIndex: () => undefined,
    dailySalt: "",
    newUuid: () => UUID,
  };
}

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

describe("persons", () => {
  const first = (event: JsonObject, context?: Partial<CaptureContext>) =>
    capture([{ event: "e", distinct_id: "u", ...event }], context).events[0]!;

  it("asks for a merge on identify and always writes", () => {
    const event = first({
      event: "$identify",
      properties: { $anon_distinct_id: "anon" },
      $set: { plan: "pro" },
    });
    expect(event).toMatchObject({
      identity: { kind: "merge", source: "anon", force: false },
      person: { set: { plan: "pro" }, always: true },
      personProfile: true,
    });
  });

  it("drops updates of personless events, from the row too", () => {
    const captured = capture([
      {
        event: "e",
        distinct_id: "u",
        properties: { $process_person_profile: false, $set: { a: 1 }, $browser: "Chrome" },
      },
    ]);
    expect(captured.events[0]).toMatchObject({ personProfile: false });
    expect(captured.events[0]!.person).toBeUndefined();
    expect(columnsOf(captured).properties.$set).toBeUndefined();
  });

  it.each(["$exception", "$$heatmap"])("%s never updates a person", (name) => {
    expect(first({ event: name, properties: { $set: { a: 1 }, $browser: "Chrome" } }).person).toBeUndefined();
  });

  it("updates groups", () => {
    const properties = { $group_type: "company", $group_key: "acme", $group_set: { seats: 5 } };
    expect(first({ event: "$groupidentify", properties }).group).toEqual({
      type: "company",
      index: 0,
      key: "acme",
      set: { seats: 5 },
    });
  });

  it("reads items of /engage/ as identify", () => {
    const captured = capture([{ $distinct_id: "u", $set: { a: 1 } }], { defaultEvent: "$identify" });
    expect(columnsOf(captured).event).toBe("$identify");
    expect(captured.events[0]!.person?.set).toEqual({ a: 1 });
  });

  it("repeats lifted properties after a merge", () => {
    const pageview = { event: "$pageview", distinct_id: "u", properties: { $browser: "Chrome" } };
    const identify = {
      event: "$identify",
      distinct_id: "u",
      properties: { $anon_distinct_id: "a", $browser: "Chrome" },
    };
    const { events } = capture([pageview, pageview, identify, pageview]);
    expect(events.map((event) => event.person?.set)).toEqual([
      { $browser: "Chrome" },
      undefined,
      { $browser: "Chrome" },
      undefined,
    ]);
  });
});

describe("where it came from", () => {
  const geo = () => ({ $geoip_country_code: "DE" });

  it("adds geo, unless the event has or refuses it", () => {
    expect(row({}, { geo }).p_geoip_country_code).toBe("DE");
    expect(row({ properties: { $geoip_disable: true } }, { geo }).p_geoip_country_code).toBeUndefined();
    expect(row({ properties: { $geoip_country_code: "FR" } }, { geo }).p_geoip_country_code).toBe("FR");
  });

  it("forgets addresses when the environment wants that, after locating them", () => {
    const columns = row({ properties: { $ip: "198.51.100.1" } }, { geo, anonymizeIps: true });
    expect(columns.ip).toBeUndefined();
    expect(columns.properties.$ip).toBeUndefined();
    expect(columns.p_geoip_country_code).toBe("DE");
  });

  it.each<[string, JsonObject, Partial<CaptureContext>, number]>([
    ["server SDK", {}, {}, 0],
    ["curl", {}, { userAgent: "curl/8.5" }, 0],
    [
      "crawler",
      {},
      { userAgent: "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)" },
      1,
    ],
    ["crawler named by the SDK", { $raw_user_agent: "Mozilla/5.0 (compatible; GPTBot/1.2)" }, {}, 1],
    ["script pretending to be the web SDK", { $lib: "web" }, { userAgent: "python-requests/2" }, 1],
    ["named by the network", {}, { networkBot: "verified" }, 1],
    ["person", { $lib: "web" }, { userAgent: CHROME }, 0],
    [
      "server event about a crawler's UA in the header",
      { $is_server: true },
      { userAgent: "Mozilla/5.0 (compatible; Googlebot/2.1)" },
      0,
    ],
  ])("bot: %s", (_name, properties, context, expected) => {
    expect(row({ properties }, context).bot).toBe(expected);
  });

  it("marks $bot_pageview", () => {
    expect(row({ event: "$bot_pageview" })).toMatchObject({ bot: 1, properties: { $bot_class: "other" } });
  });

  it("adds browser properties only when the SDK sent none", () => {
    expect(row({ properties: { $lib: "web" } }, { userAgent: CHROME })).toMatchObject({
      p_browser: "Chrome",
      p_os: "Linux",
    });
    expect(
      row({ properties: { $lib: "web", $browser: "Mine" } }, { userAgent: CHROME }).p_os,
    ).toBeUndefined();
  });
});

describe("cookieless", () => {
  const event = {
    event: "e",
    distinct_id: undefined,
    properties: { distinct_id: "$posthog_cookieless", $device_id: null, $host: "a.example" },
  };
  const send = (context: Partial<CaptureContext> = {}) =>
    capture([JSON.parse(JSON.stringify(event))], { userAgent: CHROME, ...context });

  it("replaces the IDs by the day's hash and forgets the address", () => {
    const columns = columnsOf(send());
    expect(columns.distinct_id).toMatch(/^cookieless_/);
    expect(columns.properties).toMatchObject({
      distinct_id: columns.distinct_id,
      $device_id: columns.distinct_id,
    });
    expect(columns.ip).toBeUndefined();
    expect(JSON.stringify(columns)).not.toContain("203.0.113.7");
  });

  it("tells visitors and days apart", () => {
    const ids = [send(), send({ ip: "203.0.113.8" }), send({ dailySalt: "other" }), send()].map(
      (c) => columnsOf(c).distinct_id,
    );
    expect(new Set(ids).size).toBe(3);
    expect(ids[0]).toBe(ids[3]);
  });

  it("is refused without a salt", () => {
    expect(send({ dailySalt: "" }).report.rejections[0]?.reason).toBe("cookieless_unavailable");
  });
});

describe("limits", () => {
  it("counts lanes over their limit and lets the others pass", () => {
    const events = ["e", "$exception", "e"].map((event) => ({ event, distinct_id: "u" }));
    const captured = capture(events, { overLimit: new Set(["events"]) });
    expect(captured.report.overLimit).toEqual({ events: 2 });
    expect(captured.events.map(({ lane }) => lane)).toEqual(["exceptions"]);
    expect(captured.outcomes.map(({ details }) => details)).toEqual([
      "billing_limit_exceeded",
      null,
      "billing_limit_exceeded",
    ]);
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
