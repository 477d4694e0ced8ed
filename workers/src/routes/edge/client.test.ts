import { describe, expect, it } from "vitest";
import type { EdgeEnv } from "../../env.ts";
import { addressOf, clientOf } from "./client.ts";
import { networkLocation } from "./geo/cloudflare.ts";
import { maxmindLocation } from "./geo/maxmind.ts";

const env = {} as EdgeEnv;

/** Node's Request has read-only headers: a plain object stands for what clientOf reads. */
const client = (headers: Record<string, string>, cf?: object) =>
  clientOf({ headers: new Headers(headers), cf } as unknown as Request, env);

describe("addressOf", () => {
  it.each([
    ["203.0.113.7", "203.0.113.7"],
    [" 203.0.113.7 ", "203.0.113.7"],
    ["203.0.113.7:8080", "203.0.113.7"],
    ["2001:db8::1", "2001:db8::1"],
    ["[2001:db8::1]:443", "2001:db8::1"],
    ["::ffff:203.0.113.7", "::ffff:203.0.113.7"],
    ["unknown", ""],
    ["<script>", ""],
    ["", ""],
    [undefined, ""],
    [null, ""],
  ])("%s → %s", (text, expected) => {
    expect(addressOf(text)).toBe(expected);
  });
});

describe("clientOf", () => {
  it.each<[string, Record<string, string>, object | undefined, string]>([
    [
      "the first forwarded address",
      { "x-forwarded-for": "198.51.100.1, 10.0.0.1", "cf-connecting-ip": "203.0.113.7" },
      undefined,
      "198.51.100.1",
    ],
    ["Cloudflare's", { "cf-connecting-ip": "203.0.113.7" }, undefined, "203.0.113.7"],
    ["a proxy's", { "x-real-ip": "203.0.113.8" }, undefined, "203.0.113.8"],
    ["the socket's", {}, { clientIp: "127.0.0.1:5000" }, "127.0.0.1"],
    [
      "a forwarded word",
      { "x-forwarded-for": "unknown", "cf-connecting-ip": "203.0.113.7" },
      undefined,
      "203.0.113.7",
    ],
    ["nothing", {}, undefined, ""],
  ])("takes %s", (_name, headers, cf, expected) => {
    expect(client(headers, cf).ip).toBe(expected);
  });

  const cf = {
    country: "DE",
    city: "Berlin",
    latitude: "52.5",
    verifiedBotCategory: "Search Engine Crawler",
  };

  it("locates the connection only, and only behind Cloudflare", () => {
    const real = client({ "cf-ray": "1", "cf-connecting-ip": "203.0.113.7" }, cf);
    expect(real.geo("203.0.113.7")).toMatchObject({ $geoip_country_code: "DE", $geoip_latitude: 52.5 });
    expect(real.geo("198.51.100.1")).toBeUndefined();
    expect(real.networkBot).toBe("verified");
    const simulated = client({ "cf-connecting-ip": "203.0.113.7" }, cf);
    expect(simulated.geo("203.0.113.7")).toBeUndefined();
    expect(simulated.networkBot).toBe("");
  });
});

describe("networkLocation", () => {
  it("names countries and continents", () => {
    expect(networkLocation({ country: "FR", continent: "EU", region: "Paris", regionCode: "75C" })).toEqual({
      $geoip_country_code: "FR",
      $geoip_country_name: "France",
      $geoip_continent_code: "EU",
      $geoip_continent_name: "Europe",
      $geoip_subdivision_1_code: "75C",
      $geoip_subdivision_1_name: "Paris",
    });
  });

  it.each([{}, { country: "XX" }, { country: "T1" }, { country: 5 }])("knows nothing of %j", (cf) => {
    expect(networkLocation(cf)).toBeUndefined();
  });
});

describe("maxmindLocation", () => {
  it("fails no event when the file is none of MaxMind's", () => {
    expect(maxmindLocation(new ArrayBuffer(64), "203.0.113.7")).toBeUndefined();
  });
});
