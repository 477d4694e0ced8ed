import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ExperimentSettingsError } from "../settings.ts";
import {
  eValueToP,
  logEValue,
  mixtureMultiplier,
  mixtureVariance,
  oneSidedMultiplier,
  P_FLOOR,
} from "./asymp-cs.ts";
import { crossingProbability, groupSequentialBounds } from "./group-sequential.ts";
import { chooseEngine, judge } from "./judge.ts";
import { judgeMsprt } from "./msprt.ts";
import { judgePlannedSequential, obfCriticalZ, obfP } from "./planned-sequential.ts";
import type { EngineSettings } from "./types.ts";

const planned = { engine: "planned_sequential", alpha: 0.05, nPlanned: 10_000 } as const;
const tuned = { engine: "asymp_cs", alpha: 0.05, nStar: 10_000 } as const;
const fixed = { engine: "fixed", alpha: 0.05 } as const;
const look = (z: number, n: number) => ({ z, n, df: Math.max(1, n - 2) });

describe("every engine", () => {
  const settings = fc.record({
    engine: fc.constantFrom("planned_sequential" as const, "asymp_cs" as const, "fixed" as const),
    alpha: fc.constantFrom(0.01, 0.05, 0.1),
    size: fc.integer({ min: 100, max: 1_000_000 }),
  });
  const build = ({
    engine,
    alpha,
    size,
  }: {
    engine: EngineSettings["engine"];
    alpha: number;
    size: number;
  }) => ({ engine, alpha, nPlanned: size, nStar: size }) as EngineSettings;
  const looks = fc.integer({ min: 4, max: 3_000_000 });
  const zs = fc.double({ min: -50, max: 50, noNaN: true });

  it("has p at most alpha exactly when |z| reaches the multiplier", () => {
    fc.assert(
      fc.property(settings, looks, zs, (choice, n, z) => {
        const { multiplier, pValue } = judge(look(z, n), build(choice));
        if (Math.abs(Math.abs(z) - multiplier) < 1e-9) return;
        expect(pValue <= choice.alpha).toBe(Math.abs(z) >= multiplier);
      }),
    );
  });

  it("is symmetric in z, falls with |z|, and stays in [0, 1]", () => {
    fc.assert(
      fc.property(settings, looks, zs, (choice, n, z) => {
        const p = (value: number) => judge(look(value, n), build(choice)).pValue;
        expect(p(z)).toBe(p(-z));
        expect(p(z * 1.1)).toBeLessThanOrEqual(p(z) * (1 + 1e-12));
        expect(p(z) >= 0 && p(z) <= 1).toBe(true);
      }),
    );
  });

  it("that may be peeked at is never narrower than the fixed one with the same alpha", () => {
    fc.assert(
      fc.property(fc.constantFrom(0.01, 0.05, 0.1), fc.integer({ min: 200, max: 3_000_000 }), (alpha, n) => {
        const least = judge({ z: 0, n, df: 1e9 }, { ...fixed, alpha }).multiplier;
        expect(judge(look(0, n), { ...planned, alpha }).multiplier).toBeGreaterThan(least);
        expect(judge(look(0, n), { ...tuned, alpha }).multiplier).toBeGreaterThan(least);
      }),
    );
  });

  it.each([
    ["alpha 0", { ...planned, alpha: 0 }],
    ["alpha 1", { ...tuned, alpha: 1 }],
    ["no alpha", { ...fixed, alpha: Number.NaN }],
    ["plan 0", { ...planned, nPlanned: 0 }],
    ["tuning size below 0", { ...tuned, nStar: -1 }],
    ["weight 1", { ...planned, weight: 1 }],
    ["fixed with plan 0", { ...fixed, nPlanned: 0 }],
  ])("refuses %s", (_, bad) => expect(() => judge(look(1, 100), bad)).toThrow(ExperimentSettingsError));
});

describe("planned_sequential", () => {
  it.each([
    ["early: the reserve is narrower", 250, false, "cs"],
    ["half way: O'Brien-Fleming is", 5_000, false, "obf"],
    ["at plan", 10_000, false, "obf"],
    ["past plan only the reserve is left", 10_500, false, "cs"],
    ["the first look just past plan counts as at plan", 10_500, true, "obf"],
    ["the first look far past plan does not", 11_500, true, "cs"],
  ])("%s", (_, n, firstLookAtPlan, part) => {
    const judged = judgePlannedSequential(look(2, n), { ...planned, firstLookAtPlan });
    expect(judged.multiplier).toBe(part === "obf" ? judged.obfMultiplier : judged.csMultiplier);
    expect(judged.informationFraction).toBe(n / 10_000);
  });

  it("needs z = 2.326 at plan, and 3.29 half way", () => {
    expect(obfCriticalZ(1, 0.04)).toBeCloseTo(2.3263478740408408, 12);
    expect(obfCriticalZ(0.5, 0.04)).toBeCloseTo(3.2899527142663736, 12);
  });

  it.each([
    [0, 1, 1],
    [3.9, 0.25, 0.10235223808655444],
    [-3.9, 0.25, 0.10235223808655444],
    [100, 1, 0],
  ])("O'Brien-Fleming p of z = %d at t = %d", (z, t, p) => expect(obfP(z, t)).toBeCloseTo(p, 12));

  it("gets easier up to the plan", () => {
    const needed = [500, 1_000, 2_500, 5_000, 7_500, 10_000].map(
      (n) => judge(look(0, n), planned).multiplier,
    );
    expect(needed).toEqual(needed.toSorted((a, b) => b - a));
  });
});

describe("asymp_cs", () => {
  it("is tightest at its tuning size", () => {
    const at = (n: number) => mixtureMultiplier(0.05, n * mixtureVariance(0.05, 10_000));
    expect(at(10_000)).toBeLessThan(at(7_000));
    expect(at(10_000)).toBeLessThan(at(14_000));
    expect(at(10_000)).toBeCloseTo(3.035208990376253, 9);
  });

  it("half-width in units shrinks as n grows, though the multiplier may rise", () => {
    const widths = [100, 1_000, 10_000, 100_000, 1e6, 1e7].map(
      (n) => judge(look(0, n), tuned).multiplier / Math.sqrt(n),
    );
    expect(widths).toEqual(widths.toSorted((a, b) => b - a));
  });

  it.each([
    ["no evidence", -1, 1, 1],
    ["an e-value of 20", Math.log(20), 1, 0.05],
    ["scaled by the share of alpha", Math.log(100), 5, 0.05],
    ["an e-value beyond float64", 5_000, 1, P_FLOOR],
  ])("p of %s", (_, logE, scale, p) => expect(eValueToP(logE, scale)).toBeCloseTo(p, 12));

  it("log e-value stays finite for enormous z", () => {
    expect(logEValue(1e100, 5)).toBeLessThan(Number.POSITIVE_INFINITY);
    expect(judge(look(1e100, 1e6), tuned).pValue).toBe(P_FLOOR);
  });

  it("one-sided bound is narrower than the two-sided at the same alpha", () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 1e7 }), (n) => {
        expect(oneSidedMultiplier(n, 0.05, 5_000)).toBeLessThan(
          judge(look(0, n), { ...tuned, nStar: 5_000 }).multiplier,
        );
      }),
    );
  });
});

describe("choice of engine", () => {
  it.each([
    ["with a plan", 5_000, { engine: "planned_sequential", alpha: 0.05, nPlanned: 5_000 }],
    ["without", null, { engine: "asymp_cs", alpha: 0.05, nStar: 800 }],
  ])("%s", (_, plan, expected) => expect(chooseEngine(plan, 800)).toEqual(expected));
});

describe("mSPRT", () => {
  it("is the mixture sequence with tau^2 = rho^2 n V", () => {
    const [n, se, z] = [5_000, 0.02, 2.5];
    const rho2 = mixtureVariance(0.05, 5_000);
    const msprt = judgeMsprt(z * se, se, Math.sqrt(rho2 * n) * se, 0.05);
    expect(msprt.logLikelihoodRatio).toBeCloseTo(logEValue(z, n * rho2), 12);
    expect(msprt.halfWidth / se).toBeCloseTo(mixtureMultiplier(0.05, n * rho2), 12);
  });

  it.each([
    ["tau", () => judgeMsprt(1, 1, 0, 0.05)],
    ["standard error", () => judgeMsprt(1, 0, 1, 0.05)],
    ["alpha", () => judgeMsprt(1, 1, 1, 2)],
  ])("refuses a useless %s", (_, act) => expect(act).toThrow(ExperimentSettingsError));
});

describe("group sequential", () => {
  it("spends exactly alpha over all looks", () => {
    const plans = fc
      .uniqueArray(fc.integer({ min: 5, max: 99 }), { minLength: 0, maxLength: 5 })
      .map((cuts) => [...cuts.toSorted((a, b) => a - b), 100].map((cut) => cut / 100));
    fc.assert(
      fc.property(plans, fc.constantFrom(0.01, 0.05), (fractions, alpha) => {
        const bounds = groupSequentialBounds(fractions, alpha);
        expect(crossingProbability(fractions, bounds)).toBeCloseTo(alpha, 6);
      }),
      { numRuns: 8 },
    );
  });

  it.each([
    ["one look is the fixed test", [1], [1.959963984540054]],
    ["two looks", [0.5, 1], [2.962588, 1.968596]],
  ])("%s", (_, fractions, bounds) => {
    for (const [i, bound] of groupSequentialBounds(fractions, 0.05).entries())
      expect(bound).toBeCloseTo(bounds[i]!, 5);
  });

  it.each([[[0.5, 0.5]], [[0.6, 0.4]], [[0, 1]], [[0.5, 1.2]]])("refuses looks at %j", (fractions) =>
    expect(() => groupSequentialBounds(fractions, 0.05)).toThrow(ExperimentSettingsError),
  );
});
