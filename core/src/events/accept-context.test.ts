import { describe, expect, it } from "vitest";
import type { CaptureContext } from "./accept.ts";
import { CHROME, capture, columnsOf, row } from "./accept-fixture.ts";
import type { JsonObject } from "./types.ts";

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
    const ids = [send(), send({ ip: "203.0.113.8" }), send({ dailySalt: () => "other" }), send()].map(
      (c) => columnsOf(c).distinct_id,
    );
    expect(new Set(ids).size).toBe(3);
    expect(ids[0]).toBe(ids[3]);
  });

  it("is refused without a salt", () => {
    expect(send({ dailySalt: () => "" }).report.rejections[0]?.reason).toBe("cookieless_unavailable");
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
