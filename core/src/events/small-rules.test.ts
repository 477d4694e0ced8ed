import { describe, expect, it } from "vitest";
import { cookielessId } from "./cookieless.ts";
import { geoProperties } from "./geo.ts";
import { laneOf, QUOTA_KEYS } from "./lanes.ts";
import { cut } from "./limits.ts";
import { GEO_PROPERTIES, isVolatile, LIFTED, volatileBits } from "./person-properties.ts";

describe("laneOf", () => {
  it.each([
    ["custom", "events"],
    ["$pageview", "events"],
    ["$exception", "exceptions"],
    ["$$heatmap", "heatmaps"],
    ["$ai_generation", "ai"],
    ["$ai_span", "ai"],
    ["$snapshot", "recordings"],
  ] as const)("%s → %s", (event, lane) => {
    expect(laneOf(event)).toBe(lane);
    expect(QUOTA_KEYS[lane]).toBeTruthy();
  });
});

describe("cut", () => {
  it.each([
    ["short", 10, "short"],
    ["abcdef", 3, "abc"],
    ["😀😀😀", 2, "😀😀"],
    ["a😀b", 2, "a😀"],
  ])("%s to %s", (text, limit, expected) => {
    expect(cut(text, limit)).toBe(expected);
  });
});

describe("cookielessId", () => {
  const visitor = { dailySalt: "s", environmentId: 1, ip: "1.2.3.4", host: "a.example", userAgent: "UA" };

  it("is stable for one visitor", () => {
    expect(cookielessId(visitor)).toBe(cookielessId({ ...visitor }));
    expect(cookielessId(visitor)).toMatch(/^cookieless_[0-9a-f-]{36}$/);
  });

  it.each([
    { dailySalt: "t" },
    { environmentId: 2 },
    { ip: "1.2.3.5" },
    { host: "b.example" },
    { userAgent: "UB" },
  ])("changes with %j", (change) => {
    expect(cookielessId({ ...visitor, ...change })).not.toBe(cookielessId(visitor));
  });
});

describe("geo", () => {
  it("names what a lookup found", () => {
    expect(geoProperties({ city: "Berlin", countryCode: "DE", latitude: 52.5, postalCode: "" })).toEqual({
      $geoip_city_name: "Berlin",
      $geoip_country_code: "DE",
      $geoip_latitude: 52.5,
    });
  });

  it("lifts every geo property onto the person", () => {
    for (const name of GEO_PROPERTIES) expect(LIFTED.get(name)).toBe(`$initial_${name.slice(1)}`);
  });
});

describe("person properties", () => {
  it.each([
    ["$browser", "$initial_browser", true],
    ["$geoip_city_name", "$initial_geoip_city_name", true],
    ["utm_source", "$initial_utm_source", false],
    ["_kx", "$initial__kx", false],
  ])("%s is kept first as %s; volatile: %s", (name, initial, volatile) => {
    expect(LIFTED.get(name)).toBe(initial);
    expect(isVolatile(name)).toBe(volatile);
  });

  it("gives each volatile property a bit of its own", () => {
    const names = [...LIFTED.keys()].filter(isVolatile);
    expect(new Set(names.map((name) => volatileBits({ [name]: null }))).size).toBe(names.length);
    expect(volatileBits({ $browser: "a", $os: "b", plan: 1 })).toBe(
      volatileBits({ $browser: "a" }) | volatileBits({ $os: 1 }),
    );
    expect(volatileBits({ plan: 1, utm_source: "x" })).toBe(0);
  });

  it("tells volatile from chosen", () => {
    expect(isVolatile("plan")).toBe(false);
  });
});
