import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adjustFamily, benjaminiHochberg, holm } from "./adjust.ts";

const ps = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });

describe("adjusted p-values", () => {
  it.each([
    ["none", [], [], []],
    ["one stays as it is", [0.03], [0.03], [0.03]],
    ["in any order", [0.04, 0.01], [0.04, 0.02], [0.04, 0.02]],
    ["ties stay tied", [0.02, 0.02, 0.02], [0.06, 0.06, 0.06], [0.02, 0.02, 0.02]],
    ["never above 1", [0.9, 0.8], [1, 1], [0.9, 0.9]],
  ])("%s", (_, raw, byHolm, byBh) => {
    expect(holm(raw)).toEqual(byHolm.map((p) => expect.closeTo(p, 12)));
    expect(benjaminiHochberg(raw)).toEqual(byBh.map((p) => expect.closeTo(p, 12)));
  });

  it("lie between raw and Bonferroni, keep the order, and Holm is the stricter", () => {
    fc.assert(
      fc.property(ps, (raw) => {
        const [strict, mild] = [holm(raw), benjaminiHochberg(raw)];
        for (const [i, p] of raw.entries()) {
          expect(mild[i]).toBeGreaterThanOrEqual(p * (1 - 1e-12));
          expect(strict[i]).toBeGreaterThanOrEqual(mild[i]! * (1 - 1e-12));
          expect(strict[i]).toBeLessThanOrEqual(Math.min(1, p * raw.length) * (1 + 1e-12));
          for (const [j, q] of raw.entries())
            if (p < q) expect(strict[i]! <= strict[j]! && mild[i]! <= mild[j]!).toBe(true);
        }
      }),
    );
  });

  it("comparisons without a p-value yet keep their place in the family", () => {
    expect(adjustFamily([0.02, null, 0.5], holm)).toEqual([0.06, null, 1]);
    expect(adjustFamily([null, null], benjaminiHochberg)).toEqual([null, null]);
  });
});
