import { describe, expect, test } from "vitest";
import { CHROME, capture, columnsOf, row } from "./accept-fixture.ts";

const person = {
  event: "e",
  distinct_id: "ada@example.test",
  properties: {
    distinct_id: "ada@example.test",
    $device_id: "device-1",
    $user_id: "ada@example.test",
    $ip: "203.0.113.7",
    $host: "a.example",
    $set: { email: "ada@example.test" },
  },
};

describe("a browser that asks not to be tracked", () => {
  test("leaves nothing but a count when its events are dropped", () => {
    const { report, events, outcomes } = capture([person, person, { event: "$exception" }, 7], {
      optOut: "drop",
    });
    expect(events).toEqual([]);
    expect(report.rejections.map(({ reason, lane, count }) => [reason, lane, count])).toEqual([
      ["do_not_track", "events", 3],
      ["do_not_track", "exceptions", 1],
    ]);
    expect(JSON.stringify([report, outcomes])).not.toMatch(/ada@|203\.0\.113/);
  });

  test("is a visitor of one day when its events are made anonymous", () => {
    const captured = capture([person], { optOut: "anonymous", userAgent: CHROME });
    const text = JSON.stringify(columnsOf(captured));
    expect(columnsOf(captured).distinct_id).toMatch(/^cookieless_/);
    expect(text).not.toMatch(/ada@|device-1|203\.0\.113/);
    expect(captured.events[0]).toMatchObject({ personProfile: false });
    expect(captured.events[0]?.person).toBeUndefined();
  });

  test("identifies nobody", () => {
    const identify = { event: "$identify", distinct_id: "ada", properties: { $anon_distinct_id: "x" } };
    const { report, events } = capture([identify], { optOut: "anonymous" });
    expect([events.length, report.rejections[0]?.reason]).toEqual([0, "do_not_track"]);
  });
});

describe("addresses that are not kept", () => {
  test("place the visitor and are gone", () => {
    const columns = row(person, { anonymizeIps: true, geo: () => ({ $geoip_country_code: "DE" }) });
    expect(columns.properties.$geoip_country_code).toBe("DE");
    expect(JSON.stringify(columns)).not.toContain("203.0.113");
  });

  test("are not in samples of refused events either", () => {
    const { report } = capture([{ ...person, uuid: "no uuid" }], { anonymizeIps: true });
    expect(report.rejections[0]?.sample).toContain("device-1");
    expect(report.rejections[0]?.sample).not.toContain("203.0.113");
  });
});
