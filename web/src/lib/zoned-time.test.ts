import { expect, it } from "vitest";
import { fromLocalField, toLocalField } from "./zoned-time.ts";

it.each([
  ["UTC", "2026-01-31T12:30", "2026-01-31T12:30:00.000Z"],
  ["Europe/Berlin", "2026-01-31T12:30", "2026-01-31T11:30:00.000Z"],
  ["Europe/Berlin", "2026-07-31T12:30", "2026-07-31T10:30:00.000Z"],
  ["America/New_York", "2026-03-08T03:30", "2026-03-08T07:30:00.000Z"],
  ["Asia/Kolkata", "2026-01-01T00:00", "2025-12-31T18:30:00.000Z"],
])("%s: %s is %s, and back", (zone, field, moment) => {
  expect(fromLocalField(field, zone)).toBe(moment);
  expect(toLocalField(moment, zone)).toBe(field);
});

it.each(["", "tomorrow", "2026-13-01T00:00"])("%j is no time", (text) => {
  expect(fromLocalField(text, "UTC")).toBeNull();
});
