import { describe, expect, it } from "vitest";
import type { Experiment } from "../types.ts";
import { DEFAULT_JUDGING, judgingOf, problemOfJudging, type StatsConfig, statsConfigOf } from "./settings.ts";

const stored = (stats_config: StatsConfig | undefined, more: object = {}) =>
  ({ stats_config, exposure_criteria: {}, ...more }) as unknown as Experiment;

describe("how an experiment is judged", () => {
  it.each<[string, Experiment, object]>([
    ["defaults", stored(undefined), DEFAULT_JUDGING],
    ["PostHog's Bayesian level", stored({ method: "bayesian", bayesian: { ci_level: 0.9 } }), { alpha: 10 }],
    ["the frequentist one", stored({ method: "frequentist", frequentist: { alpha: 0.01 } }), { alpha: 1 }],
    ["the level of the other method doesn't count", stored({ frequentist: { alpha: 0.01 } }), { alpha: 5 }],
    ["CUPED off", stored({ cuped: { enabled: false } }), { cuped: false, lookback: 14 }],
    ["another engine", stored({ engine: "fixed" }), { engine: "fixed" }],
    [
      "first variant, holdout",
      stored({}, { exposure_criteria: { multiple_variant_handling: "first_seen" }, holdout_id: 3 }),
      { keepsFirst: true, holdoutId: 3 },
    ],
  ])("%s", (_name, experiment, expected) => expect(judgingOf(experiment)).toMatchObject(expected));

  it("is written for either method, and keeps what it doesn't know", () => {
    const before: StatsConfig = {
      method: "frequentist",
      version: 2,
      frequentist: { difference_type: "absolute" },
    };
    const config = statsConfigOf({ ...DEFAULT_JUDGING, alpha: 2.5, cuped: false }, before);
    expect(config).toMatchObject({
      method: "frequentist",
      version: 2,
      bayesian: { ci_level: 0.975 },
      frequentist: { difference_type: "absolute", alpha: 0.025 },
      cuped: { enabled: false },
    });
    expect(judgingOf(stored(config))).toMatchObject({ alpha: 2.5, cuped: false });
  });

  it.each([
    [{}, null],
    [{ alpha: 0 }, "False alarms are a share between 0 and 100 %."],
    [{ alpha: Number.NaN }, "False alarms are a share between 0 and 100 %."],
    [{ lookback: 91 }, "The past is 1 to 90 days."],
    [{ lookback: 91, cuped: false }, null],
  ])("%j: %s", (part, problem) => expect(problemOfJudging({ ...DEFAULT_JUDGING, ...part })).toBe(problem));
});
