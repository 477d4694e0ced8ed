import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { AccountingRow } from "../../partition/accounting.ts";
import { sumAccounting } from "./all.ts";

const row = (change: Partial<AccountingRow>): AccountingRow => ({
  day: "2026-01-01",
  lane: "events",
  received: 0,
  stored: 0,
  duplicate: 0,
  rejected: {},
  quarantined: 0,
  over_limit: 0,
  bot: 0,
  ...change,
});

test.each<[string, AccountingRow[], object[]]>([
  ["nothing", [], []],
  [
    "partitions of one day and product are one row",
    [
      row({ received: 3, stored: 2, rejected: { a: 1 } }),
      row({ received: 4, stored: 1, rejected: { a: 1, b: 2 } }),
    ],
    [{ day: "2026-01-01", lane: "events", received: 7, stored: 3, rejected: { a: 2, b: 2 } }],
  ],
  [
    "days and products stay apart, in order",
    [row({ day: "2026-01-02" }), row({ lane: "exceptions" }), row({})],
    [
      { day: "2026-01-01", lane: "events" },
      { day: "2026-01-01", lane: "exceptions" },
      { day: "2026-01-02", lane: "events" },
    ],
  ],
])("%s", (_, rows, expected) => {
  expect(sumAccounting(rows)).toMatchObject(expected);
  expect(sumAccounting(rows)).toHaveLength(expected.length);
});

test("sums keep the balance of their parts", () => {
  const part = fc
    .record({
      stored: fc.nat(99),
      duplicate: fc.nat(99),
      quarantined: fc.nat(9),
      over_limit: fc.nat(9),
      a: fc.nat(9),
      b: fc.nat(9),
    })
    .map(({ a, b, ...counts }) => {
      const received = counts.stored + counts.duplicate + counts.quarantined + counts.over_limit + a + b;
      return row({ ...counts, received, rejected: { a, b } });
    });
  fc.assert(
    fc.property(fc.array(part, { minLength: 1 }), (rows) => {
      const [sum] = sumAccounting(rows);
      const rejected = Object.values(sum!.rejected).reduce((total, count) => total + count, 0);
      expect(sum!.received).toBe(
        sum!.stored + sum!.duplicate + rejected + sum!.quarantined + sum!.over_limit,
      );
    }),
  );
});
