import { expect, it } from "vitest";
import { positionOf, unitsAt, unitsOf } from "./scale.ts";

it("goes from nothing to a billion, always upwards, and back", () => {
  const all = Array.from({ length: 101 }, (_, position) => unitsAt(position));
  expect([all[0], all[100]]).toEqual([0, 1_000_000_000]);
  all.forEach((units, position) => {
    if (position > 0) expect(units).toBeGreaterThan(all[position - 1]!);
    expect(Number.isInteger(units)).toBe(true);
    expect(positionOf(units)).toBe(position);
  });
});

it.each([
  ["1,234,567", 1_234_567],
  ["", 0],
  ["12e9", 129],
  ["99999999999", 1_000_000_000],
])("%j is %i units", (text, units) => {
  expect(unitsOf(text)).toBe(units);
});
