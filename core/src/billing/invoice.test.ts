import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Credit, type Discount, invoiceOf } from "./invoice.ts";
import { type SpendingLimits, spendingOf } from "./limits.ts";
import { PRODUCT_KEYS, type ProductKey } from "./products.ts";

const period = { start: Date.UTC(2026, 5, 1), end: Date.UTC(2026, 6, 1) };
// 40 USD of events, 30 USD of exceptions.
const units = { events: 2_000_000, exceptions: 200_000 };
const credit = (id: string, left: number, expiresAt: number | null = null): Credit => ({
  id,
  left,
  expiresAt,
});

describe("invoice", () => {
  test("a line for each step, free ones too", () => {
    const { lines, subtotal, due } = invoiceOf({ period, units, discounts: [], credits: [] });
    expect(lines.map(({ product, units: count, amount }) => [product, count, amount])).toEqual([
      ["events", 1_000_000, 0],
      ["events", 1_000_000, 40_000_000],
      ["exceptions", 100_000, 0],
      ["exceptions", 100_000, 30_000_000],
    ]);
    expect([subtotal, due]).toEqual([70_000_000, 70_000_000]);
  });

  test.each<[string, Discount[], Credit[], number[], [string, number][], number]>([
    ["a quarter off", [{ label: "a", basisPoints: 2_500 }], [], [17_500_000], [], 52_500_000],
    [
      "off one product",
      [{ label: "a", basisPoints: 5_000, product: "events" }],
      [],
      [20_000_000],
      [],
      50_000_000,
    ],
    [
      "one after the other",
      [
        { label: "a", basisPoints: 5_000 },
        { label: "b", basisPoints: 5_000 },
      ],
      [],
      [35_000_000, 17_500_000],
      [],
      17_500_000,
    ],
    ["more than everything", [{ label: "a", basisPoints: 20_000 }], [credit("c", 5)], [70_000_000], [], 0],
    ["credits cover it", [], [credit("c", 100_000_000)], [], [["c", 70_000_000]], 0],
    [
      "what expires first goes first, what is expired not at all",
      [],
      [credit("never", 5), credit("gone", 5, period.end - 1), credit("soon", 7, period.end)],
      [],
      [
        ["soon", 7],
        ["never", 5],
      ],
      69_999_988,
    ],
  ])("%s", (_, discounts, credits, off, used, due) => {
    const invoice = invoiceOf({ period, units, discounts, credits });
    expect(invoice.discounts.map(({ amount }) => amount)).toEqual(off);
    expect(invoice.credits.map(({ id, amount }) => [id, amount])).toEqual(used);
    expect(invoice.due).toBe(due);
  });

  test.each<[string, SpendingLimits, number]>([
    ["no limits", { overall: null, products: {} }, 70_000_000],
    ["a product's own", { overall: null, products: { events: 35_000_000 } }, 65_000_000],
    ["everything's", { overall: 50_000_000, products: {} }, 50_000_000],
    ["both", { overall: 50_000_000, products: { events: 5_000_000 } }, 35_000_000],
    ["nothing may be spent", { overall: 0, products: {} }, 0],
    ["limits above the cost", { overall: 90_000_000, products: { events: 80_000_000 } }, 70_000_000],
  ])("never more than %s", (_, limits, due) => {
    const invoice = invoiceOf({ period, units, discounts: [], credits: [], limits });
    expect(invoice.due).toBe(due);
    const off = invoice.discounts.reduce((sum, { amount }) => sum + amount, 0);
    expect(off).toBe(70_000_000 - due);
  });

  test("it balances: subtotal = discounts + credits + due, and lines are what the products cost", () => {
    const volumes = fc.dictionary(fc.constantFrom(...PRODUCT_KEYS), fc.nat(1e8)) as fc.Arbitrary<
      Partial<Record<ProductKey, number>>
    >;
    const discounts = fc.array(fc.record({ label: fc.constant("d"), basisPoints: fc.nat(12_000) }), {
      maxLength: 3,
    });
    const credits = fc.array(
      fc.nat(1e9).map((left) => credit("c", left)),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(volumes, discounts, credits, (used, off, put) => {
        const invoice = invoiceOf({ period, units: used, discounts: off, credits: put });
        const sum = (list: readonly { amount: number }[]) =>
          list.reduce((all, { amount }) => all + amount, 0);
        expect(invoice.subtotal).toBe(sum(invoice.discounts) + sum(invoice.credits) + invoice.due);
        expect(sum(invoice.lines)).toBe(invoice.subtotal);
        expect(invoice.subtotal).toBe(spendingOf(used).overall);
        expect(invoice.due).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
