import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { ExperimentDefinition } from "@edgewise/core/experiments/definition.ts";
import { statsOf } from "@edgewise/core/experiments/stats-settings.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY, project, START } from "./experiment-project.ts";
import {
  count,
  moments,
  orderedLevel,
  products,
  quantile,
  type Span,
  strictLevel,
  total,
  type Unit,
  unitsOf,
  unorderedLevel,
} from "./experiment-reference.ts";
import { type InsightRunner, NOW, startInsightRunner } from "./insight-runner.ts";

const HOUR = 3_600_000;

const DEFINITION: ExperimentDefinition = {
  id: 5,
  name: "Checkout",
  flagKey: "checkout",
  variants: [
    { key: "test", rollout_percentage: 40 },
    { key: "control", rollout_percentage: 40 },
    { key: "bold", rollout_percentage: 20 },
  ],
  startDate: START,
  endDate: null,
  exposureCriteria: {},
  stats: statsOf({ method: "frequentist", frequentist: { difference_type: "absolute" } }),
};

const EVENTS = project(7);
const UNITS = unitsOf(EVENTS, "checkout", START);
const node = (event: string, more: JsonObject = {}): JsonObject => ({ kind: "EventsNode", event, ...more });

let runner: InsightRunner;
beforeAll(async () => {
  runner = await startInsightRunner();
  await runner.insert(1, EVENTS);
  await runner.insert(2, project(8));
});
afterAll(() => runner?.close());

interface Stats {
  readonly key: string;
  readonly number_of_samples: number;
  readonly sum: number;
  readonly sum_squares: number;
  readonly denominator_sum?: number;
  readonly denominator_sum_squares?: number;
  readonly numerator_denominator_sum_product?: number;
  readonly covariate_sum?: number;
  readonly covariate_sum_squares?: number;
  readonly covariate_sum_product?: number;
  readonly step_counts?: readonly number[];
}
type Judged = Stats & {
  readonly significant: boolean;
  readonly p_value: number | null;
  readonly comparison: { readonly first_crossed_at: string | null } | null;
};
interface Answer {
  readonly baseline: Stats;
  readonly variant_results: readonly Judged[];
  readonly analysis: { readonly multiple_exposures: number; readonly capped_units: number };
  readonly breakdown_results?: readonly {
    readonly breakdown_value: readonly string[];
    readonly baseline: Stats;
    readonly variants: readonly Judged[];
  }[];
}

const ask = async (metric: JsonObject, definition: ExperimentDefinition = DEFINITION): Promise<Answer> =>
  (await runner.run(
    { kind: "ExperimentQuery", experiment_id: 5, metric: { kind: "ExperimentMetric", ...metric } },
    { experiments: new Map([[5, definition]]) },
  )) as unknown as Answer;

const ARMS = ["control", "test", "bold"];
const unitsIn = (variant: string): Unit[] => UNITS.filter((unit) => unit.variant === variant);
const until = (unit: Unit, window?: number): Span => ({
  from: unit.exposedAt,
  to: window === undefined ? NOW + 1 : unit.exposedAt + window,
});
const before = (unit: Unit): Span => ({ from: unit.exposedAt - 14 * DAY, to: unit.exposedAt });
const statsOfArm = ({ baseline, variant_results }: Answer, key: string): Stats =>
  [baseline, ...variant_results].find((one) => one.key === key)!;

describe("metrics of one value a unit", () => {
  const count2h = { conversion_window: 36, conversion_window_unit: "hour" };
  it.each<[string, JsonObject, (unit: Unit, span: (unit: Unit) => Span) => number, number?]>([
    ["events", { metric_type: "mean", source: node("buy") }, (unit, span) => count(unit, "buy", span(unit))],
    [
      "events in a window",
      { metric_type: "mean", source: node("view"), ...count2h },
      (unit, span) => count(unit, "view", span(unit)),
      36 * HOUR,
    ],
    [
      "a sum",
      { metric_type: "mean", source: node("buy", { math: "sum", math_property: "amount" }) },
      (unit, span) => total(unit, "buy", span(unit)),
    ],
    [
      "an average",
      { metric_type: "mean", source: node("buy", { math: "avg", math_property: "amount" }) },
      (unit, span) => total(unit, "buy", span(unit)) / Math.max(1, count(unit, "buy", span(unit))),
    ],
    [
      "who did it",
      { metric_type: "mean", source: node("cart", { math: "dau" }) },
      (unit, span) => Math.min(1, count(unit, "cart", span(unit))),
    ],
    [
      "an ordered funnel",
      { metric_type: "funnel", series: [node("view"), node("cart")] },
      (unit, span) => Number(orderedLevel(unit, ["view", "cart"], span(unit)) === 2),
    ],
    [
      "a repeated step",
      { metric_type: "funnel", series: [node("view"), node("view")] },
      (unit, span) => Number(count(unit, "view", span(unit)) > 1),
    ],
    [
      "an unordered funnel",
      { metric_type: "funnel", funnel_order_type: "unordered", series: [node("buy"), node("cart")] },
      (unit, span) => Number(unorderedLevel(unit, ["buy", "cart"], span(unit)) === 2),
    ],
    [
      "a strict funnel",
      { metric_type: "funnel", funnel_order_type: "strict", series: [node("view"), node("cart")] },
      (unit, span) => Number(strictLevel(unit, ["view", "cart"], span(unit)) === 2),
    ],
  ])("%s", async (_, metric, value, window) => {
    const answer = await ask(metric);
    for (const arm of ARMS) {
      const stats = statsOfArm(answer, arm);
      const own = unitsIn(arm);
      const values = own.map((unit) => value(unit, (one) => until(one, window)));
      const past = own.map((unit) => value(unit, before));
      const { n, sum, sumSquares } = moments(values);
      expect(stats.number_of_samples).toBe(n);
      expect(stats.sum).toBeCloseTo(sum, 6);
      expect(stats.sum_squares).toBeCloseTo(sumSquares, 4);
      expect(stats.covariate_sum).toBeCloseTo(moments(past).sum, 6);
      expect(stats.covariate_sum_squares).toBeCloseTo(moments(past).sumSquares, 4);
      expect(stats.covariate_sum_product).toBeCloseTo(products(values, past), 4);
    }
    expect(answer.analysis.multiple_exposures).toBe(unitsIn("$multiple").length);
  });

  it("counts the units at each step", async () => {
    const answer = await ask({ metric_type: "funnel", series: [node("view"), node("cart"), node("buy")] });
    for (const arm of ARMS) {
      const levels = unitsIn(arm).map((unit) => orderedLevel(unit, ["view", "cart", "buy"], until(unit)));
      expect(statsOfArm(answer, arm).step_counts).toEqual(
        [1, 2, 3].map((step) => levels.filter((level) => level >= step).length),
      );
    }
  });

  it("cuts extreme values at one cap for all variants", async () => {
    const source = node("buy", { math: "sum", math_property: "amount" });
    const answer = await ask({ metric_type: "mean", source, upper_bound_percentile: 0.9 });
    const everyone = UNITS.map((unit) => total(unit, "buy", until(unit)));
    const cap = quantile(everyone, 0.9);
    for (const arm of ARMS) {
      const values = unitsIn(arm).map((unit) => Math.min(cap, total(unit, "buy", until(unit))));
      expect(statsOfArm(answer, arm).sum).toBeCloseTo(moments(values).sum, 6);
    }
    expect(answer.analysis.capped_units).toBe(everyone.filter((value) => value > cap).length);
  });
});

describe("metrics of two values a unit", () => {
  it("a ratio", async () => {
    const answer = await ask({
      metric_type: "ratio",
      numerator: node("buy", { math: "sum", math_property: "amount" }),
      denominator: node("view"),
    });
    for (const arm of ARMS) {
      const stats = statsOfArm(answer, arm);
      const above = unitsIn(arm).map((unit) => total(unit, "buy", until(unit)));
      const below = unitsIn(arm).map((unit) => count(unit, "view", until(unit)));
      expect(stats.sum).toBeCloseTo(moments(above).sum, 6);
      expect(stats.denominator_sum).toBe(moments(below).sum);
      expect(stats.denominator_sum_squares).toBe(moments(below).sumSquares);
      expect(stats.numerator_denominator_sum_product).toBeCloseTo(products(above, below), 4);
    }
  });

  it.each(["first_seen", "last_seen"] as const)("retention from the %s start", async (handling) => {
    const answer = await ask({
      metric_type: "retention",
      start_event: node("view"),
      completion_event: node("buy"),
      retention_window_start: 1,
      retention_window_end: 3,
      retention_window_unit: "day",
      start_handling: handling,
    });
    const day = (ms: number) => Math.floor(ms / DAY);
    for (const arm of ARMS) {
      const started = unitsIn(arm).flatMap((unit) => {
        const starts = unit.events.filter(({ event, at }) => event === "view" && at >= unit.exposedAt);
        const start = handling === "first_seen" ? starts[0] : starts.at(-1);
        return start ? [{ unit, start: start.at }] : [];
      });
      const back = started.filter(({ unit, start }) =>
        unit.events.some(
          ({ event, at }) =>
            event === "buy" && at > start && day(at) - day(start) >= 1 && day(at) - day(start) <= 3,
        ),
      );
      const stats = statsOfArm(answer, arm);
      expect([stats.number_of_samples, stats.denominator_sum, stats.sum]).toEqual([
        unitsIn(arm).length,
        started.length,
        back.length,
      ]);
    }
  });
});

describe("who is in it", () => {
  it("by the first variant seen, when asked so", async () => {
    const answer = await ask(
      { metric_type: "mean", source: node("buy") },
      { ...DEFINITION, exposureCriteria: { multipleVariants: "first_seen" } },
    );
    const units = [answer.baseline, ...answer.variant_results].reduce(
      (sum, one) => sum + one.number_of_samples,
      0,
    );
    expect([units, answer.analysis.multiple_exposures]).toEqual([UNITS.length, 0]);
  });

  it("by an event of their own", async () => {
    const tagged = EVENTS.filter(({ event }) => event === "view").map((event) => ({
      ...event,
      properties: { ...event.properties, "$feature/checkout": event.user.endsWith("1") ? "test" : "control" },
    }));
    await runner.insert(3, tagged);
    const exposureConfig = { kind: "ExperimentEventExposureConfig", event: "view", properties: [] };
    const answer = (await runner.run(
      { kind: "ExperimentQuery", experiment_id: 5, metric: { metric_type: "mean", source: node("view") } },
      {
        environmentId: 3,
        experiments: new Map([[5, { ...DEFINITION, exposureCriteria: { exposureConfig } }]]),
      },
    )) as unknown as Answer;
    const users = new Set(tagged.filter(({ at }) => Date.parse(at) >= START).map(({ user }) => user));
    const test = [...users].filter((user) => user.endsWith("1"));
    expect(statsOfArm(answer, "test").number_of_samples).toBe(test.length);
    expect(statsOfArm(answer, "control").number_of_samples).toBe(users.size - test.length);
  });

  it("by a property of the exposure, for a breakdown", async () => {
    const answer = await ask({
      metric_type: "mean",
      source: node("buy"),
      breakdownFilter: { breakdown: "plan", breakdown_type: "event" },
    });
    const sizes = answer.breakdown_results?.map(({ breakdown_value, baseline }) => [
      breakdown_value[0],
      baseline.number_of_samples,
    ]);
    expect(sizes?.map(([plan]) => plan)).toEqual(["free", "pro"]);
    expect(sizes?.reduce((sum, [, n]) => sum + Number(n), 0)).toBe(answer.baseline.number_of_samples);
    expect(answer.baseline.number_of_samples).toBe(unitsIn("control").length);
  });

  it("decides about each part by itself: what the whole once reached is not theirs", async () => {
    const looks = { "m:test": { p_value: 0.001, first_crossed_at: "2026-01-02T00:00:00.000Z" } };
    const metric = {
      metric_type: "mean",
      uuid: "m",
      source: node("buy"),
      breakdownFilter: { breakdown: "plan", breakdown_type: "event" },
    };
    const answer = await ask(metric, { ...DEFINITION, looks });
    const crossed = (variants: Answer["variant_results"]) =>
      variants.find(({ key }) => key === "test")?.comparison?.first_crossed_at;
    expect(crossed(answer.variant_results)).toBe("2026-01-02T00:00:00.000Z");
    expect(answer.breakdown_results?.map(({ variants }) => crossed(variants))).toEqual([null, null]);
  });

  it("counts exposures by day and tests the split", async () => {
    const answer = (await runner.run(
      { kind: "ExperimentExposureQuery", experiment_id: 5 },
      { experiments: new Map([[5, DEFINITION]]) },
    )) as unknown as {
      readonly timeseries: readonly {
        readonly variant: string;
        readonly days: string[];
        readonly exposure_counts: number[];
      }[];
      readonly total_exposures: Readonly<Record<string, number>>;
      readonly sample_ratio_mismatch: { readonly p_value: number };
    };
    expect(answer.total_exposures).toEqual(
      Object.fromEntries([...ARMS, "$multiple"].map((arm) => [arm, unitsIn(arm).length])),
    );
    const control = answer.timeseries.find(({ variant }) => variant === "control")!;
    expect([control.days[0], control.days.at(-1), control.days.length]).toEqual([
      "2025-12-28",
      "2026-01-08",
      12,
    ]);
    const third = unitsIn("control").filter(({ exposedAt }) => exposedAt < START + 3 * DAY).length;
    expect(control.exposure_counts[2]).toBe(third);
    expect(answer.sample_ratio_mismatch.p_value).toBeGreaterThan(0.001);
  });
});

describe("looks", () => {
  it("answers as of an earlier time", async () => {
    const at = START + 4 * DAY;
    const answer = (await runner.run(
      {
        kind: "ExperimentQuery",
        experiment_id: 5,
        as_of: new Date(at).toISOString(),
        metric: { metric_type: "mean", source: node("buy") },
      },
      { experiments: new Map([[5, DEFINITION]]) },
    )) as unknown as Answer;
    const seen = EVENTS.filter((event) => Date.parse(event.at) <= at);
    const control = unitsOf(seen, "checkout", START).filter(({ variant }) => variant === "control");
    const values = control.map((unit) => count(unit, "buy", { from: unit.exposedAt, to: at + 1 }));
    expect([answer.baseline.number_of_samples, answer.baseline.sum]).toEqual([
      values.length,
      moments(values).sum,
    ]);
  });

  it.each<[string, Partial<ExperimentDefinition> | undefined, RegExp]>([
    ["an unknown experiment", undefined, /does not exist/],
    ["a draft", { startDate: null }, /launch it/],
    ["no variants", { variants: [] }, /no variants/],
  ])("refuses %s", async (_, change, message) => {
    const experiments = new Map(change ? [[5, { ...DEFINITION, ...change }]] : []);
    const metric = { metric_type: "mean", source: node("buy") };
    await expect(
      runner.run({ kind: "ExperimentQuery", experiment_id: 5, metric }, { experiments }),
    ).rejects.toThrow(message);
  });
});
