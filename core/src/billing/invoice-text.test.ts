import { expect, test } from "vitest";
import { lineText } from "./invoice-text.ts";

const line = { product: "events", from: 0, upTo: 1_000_000, amount: 0 } as const;

test.each<[number, number, string]>([
  [1_000_000, 0, "Product and web analytics, 1,000,000 events free"],
  [1, 40_000_000, "Product and web analytics, 1 event at $0.00004"],
])("%i at %i", (units, perMillion, text) => {
  expect(lineText({ ...line, units, perMillion })).toBe(text);
});
