import { describe, expect, it } from "vitest";
import { armFromMoments } from "../arms/mean.ts";
import { compare } from "../comparison/compare.ts";
import type { Comparison } from "../comparison/types.ts";
import { type Guardrail, judgeGuardrail } from "../guardrails/judge.ts";
import { decideVerdict, type PrimaryResult, type VerdictInput } from "./decide.ts";

const arm = (mean: number) => armFromMoments({ n: 1_000, mean, variance: 1 });
const base = compare(arm(5), arm(5), {
  metric: "mean",
  settings: { engine: "planned_sequential", alpha: 0.05, nPlanned: 2_000 },
});
const primary = (change: Partial<Comparison>, more: Partial<PrimaryResult> = {}): PrimaryResult => ({
  comparison: { ...base, ...change },
  ...more,
});
const guard = (status: Guardrail["status"]): Guardrail => ({
  ...judgeGuardrail(arm(5), arm(5), { metric: "mean", nStar: 2_000 }),
  status,
});
const better = primary({ significant: true, estimate: 1 });
const worse = primary({ significant: true, estimate: -1 });
const wideMde = { scale: "absolute", value: 1 } as const;
const narrowMde = { scale: "absolute", value: 1e-6 } as const;

describe("verdict", () => {
  const cases: [string, Partial<VerdictInput>, string][] = [
    [
      "sample ratio mismatch comes before everything",
      { srm: { blocks: true }, primaries: [better] },
      "untrustworthy",
    ],
    ["too many saw several variants", { multipleExposureShare: 0.011, primaries: [better] }, "untrustworthy"],
    ["exactly one percent is accepted", { multipleExposureShare: 0.01, primaries: [better] }, "ship"],
    ["burn-in", { primaries: [primary({ status: "burn_in" })] }, "burn_in"],
    [
      "burn-in comes before harm",
      { primaries: [primary({ status: "burn_in" })], guardrails: [guard("harmed")] },
      "burn_in",
    ],
    ["no data", { primaries: [primary({ status: "no_data" })] }, "insufficient_data"],
    ["unusable figures", { primaries: [primary({ status: "invalid_statistics" })] }, "insufficient_data"],
    ["one of two primaries can be judged", { primaries: [primary({ status: "burn_in" }), better] }, "ship"],
    [
      "a guardrail harmed outweighs a win",
      { primaries: [better], guardrails: [guard("safe"), guard("harmed")] },
      "stop_harm",
    ],
    ["a primary worse outweighs another better", { primaries: [better, worse] }, "stop_harm"],
    ["better", { primaries: [better], guardrails: [guard("inconclusive")] }, "ship"],
    ["lower is better turns harm into success", { primaries: [{ ...worse, lowerIsBetter: true }] }, "ship"],
    [
      "lower is better turns success into harm",
      { primaries: [{ ...better, lowerIsBetter: true }] },
      "stop_harm",
    ],
    [
      "a primary without figures does not count",
      { primaries: [primary({ significant: true, estimate: null })] },
      "keep_running",
    ],
    ["no effect at plan", { primaries: [primary({}, { mde: wideMde })] }, "no_effect_at_plan"],
    [
      "relative MDE",
      { primaries: [primary({}, { mde: { scale: "relative", value: 0.5 } })] },
      "no_effect_at_plan",
    ],
    ["interval wider than the MDE", { primaries: [primary({}, { mde: narrowMde })] }, "keep_running"],
    [
      "before the plan",
      { primaries: [primary({ information_fraction: 0.9 }, { mde: wideMde })] },
      "keep_running",
    ],
    ["no MDE known", { primaries: [primary({})] }, "keep_running"],
    ["no interval", { primaries: [primary({ absolute_ci: null }, { mde: wideMde })] }, "keep_running"],
    ["fixed before its plan", { primaries: [primary({ status: "preliminary" })] }, "keep_running"],
    ["guardrails alone: fine so far", { guardrails: [guard("safe")] }, "keep_running"],
    ["guardrails alone: harm", { guardrails: [guard("harmed")] }, "stop_harm"],
    ["nothing to judge", {}, "keep_running"],
  ];
  it.each(cases)("%s", (_, input, verdict) => {
    const whole = {
      srm: { blocks: false },
      multipleExposureShare: 0,
      primaries: [],
      guardrails: [],
      ...input,
    };
    expect(decideVerdict(whole)).toBe(verdict);
  });
});
