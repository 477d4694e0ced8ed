import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAP_COUNT, mapIndex, PROPERTY_COLUMNS } from "./properties.ts";
import { clickhouseTime, nestsWithin, propertyColumns, timeColumns } from "./row.ts";
import type { JsonObject, JsonValue } from "./types.ts";

/** The columns as the warehouse reads them. */
function columnsOf(properties: JsonObject): Record<string, unknown> & { properties: JsonObject } {
  const text = propertyColumns(properties, null);
  return JSON.parse(`{"x":0${text}}`);
}

const deep = (levels: number): JsonValue => {
  let value: JsonValue = 1;
  for (let i = 0; i < levels; i++) value = [value];
  return value;
};

describe("propertyColumns", () => {
  it.each<[string, JsonObject, string, unknown]>([
    ["string column", { $browser: "Chrome" }, "p_browser", "Chrome"],
    ["number in a string column", { $browser_version: 156 }, "p_browser_version", "156"],
    ["object in a string column", { $feature_flag_response: { a: 1 } }, "p_feature_flag_response", '{"a":1}'],
    ["boolean in a string column", { $feature_flag_response: true }, "p_feature_flag_response", "true"],
    ["null in a column", { utm_source: null }, "p_utm_source", undefined],
    ["quotes", { $pathname: 'a"b\\' }, "p_pathname", 'a"b\\'],
  ])("%s", (_name, properties, column, expected) => {
    expect(columnsOf(properties)[column]).toEqual(expected);
  });

  it.each<[string, JsonValue, string | undefined]>([
    ["string", "x", "x"],
    ["empty string", "", ""],
    ["number", 12.5, "12.5"],
    ["boolean", false, "false"],
    ["array", ["a", 1], '["a",1]'],
    ["object", { a: "b" }, '{"a":"b"}'],
    ["null", null, undefined],
    ["control characters", "\u0000\n\t", "\u0000\n\t"],
  ])("map value of a %s", (_name, value, expected) => {
    const columns = columnsOf({ prop: value });
    const map = columns[`m${mapIndex("prop")}`] as Record<string, string> | undefined;
    expect(map?.prop).toBe(expected);
    expect(columns.properties).toEqual({ prop: value });
  });

  it("keeps the elements chain out of the maps: it has a column", () => {
    expect(Object.keys(columnsOf({ $elements_chain: "a:" }))).toEqual(["x", "properties"]);
  });

  it("keeps every property exactly once in columns and whole in `properties`", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), (dictionary) => {
        const properties = JSON.parse(JSON.stringify(dictionary)) as JsonObject;
        const columns = columnsOf(properties);
        expect(columns.properties).toEqual(properties);
        const stored = Array.from({ length: MAP_COUNT }, (_, i) =>
          Object.keys(columns[`m${i}`] ?? {}),
        ).flat();
        const known = PROPERTY_COLUMNS.filter(({ column }) => column in columns).map(
          ({ property }) => property,
        );
        const present = Object.keys(properties).filter((key) => properties[key] !== null);
        expect([...stored, ...known].sort()).toEqual(present.sort());
      }),
    );
  });

  it("lifts properties that describe the person", () => {
    const lifted: unknown[] = [];
    propertyColumns({ $browser: "Chrome", plan: "x", utm_source: null, gclid: "g" }, (...call) =>
      lifted.push(call),
    );
    expect(lifted).toEqual([
      ["$browser", "$initial_browser", "Chrome"],
      ["gclid", "$initial_gclid", "g"],
    ]);
  });

  it("refuses what is nested too deeply, without touching the next event", () => {
    expect(propertyColumns({ a: "left", deep: deep(128) }, null)).toBe("nested_too_deeply");
    expect(columnsOf({ b: 1 })[`m${mapIndex("a")}`]).toEqual(
      mapIndex("a") === mapIndex("b") ? { b: "1" } : undefined,
    );
    expect(propertyColumns({ deep: deep(127) }, null)).not.toBe("nested_too_deeply");
  });

  it("refuses more than 1 MB", () => {
    expect(propertyColumns({ a: "x".repeat(1_100_000) }, null)).toBe("event_too_large");
  });
});

describe("nestsWithin", () => {
  it.each<[JsonValue, number, boolean]>([
    [1, 0, true],
    [[], 0, false],
    [[1], 1, true],
    [{ a: [1] }, 1, false],
    [{ a: [1] }, 2, true],
  ])("%j within %s: %s", (value, levels, expected) => {
    expect(nestsWithin(value, levels)).toBe(expected);
  });

  it("does not recurse into hostile depth", () => {
    expect(nestsWithin(JSON.parse("[".repeat(500_000) + "]".repeat(500_000)), 128)).toBe(false);
  });
});

describe("time columns", () => {
  it.each([
    ["2026-11-22T04:02:38.344Z", "2026-11-22 04:02:38.344", "2026-11-22", "2026-11-22 04:00:00"],
    ["1955-11-05T10:00:00.000Z", "1955-11-05 10:00:00.000", "1970-01-01", "1970-01-01 00:00:00"],
  ])("%s", (iso, timestamp, day, hour) => {
    expect(JSON.parse(`{"x":0${timeColumns(Date.parse(iso))}}`)).toEqual({ x: 0, timestamp, day, hour });
    expect(clickhouseTime(Date.parse(iso))).toBe(timestamp);
  });
});
