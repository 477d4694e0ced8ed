import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Arm, ArmResult } from "../../experiments/arms/types.ts";
import { checkSplit } from "./check-split.ts";
import { type GuardOptions, judgeGuard } from "./judge-guard.ts";
import { levelsAround, percentileArm } from "./percentile-arm.ts";

const ok = (arm: Arm): ArmResult => ({ ok: true, arm });
const share = (p: number, n: number): ArmResult =>
  ok({ n, mean: p, variance: (p * (1 - p) * n) / Math.max(1, n - 1) });
const options = (more: Partial<GuardOptions> = {}): GuardOptions => ({
  type: "proportion",
  margin: { scale: "relative", value: 0 },
  lowerIsBetter: true,
  alpha: 0.01,
  share: 0.5,
  minUnits: 100,
  ...more,
});

describe("judgeGuard", () => {
  it.each<[string, ArmResult, ArmResult, Partial<GuardOptions>, string]>([
    ["three times the errors", share(0.05, 1000), share(0.15, 1000), {}, "harmed"],
    ["a third of the errors", share(0.15, 1000), share(0.05, 1000), {}, "safe"],
    ["the same", share(0.1, 1000), share(0.1, 1000), {}, "watching"],
    [
      "an enormous harm beside almost nothing",
      share(0.001, 1000),
      share(0.5, 150),
      { share: 0.13 },
      "harmed",
    ],
    ["fewer orders", share(0.3, 1000), share(0.15, 1000), { lowerIsBetter: false }, "harmed"],
    ["more orders", share(0.15, 1000), share(0.3, 1000), { lowerIsBetter: false }, "safe"],
    [
      "harm within the margin",
      share(0.1, 9000),
      share(0.13, 9000),
      { margin: { scale: "relative", value: 1 } },
      "safe",
    ],
    [
      "the same harm with a small margin",
      share(0.1, 9000),
      share(0.13, 9000),
      { margin: { scale: "relative", value: 0.05 } },
      "harmed",
    ],
    [
      "within a margin in points",
      share(0.1, 9000),
      share(0.13, 9000),
      { margin: { scale: "absolute", value: 0.1 } },
      "safe",
    ],
    [
      "beyond a margin in points",
      share(0.1, 9000),
      share(0.2, 9000),
      { margin: { scale: "absolute", value: 0.02 } },
      "harmed",
    ],
    ["too few with the flag", share(0.05, 1000), share(0.5, 99), {}, "too_little_data"],
    ["nobody with the flag", share(0.05, 1000), share(0, 0), {}, "too_little_data"],
    ["few conversions", share(0.001, 1000), share(0.1, 100), {}, "watching"],
    ["no error at all", share(0, 1000), share(0, 1000), {}, "watching"],
    ["no value at all", share(0, 1000), share(0, 1000), { type: "mean" }, "safe"],
    // Without a conversion there is no spread of its own: five in a hundred miss all of them often enough.
    [
      "few people, by chance without orders",
      share(0.03, 5000),
      share(0, 100),
      { lowerIsBetter: false, share: 0.02 },
      "watching",
    ],
    [
      "figures that contradict each other",
      { ok: false, status: "invalid_statistics" },
      share(0.1, 500),
      {},
      "too_little_data",
    ],
  ])("%s", (_, off, on, more, status) => expect(judgeGuard(off, on, options(more)).status).toBe(status));

  const arm = fc.record({
    p: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
    n: fc.integer({ min: 100, max: 50_000 }),
  });

  it("harms less the more is accepted, and is never both", () => {
    fc.assert(
      fc.property(
        arm,
        arm,
        fc.double({ min: 0, max: 2, noNaN: true }),
        fc.boolean(),
        (a, b, value, lowerIsBetter) => {
          const at = (margin: number) =>
            judgeGuard(
              share(a.p, a.n),
              share(b.p, b.n),
              options({ lowerIsBetter, margin: { scale: "absolute", value: margin } }),
            ).status;
          if (at(value) === "harmed") expect(at(value / 2)).toBe("harmed");
          if (at(value / 2) === "safe") expect(at(value)).toBe("safe");
        },
      ),
    );
  });

  it("without a margin harms exactly when the interval leaves out zero on the bad side", () => {
    fc.assert(
      fc.property(arm, arm, (a, b) => {
        const {
          status,
          interval,
          relative_interval: lift,
        } = judgeGuard(share(a.p, a.n), share(b.p, b.n), options({ type: "mean" }));
        if (!interval || Math.abs(interval[0]) < 1e-12) return;
        expect(status === "harmed").toBe(interval[0] > 0);
        if (lift) expect(lift[0] > 0).toBe(interval[0] > 0);
      }),
    );
  });

  it("lets nothing but numbers out", () => {
    const any = fc.record({
      n: fc.integer({ min: 0, max: 1000 }),
      mean: fc.double({ min: -1e9, max: 1e9, noNaN: true }),
      variance: fc.double({ min: 0, max: 1e12, noNaN: true }),
    });
    fc.assert(
      fc.property(any, any, (a, b) => {
        const text = JSON.stringify(judgeGuard(ok(a), ok(b), options({ type: "mean" })), (_, value) =>
          typeof value === "number" && !Number.isFinite(value) ? "BAD" : value,
        );
        expect(text).not.toContain("BAD");
      }),
    );
  });
});

describe("percentileArm", () => {
  const levels = levelsAround(0.75);
  // One uniform measurement a person: the variance of its p75 is p(1-p)/f², f = 1/100.
  const uniform = (n: number) => ({
    n,
    levels,
    quantiles: levels.map((level) => 100 * level),
    means: [0.75, 1] as const,
    below: 0.1875,
    total: 0,
    product: 0,
  });

  it("has the spread of a quantile", () => {
    const found = percentileArm(uniform(400));
    expect(found).toMatchObject({
      ok: true,
      arm: { n: 400, mean: expect.closeTo(75, 9), variance: expect.closeTo(1875, 6) },
    });
  });

  it.each([
    ["nobody", { ...uniform(0), quantiles: [] }, { ok: true, arm: { n: 0, mean: 0, variance: 0 } }],
    [
      "everybody the same",
      { ...uniform(9), quantiles: levels.map(() => 5) },
      { ok: true, arm: { mean: 5, variance: 0 } },
    ],
    ["no number", { ...uniform(9), quantiles: levels.map(() => Number.NaN) }, { ok: false }],
    ["no measurement", { ...uniform(9), means: [0, 0] as const }, { ok: false }],
  ])("%s", (_, sample, expected) => expect(percentileArm(sample)).toMatchObject(expected));

  it.each([0.06, 0.25, 0.5, 0.75, 0.9, 0.94])("levels around %d rise within 0 and 1", (wanted) => {
    const found = levelsAround(wanted);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
    expect(found[4]).toBe(wanted);
    expect(Math.min(...found)).toBeGreaterThan(0);
    expect(Math.max(...found)).toBeLessThan(1);
  });
});

describe("checkSplit", () => {
  it.each([
    ["as it should be", { off: 900, on: 100 }, 0.1, false],
    ["twice as many", { off: 800, on: 200 }, 0.1, true],
    ["too few to say", { off: 90, on: 0 }, 0.5, false],
    ["none with the flag", { off: 300, on: 0 }, 0.5, true],
  ])("%s", (_, seen, expected, blocks) => expect(checkSplit(seen, expected)?.blocks).toBe(blocks));

  it("says nothing where nobody knows", () => {
    expect(checkSplit({ off: 10, on: 900 }, null)).toBeNull();
    expect(checkSplit({ off: 0, on: 0 }, 0.5)).toBeNull();
  });
});
