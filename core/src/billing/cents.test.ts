import fc from "fast-check";
import { expect, test } from "vitest";
import { centLines, centsOf } from "./cents.ts";
import { invoiceOf } from "./invoice.ts";

const period = { start: Date.UTC(2026, 5, 1), end: Date.UTC(2026, 6, 1) };

test("lines in whole cents add up to what is due, rounded down once; none is a cent off", () => {
  const units = fc.record({
    events: fc.nat(300_000_000),
    flags: fc.nat(60_000_000),
    surveys: fc.nat(30_000),
    exceptions: fc.nat(20_000_000),
  });
  const discounts = fc.array(fc.record({ label: fc.constant("d"), basisPoints: fc.nat(10_000) }), {
    maxLength: 2,
  });
  const credits = fc.array(
    fc.record({ id: fc.uuid(), left: fc.nat(900_000_000), expiresAt: fc.constant(null) }),
    { maxLength: 2 },
  );
  fc.assert(
    fc.property(units, discounts, credits, fc.nat(200_000_000), (used, off, given, fee) => {
      const fees = fee > 0 ? [{ label: "Plan", amount: fee }] : [];
      const invoice = invoiceOf({ period, units: used, discounts: off, credits: given, fees });
      const lines = centLines(invoice);
      expect(lines.reduce((sum, { cents }) => sum + cents, 0)).toBe(centsOf(invoice.due));
      expect(lines.every(({ cents }) => Number.isInteger(cents) && cents !== 0)).toBe(true);
    }),
  );
});

test("what somebody reads", () => {
  const units = { events: 2_000_333, surveys: 1_501 };
  const credits = [{ id: "c", left: 5_000_000, expiresAt: null }];
  const fees = [{ label: "Scale plan", amount: 200_000_000 }];
  expect(centLines(invoiceOf({ period, units, discounts: [], credits, fees }))).toEqual([
    { text: "Product and web analytics, 1,000,000 events at $0.00004", cents: 4_000 },
    { text: "Surveys, 1 response at $0.08", cents: 8 },
    { text: "Scale plan", cents: 20_000 },
    { text: "Credit", cents: -500 },
  ]);
});
