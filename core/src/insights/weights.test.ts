import { describe, expect, test } from "vitest";
import { field, select } from "../sql/build.ts";
import { printHogQL } from "../sql/print-hogql.ts";
import { eventWeight, type SampledData, weightedCount, weightedMean, weightedSum } from "./weights.ts";

const sampled: SampledData = {
  weights: [{ day: "2026-06-01", event: "order", weight: 9.5 }],
  periods: [],
  days: [],
};
const text = (expr: Parameters<typeof weightedCount>[0]) =>
  printHogQL(select({ select: [expr], from: "events" }));

describe("weights of a sample", () => {
  test.each([
    ["nothing known", undefined],
    ["nothing was kept", { ...sampled, weights: [] }],
  ])("%s: rows count once", (_, data) => expect(eventWeight(data)).toBeUndefined());

  const weight = eventWeight(sampled)!;
  test("a row counts once, or as its day and event were counted, else as the edge noted", () => {
    const printed = text(weight);
    expect(printed).toMatch(/^SELECT if\(.*sample_weight.* 1.*toFloat\(1\)/);
    expect(printed).toContain("'2026-06-01 order'");
    expect(printed).toContain("toFloat(9.5)");
    expect(printed).toContain("toFloat(sample_weight)");
  });

  test.each([
    ["count", weightedCount(weight), /^SELECT round\(sum\(if\(/],
    ["sum", weightedSum(field("x"), weight), /^SELECT sum\(.*x.*\*/],
    ["mean", weightedMean(field("x"), weight), /sumIf\(.*isNotNull\(x\)/],
  ])("%s", (_, expr, pattern) => expect(text(expr)).toMatch(pattern));
});
