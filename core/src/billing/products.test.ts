import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FIELD_IDENTIFIED, FIELD_MOBILE, FIELD_PRICES } from "./field-prices.ts";
import { PRODUCT_KEYS, productOf } from "./products.ts";
import { charge, exactCharge } from "./tiers.ts";

const BILLION = 1_000_000_000;

/** 1, 2, 3 … 1 billion in steps of about 5 %, and both sides of every step of either list. */
function volumes(key: (typeof PRODUCT_KEYS)[number]): number[] {
  const walked: number[] = [];
  for (let units = 1; units < BILLION; units = Math.max(units + 1, Math.ceil(units * 1.05)))
    walked.push(units);
  const edges = [productOf(key), FIELD_PRICES[key]].flatMap(({ free, tiers }) =>
    [free, ...tiers.map(({ upTo }) => upTo ?? BILLION)].flatMap((edge) => [edge - 1, edge, edge + 1]),
  );
  return [...walked, ...edges, BILLION];
}

describe.each(PRODUCT_KEYS)("%s", (key) => {
  const ours = productOf(key);
  const theirs = FIELD_PRICES[key];

  test("free tier no smaller than the field's", () => {
    expect(ours.free).toBeGreaterThanOrEqual(theirs.free);
  });

  test("never dearer than the field's list, from 1 to a billion", () => {
    for (const units of volumes(key)) {
      const [own, other] = [exactCharge(ours, units), exactCharge(theirs, units)];
      if (own > other) expect.fail(`${units} cost ${own}, there ${other}`);
    }
    fc.assert(
      fc.property(fc.integer({ min: 1, max: BILLION }), (units) => {
        expect(exactCharge(ours, units) <= exactCharge(theirs, units)).toBe(true);
      }),
    );
  });

  test("prices are whole micro-dollars a million, steps rise, prices fall", () => {
    const { free, tiers } = ours;
    expect(tiers.at(-1)!.upTo).toBeNull();
    tiers.forEach(({ upTo, perMillion }, index) => {
      expect(Number.isSafeInteger(perMillion)).toBe(true);
      if (upTo !== null) expect(upTo).toBeGreaterThan(tiers[index - 1]?.upTo ?? free);
      if (index > 0) expect(perMillion).toBeLessThan(tiers[index - 1]!.perMillion);
    });
  });
});

// The worked examples beside the field's list.
test.each<[string, number, number]>([
  ["10 M anonymous events", charge(FIELD_PRICES.events, 10_000_000), 324_400_000],
  [
    "10 M identified events",
    charge(FIELD_PRICES.events, 10_000_000) + charge(FIELD_IDENTIFIED, 10_000_000),
    1_080_000_000,
  ],
  ["20 k recordings", charge(FIELD_PRICES.recordings, 20_000), 67_500_000],
  ["5 M flag requests", charge(FIELD_PRICES.flags, 5_000_000), 235_000_000],
  ["polls of 25 servers", charge(FIELD_PRICES.flags, 25 * 864_000), 750_000_000],
  ["1 M exceptions", charge(FIELD_PRICES.exceptions, 1_000_000), 177_750_000],
])("the field's price of %s", (_, amount, expected) => {
  expect(amount).toBe(expected);
});

test("no mix of web and mobile recordings is dearer than the field's two lists", () => {
  const counts = fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 2_000_000 }));
  fc.assert(
    fc.property(counts, counts, (web, mobile) => {
      const field = exactCharge(FIELD_PRICES.recordings, web) + exactCharge(FIELD_MOBILE, mobile);
      expect(exactCharge(productOf("recordings"), web + mobile) <= field).toBe(true);
    }),
    { examples: [[5_000, 2_500]] },
  );
});
