import { expect, test } from "vitest";
import { creditsAfter } from "./invoices.ts";

const credit = (id: string, left: number) => ({ id, left, expiresAt: null });
const invoice = (credits: { id: string; amount: number }[]) => ({
  lines: [],
  subtotal: 0,
  discounts: [],
  credits,
  due: 0,
});

test.each([
  ["nothing taken", [credit("a", 5)], [], [credit("a", 5)]],
  ["a part taken", [credit("a", 5)], [{ id: "a", amount: 2 }], [credit("a", 3)]],
  ["used up", [credit("a", 5), credit("b", 1)], [{ id: "a", amount: 5 }], [credit("b", 1)]],
])("%s", (_, before, used, after) => {
  expect(creditsAfter(before, invoice(used))).toEqual(after);
});
