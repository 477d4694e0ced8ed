import { armFromSums } from "@edgewise/core/experiments/arms/mean.ts";
import { judgeLook, type Measured } from "@edgewise/core/releases/judge-look.ts";
import type { LookVerdict } from "@edgewise/core/releases/look.ts";
import { guardSettings, type Stage } from "@edgewise/core/releases/schema.ts";
import { levelsAround, percentileArm } from "@edgewise/core/releases/stats/percentile-arm.ts";
import { seeded } from "./peeking/people.ts";
import type { BenchOptions } from "./support.ts";

const RUNS = Number(process.env.BENCH_RUNS ?? 1000);

interface Scenario {
  readonly name: string;
  readonly stages: readonly Stage[];
  readonly perMinute: number;
  /** Figures of people with the flag, as multiples of those without: errors, conversion, load time. */
  readonly harm: { readonly errors: number; readonly orders: number; readonly paint: number };
}

const none = { errors: 1, orders: 1, paint: 1 };
const ramp: readonly Stage[] = [
  { rollout_percentage: 5, minutes: 60 },
  { rollout_percentage: 25, minutes: 60 },
  { rollout_percentage: 50, minutes: 120 },
];
const rollout: readonly Stage[] = [{ rollout_percentage: 10, minutes: 240 }];

const SCENARIOS: readonly Scenario[] = [
  { name: "no harm, ramp of 3 steps, 60 people a minute", stages: ramp, perMinute: 60, harm: none },
  { name: "no harm, one step, 20 people a minute", stages: rollout, perMinute: 20, harm: none },
  { name: "errors x 3, one step", stages: rollout, perMinute: 60, harm: { ...none, errors: 3 } },
  { name: "errors x 10, one step", stages: rollout, perMinute: 60, harm: { ...none, errors: 10 } },
  { name: "half the orders, one step", stages: rollout, perMinute: 60, harm: { ...none, orders: 0.5 } },
  { name: "load time + 30 %, one step", stages: rollout, perMinute: 60, harm: { ...none, paint: 1.3 } },
];

const event = { kind: "EventsNode", event: "any" } as const;
const SETTINGS = guardSettings.parse({
  guards: [
    {
      uuid: "errors",
      name: "errors",
      metric: { metric_type: "mean", source: { ...event, math: "dau" }, goal: "decrease" },
    },
    { uuid: "orders", name: "orders", metric: { metric_type: "funnel", series: [event], goal: "increase" } },
    {
      uuid: "paint",
      name: "paint",
      metric: { metric_type: "percentile", source: event, percentile: 0.75, goal: "decrease" },
    },
    { uuid: "revenue", name: "revenue", metric: { metric_type: "mean", source: event, goal: "increase" } },
  ],
});

/**
 * Share of seeded releases that are rolled back when they are looked at every minute, and when: without harm that is the
 * rate of false alarms over all steps and guard-rails (1 % errors, 4 % orders with lognormal revenue, p75 of load times
 * with one to four measurements a person).
 */
export async function run({ log, emit }: BenchOptions): Promise<void> {
  log(`${RUNS} releases each, a look every minute, four guard-rails, error level ${SETTINGS.alpha}`);
  for (const scenario of SCENARIOS) {
    const minutes: number[] = [];
    for (let index = 0; index < RUNS; index++) {
      const stopped = simulate(scenario, seeded(index + 1));
      if (stopped !== null) minutes.push(stopped);
    }
    const name = `guard: ${scenario.name}`;
    emit({ name: `${name}: rolled back`, value: (100 * minutes.length) / RUNS, unit: "%" });
    if (minutes.length < RUNS / 2) continue;
    minutes.sort((a, b) => a - b);
    emit({
      name: `${name}: after, median`,
      value: minutes[Math.floor(minutes.length / 2)]!,
      unit: "minutes",
    });
  }
}

/** The minute of the roll-back, or null. */
function simulate({ stages, perMinute, harm }: Scenario, random: () => number): number | null {
  let minute = 0;
  for (const [stage, { rollout_percentage, minutes }] of stages.entries()) {
    const sides = { off: new Side(), on: new Side() };
    for (let end = minute + minutes; minute < end; ) {
      minute++;
      for (let person = 0; person < perMinute; person++) {
        const isOn = random() < rollout_percentage / 100;
        sides[isOn ? "on" : "off"].add(random, isOn ? harm : none);
      }
      if (verdictOf(sides, stages, stage) === "harmed") return minute;
    }
  }
  return null;
}

function verdictOf(
  { off, on }: { off: Side; on: Side },
  stages: readonly Stage[],
  stage: number,
): LookVerdict {
  const exposures = { off: off.n, on: on.n };
  const expectedShare = stages[stage]!.rollout_percentage / 100;
  const names = ["errors", "orders", "paint", "revenue"] as const;
  const measured = names.map(
    (name): Measured => ({
      ok: true,
      type: name === "errors" || name === "orders" ? "proportion" : "mean",
      off: off.arm(name),
      on: on.arm(name),
    }),
  );
  const common = { at: "", stages, stage, settings: SETTINGS, switched: 0, lastSeen: exposures };
  return judgeLook({ ...common, exposures, expectedShare, measured }).verdict;
}

const LEVELS = levelsAround(0.75);

class Side {
  n = 0;
  readonly sums = { errors: [0, 0], orders: [0, 0], revenue: [0, 0] };
  /** Load times in order, and those of each person. */
  readonly paints: number[] = [];
  readonly people: number[][] = [];

  add(random: () => number, harm: Scenario["harm"]): void {
    this.n++;
    const error = random() < 0.01 * harm.errors ? 1 : 0;
    const order = random() < 0.04 * harm.orders ? 1 : 0;
    const revenue = order * Math.exp(3 + normal(random));
    for (const [name, value] of [
      ["errors", error],
      ["orders", order],
      ["revenue", revenue],
    ] as const) {
      this.sums[name][0]! += value;
      this.sums[name][1]! += value * value;
    }
    // Load times of a person resemble each other.
    const own = normal(random) * 0.4;
    const times = Array.from(
      { length: 1 + Math.floor(random() * 4) },
      () => harm.paint * Math.exp(7 + own + normal(random) * 0.3),
    );
    this.people.push(times);
    for (const time of times) this.paints.splice(placeOf(this.paints, time), 0, time);
  }

  arm(name: "errors" | "orders" | "revenue" | "paint") {
    if (name !== "paint") {
      const [sum, squares] = this.sums[name] as [number, number];
      return armFromSums({ n: this.n, sum, sum_squares: squares });
    }
    const quantiles = LEVELS.map((level) => quantile(this.paints, level));
    const threshold = quantiles[(LEVELS.length - 1) / 2] ?? 0;
    const rows = this.people.map(
      (times) => [times.filter((time) => time <= threshold).length, times.length] as const,
    );
    const mean = (part: 0 | 1) => rows.reduce((sum, row) => sum + row[part], 0) / rows.length;
    const means = [mean(0), mean(1)] as const;
    const co = (a: 0 | 1, b: 0 | 1) =>
      rows.reduce((sum, row) => sum + (row[a] - means[a]) * (row[b] - means[b]), 0) /
      Math.max(1, rows.length - 1);
    const sample = { n: rows.length, levels: LEVELS, quantiles, means: [...means] as [number, number] };
    return percentileArm({ ...sample, below: co(0, 0), total: co(1, 1), product: co(0, 1) });
  }
}

const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());

function placeOf(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function quantile(sorted: readonly number[], level: number): number {
  const place = (sorted.length - 1) * level;
  const low = Math.floor(place);
  return sorted[low]! + (place - low) * ((sorted[low + 1] ?? sorted[low]!) - sorted[low]!);
}
