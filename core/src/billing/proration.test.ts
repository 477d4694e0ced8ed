import fc from "fast-check";
import { expect, test } from "vitest";
import { monthOf, prorated } from "./proration.ts";

const JUNE = { start: Date.UTC(2026, 5, 1), end: Date.UTC(2026, 6, 1) };
const june = (day: number) => Date.UTC(2026, 5, day);

test.each<[string, Parameters<typeof prorated>[1], number]>([
  ["nothing", [], 0],
  ["the whole month", [{ from: june(1), price: 30_000_000 }], 30_000_000],
  ["from before", [{ from: 0, price: 30_000_000 }], 30_000_000],
  ["the last ten days", [{ from: june(21), price: 30_000_000 }], 10_000_000],
  [
    "a dearer plan for the second half",
    [
      { from: june(1), price: 30_000_000 },
      { from: june(16), price: 60_000_000 },
    ],
    45_000_000,
  ],
  [
    "cancelled at the tenth",
    [
      { from: june(1), price: 30_000_000 },
      { from: june(11), price: 0 },
    ],
    10_000_000,
  ],
])("%s", (_, spans, amount) => {
  expect(prorated(JUNE, spans)).toBe(amount);
});

test("however often a plan is renewed at the same price, the month costs that price", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: JUNE.start, max: JUNE.end })), fc.nat(1e9), (times, price) => {
      const spans = [JUNE.start, ...times.sort((a, b) => a - b)].map((from) => ({ from, price }));
      expect(prorated(JUNE, spans)).toBe(price);
    }),
  );
});

test.each<[string, string, string]>([
  ["2026-02-14T12:00:00Z", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"],
  ["2026-12-31T23:59:59Z", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"],
])("the month around %s", (at, start, end) => {
  expect(monthOf(Date.parse(at))).toEqual({ start: Date.parse(start), end: Date.parse(end) });
});
