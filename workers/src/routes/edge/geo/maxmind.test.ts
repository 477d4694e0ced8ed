import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CaptureFixture, TOKEN as PROJECT, startCapture } from "../../../../test/capture-fixture.ts";
import { flag, publish, snapshot, TOKEN } from "../../../../test/flags/project.ts";
import { startWorkers, type TestWorkers } from "../../../../test/harness.ts";
import { writeMmdb } from "../../../../test/mmdb.ts";
import { maxmindLocation } from "./maxmind.ts";

const LONDON = {
  city: { names: { en: "London" } },
  continent: { code: "EU", names: { en: "Europe" } },
  country: { iso_code: "GB", names: { en: "United Kingdom" } },
  location: { accuracy_radius: 10, latitude: 51.5142, longitude: -0.0931, time_zone: "Europe/London" },
  postal: { code: "OX1" },
  subdivisions: [{ iso_code: "ENG", names: { en: "England" } }],
};
const file = writeMmdb([
  ["81.2.69.0/24", LONDON],
  ["2.125.160.216/29", { country: { iso_code: "DE", names: { en: "Germany" } } }],
]);
const bytes = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer;

describe("maxmindLocation", () => {
  it("names all that the file knows", () => {
    expect(maxmindLocation(bytes, "81.2.69.160")).toEqual({
      $geoip_city_name: "London",
      $geoip_continent_code: "EU",
      $geoip_continent_name: "Europe",
      $geoip_country_code: "GB",
      $geoip_country_name: "United Kingdom",
      $geoip_accuracy_radius: 10,
      $geoip_latitude: 51.5142,
      $geoip_longitude: -0.0931,
      $geoip_time_zone: "Europe/London",
      $geoip_postal_code: "OX1",
      $geoip_subdivision_1_code: "ENG",
      $geoip_subdivision_1_name: "England",
    });
  });

  it.each([
    ["2.125.160.217", { $geoip_country_code: "DE", $geoip_country_name: "Germany" }],
    ["2.125.160.224", undefined],
    ["10.0.0.1", undefined],
    ["2001:db8::1", undefined],
    ["nonsense", undefined],
  ])("%s", (ip, expected) => {
    const found = maxmindLocation(bytes, ip);
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(expected);
  });

  it("of a file in another format is nothing", () =>
    expect(maxmindLocation(new ArrayBuffer(64), "81.2.69.160")).toBeUndefined());
});

describe("a flag by country, on workerd with the file bound", () => {
  const folder = mkdtempSync(join(tmpdir(), "edgewise-geo-"));
  let workers: TestWorkers;
  beforeAll(async () => {
    const geoipFile = join(folder, "city.mmdb");
    writeFileSync(geoipFile, file);
    workers = await startWorkers({ geoipFile });
    const british = [{ key: "$geoip_country_code", type: "person", operator: "exact", value: "GB" }];
    await publish(workers, snapshot({ flags: [flag("british", [{ properties: british }])] }));
  });
  afterAll(async () => {
    await workers.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    ["81.2.69.160", false, true],
    ["81.2.69.160", true, false],
    ["2.125.160.217", false, false],
  ])("%s (geoip_disable %s): %s", async (ip, geoip_disable, enabled) => {
    const response = await workers.fetch("/flags/?v=2", {
      method: "POST",
      headers: { "X-Forwarded-For": ip },
      body: JSON.stringify({ token: TOKEN, distinct_id: "u", geoip_disable }),
    });
    expect(await response.json()).toMatchObject({ flags: { british: { enabled } } });
  });
});

describe("an event's place, on workerd with the file bound", () => {
  const folder = mkdtempSync(join(tmpdir(), "edgewise-geo-events-"));
  let edge: CaptureFixture;
  beforeAll(async () => {
    const geoipFile = join(folder, "city.mmdb");
    writeFileSync(geoipFile, file);
    edge = await startCapture({ geoipFile });
  });
  afterAll(async () => {
    await edge.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each<[string, object, string, string | undefined]>([
    ["of the connection", {}, "81.2.69.160", "London"],
    ["that the event names", { $ip: "81.2.69.1" }, "10.0.0.1", "London"],
    ["not wanted", { $geoip_disable: true }, "81.2.69.160", undefined],
    ["unknown", {}, "10.0.0.1", undefined],
  ])("%s", async (_name, properties, address, city) => {
    const body = JSON.stringify({ api_key: PROJECT, event: "e", distinct_id: "u", properties });
    const { status } = await edge.fetch("/e/", {
      method: "POST",
      headers: { "X-Forwarded-For": address },
      body,
    });
    const [stored] = await edge.takenEvents();
    expect([status, stored?.columns.properties]).toMatchObject([200, city ? { $geoip_city_name: city } : {}]);
    expect(Object.hasOwn(stored?.columns.properties as object, "$geoip_city_name")).toBe(city !== undefined);
  });
});
