import { expect, test } from "vitest";
import { dateBound } from "./date-bound.ts";
import { ApiError } from "./errors.ts";

const now = new Date("2026-03-10T12:00:00Z");

test.each<[string | undefined, string, string | undefined]>([
  [undefined, "UTC", undefined],
  ["", "UTC", undefined],
  ["2026-01-31", "UTC", "2026-01-31T00:00:00.000Z"],
  ["2026-01-31", "Europe/Berlin", "2026-01-30T23:00:00.000Z"],
  ["2026-01-31", "No/Where", "2026-01-31T00:00:00.000Z"],
  ["2026-01-31T12:00:00Z", "Europe/Berlin", "2026-01-31T12:00:00.000Z"],
  ["2026-01-31T12:00:00+02:00", "UTC", "2026-01-31T10:00:00.000Z"],
  ["-2h", "UTC", "2026-03-10T10:00:00.000Z"],
])("%s in %s", (text, zone, expected) => {
  expect(dateBound("date_from", text, now, zone)?.toISOString()).toBe(expected);
});

test.each(["yesterday", "2026-02-31", "31.01.2026", "7"])("%s is no date", (text) => {
  expect(() => dateBound("date_from", text, now, "UTC")).toThrow(ApiError);
});
