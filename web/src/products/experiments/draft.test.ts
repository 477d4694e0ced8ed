import { describe, expect, it } from "vitest";
import {
  bodyOf,
  type ExperimentDraft,
  emptyExperiment,
  fromExperiment,
  keyOfName,
  problemsOf,
} from "./draft.ts";
import type { Experiment } from "./types.ts";

const complete: ExperimentDraft = {
  ...emptyExperiment(),
  name: " Checkout ",
  flagKey: "checkout",
  metrics: [],
};

describe("problems", () => {
  const variant = (key: string, rollout = 50) => ({ key, name: "", rollout });
  it.each<[string, Partial<ExperimentDraft>, string[]]>([
    ["none", {}, []],
    ["no name", { name: " " }, ["name"]],
    ["a key with spaces", { flagKey: "a b" }, ["feature_flag_key"]],
    ["no control", { variants: [variant("a"), variant("b")] }, ["variants"]],
    ["one variant", { variants: [variant("control", 100)] }, ["variants"]],
    ["twins", { variants: [variant("control"), variant("control")] }, ["variants"]],
    ["too little", { variants: [variant("control"), variant("b", 40)] }, ["variants"]],
    ["an empty metric", { metrics: emptyExperiment().metrics }, ["metrics"]],
  ])("%s", (_, change, expected) =>
    expect(Object.keys(problemsOf({ ...complete, ...change }))).toEqual(expected),
  );
});

describe("what is sent", () => {
  it("is a whole experiment when it is new", () => {
    expect(bodyOf({ ...complete, plan: { units: 100, days: 3, effect: 5 } }, null)).toEqual({
      name: "Checkout",
      description: "",
      feature_flag_key: "checkout",
      metrics: [],
      metrics_secondary: [],
      exposure_criteria: { filterTestAccounts: true, multiple_variant_handling: "exclude" },
      stats_config: {
        engine: "planned_sequential",
        bayesian: { ci_level: 0.95 },
        frequentist: { alpha: 0.05 },
        cuped: { enabled: true, lookback_days: 14 },
      },
      parameters: {
        feature_flag_variants: [
          { key: "control", rollout_percentage: 50 },
          { key: "test", rollout_percentage: 50 },
        ],
        recommended_sample_size: 100,
        recommended_running_time: 3,
        minimum_detectable_effect: 5,
      },
    });
  });

  it("says that it is an A/A test, and when it no longer is", () => {
    const draft = { status: "draft", parameters: { is_aa: true } } as unknown as Experiment;
    expect(bodyOf({ ...complete, isAA: true }, null)).toMatchObject({ parameters: { is_aa: true } });
    expect(bodyOf(complete, draft)).toMatchObject({ parameters: { is_aa: false } });
  });

  it("leaves variants and plan alone once it runs", () => {
    const running = {
      status: "running",
      exposure_criteria: { multiple_variant_handling: "first_seen" },
    } as unknown as Experiment;
    const body = bodyOf({ ...complete, judging: { ...complete.judging, keepsFirst: true } }, running);
    expect(body).not.toHaveProperty("parameters");
    expect(body).not.toHaveProperty("feature_flag_key");
    expect(body).toMatchObject({
      exposure_criteria: { multiple_variant_handling: "first_seen", filterTestAccounts: true },
    });
  });
});

it("reads a stored experiment", () => {
  const stored = {
    name: "x",
    description: "why",
    feature_flag_key: "k",
    parameters: {
      feature_flag_variants: [{ key: "control", rollout_percentage: 100 }],
      recommended_sample_size: 10,
    },
    exposure_criteria: {},
    metrics: [{ metric_type: "mean", source: { kind: "EventsNode", event: "a" } }],
    metrics_secondary: [{ metric_type: "mean", guardrail: true, source: { kind: "EventsNode", event: "b" } }],
  } as unknown as Experiment;
  expect(fromExperiment(stored)).toMatchObject({
    hypothesis: "why",
    variants: [{ key: "control", rollout: 100 }],
    noTestAccounts: false,
    isAA: false,
    metrics: [{ role: "primary" }, { role: "guardrail" }],
    plan: { units: 10, days: null, effect: 0 },
  });
});

it.each([
  ["Shorter checkout!", "shorter-checkout"],
  ["  ", ""],
])("%j suggests %j", (name, key) => expect(keyOfName(name)).toBe(key));
