import type { Comparison } from "@edgewise/core/experiments/comparison/types.ts";
import { describe, expect, it } from "vitest";
import type { ApiMetric, VariantStats } from "./types.ts";
import {
  chanceWords,
  direction,
  lossWords,
  metricValue,
  percent,
  pValue,
  remarks,
  signedPercent,
  verdictOf,
} from "./words.ts";

const comparison = (change: Partial<Comparison>): Comparison =>
  ({ status: "ok", significant: true, estimate: 1, warnings: [], ...change }) as Comparison;

describe("direction", () => {
  it.each<[Partial<Comparison>, ApiMetric["goal"], string]>([
    [{}, undefined, "better"],
    [{ estimate: -1 }, "increase", "worse"],
    [{ estimate: -1 }, "decrease", "better"],
    [{ estimate: 1 }, "decrease", "worse"],
    [{ significant: false }, undefined, "open"],
    [{ estimate: null }, undefined, "open"],
  ])("%j with goal %s is %s", (change, goal, expected) =>
    expect(direction(comparison(change), { metric_type: "mean", ...(goal ? { goal } : {}) })).toBe(expected),
  );
});

describe("metricValue", () => {
  const stats: VariantStats = { key: "test", number_of_samples: 200, sum: 50, denominator_sum: 100 };
  it.each<[ApiMetric, string]>([
    [{ metric_type: "funnel" }, "25 %"],
    [{ metric_type: "mean" }, "0.25"],
    [{ metric_type: "mean", source: { kind: "EventsNode", math: "dau" } }, "25 %"],
    [{ metric_type: "ratio" }, "0.5"],
    [{ metric_type: "retention" }, "50 %"],
  ])("%j", (metric, expected) => expect(metricValue(stats, metric)).toBe(expected));

  it("is a dash without anyone", () => {
    expect(metricValue(null, { metric_type: "funnel" })).toBe("–");
    expect(metricValue({ key: "a", number_of_samples: 0 }, { metric_type: "mean" })).toBe("–");
    expect(metricValue({ key: "a", number_of_samples: 3, sum: 1 }, { metric_type: "ratio" })).toBe("–");
  });
});

it.each([
  [0.1234, "12.3 %"],
  [-0.5, "−50 %"],
  [0, "0 %"],
])("%d is %s", (share, text) => expect(percent(share)).toBe(text));

it("says which way a lift goes", () =>
  expect([0.1, -0.1, 0].map(signedPercent)).toEqual(["+10 %", "−10 %", "0 %"]));

it.each([
  [null, "–"],
  [0, "< 0.0001"],
  [0.04321, "0.0432"],
  [1, "1"],
])("p = %s is %s", (p, text) => expect(pValue(p)).toBe(text));

it("explains what a comparison does not say", () => {
  expect(remarks(comparison({}))).toEqual([]);
  expect(remarks(comparison({ status: "burn_in", warnings: ["baseline_not_positive"] }))).toHaveLength(2);
});

it.each([
  ["ship", false, "Ship it"],
  ["ship", true, "It differs, and should not"],
  ["stop_harm", true, "It differs, and should not"],
  ["keep_running", true, "No difference so far"],
  ["no_effect_at_plan", true, "No difference"],
  ["untrustworthy", true, "Don't trust this yet"],
] as const)("the verdict %s of an A/A test (%s) reads %s", (verdict, isAA, label) => {
  expect(verdictOf(verdict, isAA).label).toBe(label);
});

describe("the Bayesian lens in words", () => {
  const bayes = (chance_to_win: number): Comparison["bayes"] => ({
    model: "beta",
    chance_to_win,
    loss_control: 0.0123,
    loss_treatment: 0.0001,
    ci: null,
    control_ci: null,
    treatment_ci: null,
  });
  it.each([
    [0.99999, "> 99.9 %"],
    [0.974, "97.4 %"],
    [0.0002, "< 0.1 %"],
  ])("%s is never certain: %s", (chance, text) => expect(chanceWords(bayes(chance))).toBe(text));
  it("says what a wrong choice costs", () => {
    expect(lossWords(bayes(0.9))).toBe("Expected loss if it is shipped: 0.01 %; if control stays: 1.23 %.");
    expect([chanceWords(null), lossWords(null)]).toEqual(["–", "Nothing to stand on yet."]);
  });
});
