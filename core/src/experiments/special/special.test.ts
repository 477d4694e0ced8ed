import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { betaCdf, betaMean, betaQuantile, betaSf } from "./beta.ts";
import { bisect } from "./bisect.ts";
import { chiSquareSf } from "./chi-square.ts";
import { logFactorial, logGamma } from "./log-gamma.ts";
import { normalCdf, normalPdf, normalSf, normalUpperQuantile } from "./normal.ts";
import { integrate } from "./quadrature.ts";
import { tTwoSidedP, tTwoSidedQuantile } from "./student-t.ts";

/** Relative difference of at most 1e-11; expected values are scipy 1.17.1. */
function expectClose(got: number, expected: number): void {
  expect(Math.abs(got - expected)).toBeLessThanOrEqual(1e-11 * Math.abs(expected));
}

describe("normal", () => {
  it.each([
    [-8, 6.22096057427174e-16, 0.9999999999999993, 5.052271083536893e-15],
    [-1.5, 0.06680720126885807, 0.9331927987311419, 0.12951759566589174],
    [0, 0.5, 0.5, 0.3989422804014327],
    [1.96, 0.9750021048517795, 0.024997895148220435, 0.058440944333451476],
    [6, 0.9999999990134123, 9.865876450376946e-10, 6.075882849823286e-9],
    [30, 1, 4.906713927147908e-198, 1.4736461348785476e-196],
  ])("z = %d: cdf, sf, pdf", (z, cdf, sf, pdf) => {
    expectClose(normalCdf(z), cdf);
    expectClose(normalSf(z), sf);
    expectClose(normalPdf(z), pdf);
  });

  it.each([
    [0.975, -1.959963984540054],
    [0.5, 0],
    [0.025, 1.9599639845400545],
    [1e-10, 6.361340902404056],
    [1e-100, 21.273453560965322],
  ])("upper tail %d has its quantile", (tail, z) => expectClose(normalUpperQuantile(tail), z));
});

describe("Student's t", () => {
  it.each([
    [0, 5, 1],
    [0.001, 3, 0.9992648949694609],
    [1, 1, 0.5000000000000001],
    [2.5, 7.3, 0.03965023466560043],
    [-2.5, 7.3, 0.03965023466560043],
    [10, 30, 4.575251408229618e-11],
    [1.96, 1e6, 0.04999606758526985],
    [40, 100, 2.462107602140071e-63],
  ])("t = %d with %d degrees of freedom: two-sided p", (t, df, p) => expectClose(tTwoSidedP(t, df), p));

  it.each([
    [0.05, 1, 12.706204736174705],
    [0.05, 10, 2.2281388519862753],
    [0.01, 59.3, 2.661310649435369],
    [0.1, 1e6, 1.6448551507220406],
    [1e-6, 12.5, 8.829946509018272],
  ])("alpha %d with %d degrees of freedom: critical value", (alpha, df, t) =>
    expectClose(tTwoSidedQuantile(alpha, df), t),
  );

  it("quantile and p undo each other", () => {
    const alphas = fc.double({ min: 1e-9, max: 0.999, noNaN: true });
    const dfs = fc.double({ min: 0.6, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(alphas, dfs, (alpha, df) => {
        const back = tTwoSidedP(tTwoSidedQuantile(alpha, df), df);
        return Math.abs(back - alpha) <= 1e-9 * alpha;
      }),
    );
  });

  it("becomes the normal with many degrees of freedom", () => {
    expect(tTwoSidedQuantile(0.05, 1e12)).toBeCloseTo(normalUpperQuantile(0.025), 10);
  });
});

describe("chi-square", () => {
  it.each([
    [0, 4, 1],
    [-1, 4, 1],
    [0.5, 1, 0.47950012218695337],
    [10.83, 1, 0.0009986863791802592],
    [3, 2, 0.22313016014842982],
    [80, 5, 8.391825114831597e-16],
  ])("x = %d with %d degrees of freedom: upper tail", (x, df, p) => expectClose(chiSquareSf(x, df), p));

  it("underflows to 0, not to NaN", () => expect(chiSquareSf(5000, 3)).toBe(0));
});

describe("beta", () => {
  it.each([
    [0.3, 2, 3, 0.3483, 0.6517],
    [0.0102, 10000, 1000000, 0.998687785200389, 0.0013122147996109965],
    [0.999, 0.5, 0.5, 0.9798649583666235, 0.0201350416333775],
    [0.2, 50, 20, 8.269651429204164e-21, 1],
  ])("x = %d of Beta(%d, %d): cdf and sf", (x, a, b, cdf, sf) => {
    expect(betaCdf(x, { a, b })).toBeCloseTo(cdf, 9);
    expect(betaSf(x, { a, b })).toBeCloseTo(sf, 9);
  });

  it.each([
    [0.025, 1, 1, 0.025],
    [0.975, 51, 451, 0.12945448809721105],
    [0.5, 0.5, 5, 0.0466872453369664],
    [0.025, 10000, 1000000, 0.009708818299963727],
  ])("quantile %d of Beta(%d, %d)", (p, a, b, x) => expectClose(betaQuantile(p, { a, b }), x));

  it("has its mean", () => expect(betaMean({ a: 3, b: 1 })).toBe(0.75));
});

describe("log gamma", () => {
  it.each([
    [0, 0],
    [1, 0],
    [5, Math.log(120)],
    [20, 42.335616460753485],
  ])("ln %d!", (n, expected) => expect(logFactorial(n)).toBeCloseTo(expected, 12));

  it("of a half is ln sqrt pi", () => expectClose(logGamma(0.5), Math.log(Math.PI) / 2));
});

describe("integrate", () => {
  it.each([
    ["a polynomial of degree 31 exactly", (x: number) => 32 * x ** 31, 0, 1, 1, 1],
    ["a sine", Math.sin, 0, Math.PI, 2, 2],
    ["a normal density", normalPdf, -10, 10, 8, 1],
    ["an empty range", Math.exp, 1, 1, 4, 0],
    ["a reversed range as nothing", Math.exp, 2, 1, 4, 0],
  ])("%s", (_, f, from, to, panels, expected) =>
    expect(integrate(f, from, to, panels)).toBeCloseTo(expected, 12),
  );
});

describe("bisect", () => {
  it.each([
    ["a rising function", (x: number) => x * x - 2, 0, 2, Math.SQRT2],
    ["a falling function", (x: number) => 3 - x, 0, 10, 3],
    ["no root above: the lower end", (x: number) => x + 1, 0, 5, 0],
    ["no root below: the upper end", (x: number) => x - 9, 0, 5, 5],
    ["a constant: one of the ends", () => -1, 0, 5, 5],
  ])("%s", (_, f, low, high, root) => expect(bisect(f, low, high)).toBeCloseTo(root, 12));
});
