import { describe, expect, it } from "vitest";
import { bucketOf, requireBucket, warehouseVars } from "./bindings.ts";
import { wrongHost } from "./hosts.ts";
import { type ObjectIds, objectId, readObjectName } from "./objects.ts";
import {
  hintOf,
  jurisdictionOf,
  nameOfRegion,
  type RegionVars,
  regionNames,
  regionOfName,
  regionsOf,
} from "./regions.ts";

const TWO = { REGIONS: "us,eu" };

describe("names", () => {
  it.each<[string, RegionVars, readonly string[]]>([
    ["one without a name", {}, [""]],
    ["one with a name", { REGIONS: "eu" }, [""]],
    ["two", TWO, ["", "eu"]],
    ["one without a jurisdiction", { REGIONS: "us,eu,apac" }, ["", "eu", "apac"]],
  ])("%s", (_, vars, expected) => expect(regionsOf(vars)).toEqual(expected));

  it.each<[RegionVars, string]>([
    [{ REGIONS: "us,mars" }, '"mars"'],
    [{ REGIONS: "us,US" }, '"US"'],
    [{ REGIONS: "us,eu,us" }, "twice"],
  ])("%j are refused", (vars, text) => expect(() => regionNames(vars)).toThrow(text));

  it.each<[string, RegionVars, string]>([
    ["", {}, ""],
    ["", TWO, ""],
    ["us", TWO, ""],
    ["eu", TWO, "eu"],
  ])("%j in %j is region %j", (name, vars, region) => {
    expect(regionOfName(name, vars)).toBe(region);
    expect(nameOfRegion(region, vars)).toBe(name || (vars.REGIONS ? "us" : ""));
  });

  it("of a region that is not served never becomes another one", () => {
    expect(() => regionOfName("eu", {})).toThrow('"eu" is not served here');
    expect(() => regionOfName("eu", { REGIONS: "us" })).toThrow('"eu" is not served here');
  });
});

describe("objects", () => {
  const namespace = (bound: string): ObjectIds => ({
    idFromName: (name) => `${bound}${name}` as unknown as DurableObjectId,
    jurisdiction: (name) => namespace(`[${name}]`),
  });

  it.each<[RegionVars, string, string]>([
    [{}, "", "p0"],
    [TWO, "", "p0"],
    [TWO, "eu", "[eu]eu:p0"],
    [{ ...TWO, JURISDICTIONS: "us,eu" }, "", "[us]p0"],
    [{ ...TWO, JURISDICTIONS: "off" }, "eu", "eu:p0"],
    [{ REGIONS: "us,apac" }, "apac", "apac:p0"],
  ])("%j, region %j: %s", (vars, region, expected) => {
    expect(objectId(namespace(""), vars, region, "p0")).toBe(expected);
  });

  it("tell their region by their name", () => {
    expect(readObjectName("p12")).toEqual({ region: "", name: "p12" });
    expect(readObjectName("eu:p12")).toEqual({ region: "eu", name: "p12" });
    expect(readObjectName("eu:salts")).toEqual({ region: "eu", name: "salts" });
    expect(readObjectName("project:7")).toEqual({ region: "", name: "project:7" });
  });

  it("begin near a region that no jurisdiction binds", () => {
    expect(hintOf("apac")).toEqual({ locationHint: "apac" });
    expect([hintOf("eu"), hintOf("")]).toEqual([{}, {}]);
    expect(jurisdictionOf("apac", { REGIONS: "us,apac", JURISDICTIONS: "apac" })).toBeNull();
  });
});

describe("bindings", () => {
  const own = {
    WAREHOUSE_PROTOCOL: "clickhouse",
    WAREHOUSE_URL: "https://us",
    WAREHOUSE_KEY: "a",
    RECORDINGS: 1,
  };
  const env = {
    ...own,
    WAREHOUSE_EU_PROTOCOL: "tinybird",
    WAREHOUSE_EU_URL: "https://eu",
    WAREHOUSE_EU_KEY: "b",
    RECORDINGS_EU: 2,
  };

  it("are a region's own", () => {
    expect(warehouseVars(env, "")).toMatchObject({ WAREHOUSE_URL: "https://us", WAREHOUSE_KEY: "a" });
    expect(warehouseVars(env, "eu")).toEqual({
      WAREHOUSE_PROTOCOL: "tinybird",
      WAREHOUSE_URL: "https://eu",
      WAREHOUSE_KEY: "b",
    });
    expect([bucketOf(env, ""), bucketOf(env, "eu")]).toEqual([1, 2]);
  });

  it("that are missing are not those of another one", () => {
    expect(() => warehouseVars(own, "eu")).toThrow("WAREHOUSE_EU_URL");
    expect(() => requireBucket(own, "eu")).toThrow("RECORDINGS_EU");
    expect(bucketOf(own, "eu")).toBeNull();
  });
});

describe("hosts", () => {
  const vars = { ...TWO, REGION_HOSTS: "eu=eu.x.dev,us=us.x.dev" };
  it.each<[string, string, string | null]>([
    ["https://eu.x.dev/batch/", "eu", null],
    ["https://us.x.dev/batch/", "", null],
    ["https://x.dev/batch/", "eu", null],
    ["https://eu.x.dev/batch/", "", "https://us.x.dev"],
    ["https://us.x.dev/flags/?v=2", "eu", "https://eu.x.dev"],
  ])("%s, project in %j: %s", (url, region, expected) => {
    const answer = wrongHost(vars, url, region);
    if (expected === null) expect(answer).toBeNull();
    else expect(answer).toContain(expected);
  });

  it("take everything where none has a region", () => {
    expect(wrongHost(TWO, "https://eu.x.dev/", "")).toBeNull();
  });
});
