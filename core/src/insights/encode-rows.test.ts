import { describe, expect, it } from "vitest";
import { encoderOf, isoDateTime, publicType } from "./encode-rows.ts";

describe("encoderOf", () => {
  it.each<[string, unknown, unknown]>([
    ["String", "a", "a"],
    ["UInt64", 5, 5],
    ["Float64", Number.NaN, null],
    ["Float64", "inf", null],
    ["Nullable(Float64)", null, null],
    ["Date", "2026-01-02", "2026-01-02"],
    ["DateTime", "2026-01-02 03:04:05", "2026-01-02T03:04:05Z"],
    ["DateTime64(3, 'UTC')", "2026-01-02 03:04:05.000", "2026-01-02T03:04:05Z"],
    ["DateTime64(3, 'Europe/Berlin')", "2026-07-02 03:04:05.120", "2026-07-02T03:04:05.120000+02:00"],
    [
      "Nullable(DateTime64(6, 'America/New_York'))",
      "2026-01-02 03:04:05.000001",
      "2026-01-02T03:04:05.000001-05:00",
    ],
    [
      "Array(Nullable(DateTime('Asia/Kolkata')))",
      ["2026-01-02 03:04:05", null],
      ["2026-01-02T03:04:05+05:30", null],
    ],
    ["Tuple(String, DateTime('UTC'))", ["a", "2026-01-02 03:04:05"], ["a", "2026-01-02T03:04:05Z"]],
    ["Tuple(a String, b Float64)", ["a", "nan"], ["a", null]],
    ["Map(String, Array(Float64))", { a: [1, "nan"] }, { a: [1, null] }],
    ["LowCardinality(Nullable(String))", null, null],
    ["Tuple(Int64, String)", ["1", "1"], [1, "1"]],
    ["Map(String, UInt64)", { a: "238" }, { a: 238 }],
    ["Array(Tuple(UInt64, String))", [["18446744073709551615", "x"]], [["18446744073709551615", "x"]]],
    ["SimpleAggregateFunction(any, String)", "s", "s"],
    [
      "SimpleAggregateFunction(min, DateTime64(3, 'UTC'))",
      "2026-01-02 03:04:05.006",
      "2026-01-02T03:04:05.006000Z",
    ],
    [
      "Array(DateTime64(3, 'America/New_York'))",
      ["2026-11-01T05:30:00.000Z", "2026-11-01T06:30:00.120Z"],
      ["2026-11-01T01:30:00-04:00", "2026-11-01T01:30:00.120000-05:00"],
    ],
  ])("%s of %j is %j", (type, value, expected) => {
    expect(encoderOf(type)(value)).toEqual(expected);
  });
});

describe("isoDateTime", () => {
  it.each([
    ["2026-03-29 01:59:59", "+01:00"],
    ["2026-03-29 03:00:00", "+02:00"],
    ["2026-10-25 01:59:59", "+02:00"],
    ["2026-10-25 02:30:00", "+02:00"],
    ["2026-10-25 03:00:00", "+01:00"],
    ["2026-01-01 00:00:00", "+01:00"],
  ])("%s in Berlin is at %s", (text, offset) => {
    expect(isoDateTime(text, "Europe/Berlin")).toBe(`${text.replace(" ", "T")}${offset}`);
  });
});

describe("publicType", () => {
  it.each([
    ["LowCardinality(Nullable(String))", "Nullable(String)"],
    ["Array(LowCardinality(String))", "Array(String)"],
    ["UInt64", "UInt64"],
  ])("%s is shown as %s", (type, shown) => {
    expect(publicType(type)).toBe(shown);
  });
});
