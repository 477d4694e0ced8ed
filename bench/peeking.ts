import { armFromSums } from "@edgewise/core/experiments/arms/mean.ts";
import { gaussianLens } from "@edgewise/core/experiments/bayes/gaussian.ts";
import { inBurnIn } from "@edgewise/core/experiments/comparison/burn-in.ts";
import { liftOf, liftStandardError } from "@edgewise/core/experiments/effect/intervals.ts";
import { type Effect, measureEffect } from "@edgewise/core/experiments/effect/measure.ts";
import { judge } from "@edgewise/core/experiments/engines/judge.ts";
import type { EngineSettings } from "@edgewise/core/experiments/engines/types.ts";
import { proportionSampleSize } from "@edgewise/core/experiments/plan/sample-size.ts";
import { add, asSums, noOne, POPULATIONS, type Population, type Sums, seeded } from "./peeking/people.ts";
import type { BenchOptions } from "./support.ts";

const RUNS = Number(process.env.BENCH_RUNS ?? 1000);
const DAYS = 28;
/** The lift that the experiments are planned for. */
const EFFECT = 0.1;
const BASE = 0.05;
const PER_ARM = Math.ceil(
  proportionSampleSize(BASE, BASE * (1 + EFFECT), { alpha: 0.05, power: 0.8 }) / DAYS,
);

/** What every rule sees at a look: two arms past their burn-in. */
interface Look {
  readonly effect: Effect;
}

interface Rule {
  readonly name: string;
  /** Whether a look would stop the experiment. */
  readonly stops: (look: Look) => boolean;
}

const planned = 2 * PER_ARM * DAYS;
const engine = (name: string, settings: EngineSettings): Rule => ({
  name,
  stops: ({ effect: { estimate, standardError, n, df } }) =>
    judge({ z: estimate / standardError, n, df }, settings).pValue <= 0.05,
});
const RULES: readonly Rule[] = [
  engine("planned_sequential", { engine: "planned_sequential", alpha: 0.05, nPlanned: planned }),
  engine("asymp_cs", { engine: "asymp_cs", alpha: 0.05, nStar: planned }),
  engine("fixed, peeked at", { engine: "fixed", alpha: 0.05 }),
  {
    // The rule that is common elsewhere: a flat prior on the lift, and a threshold of 95 %.
    name: "chance to win over 95 %",
    stops: ({ effect }) => {
      const error = liftStandardError(effect);
      const lift = liftOf(effect);
      if (error === null || lift === null || error === 0) return false;
      return Math.abs(gaussianLens(lift, error, { prior: null }).chanceToWin - 0.5) > 0.45;
    },
  },
];

/**
 * Share of seeded experiments that each rule would have stopped at some look: without any effect that is the
 * false-positive rate, with the planned effect the power. Daily looks over the plan, and hourly ones.
 */
export async function run({ log, emit }: BenchOptions): Promise<void> {
  log(`${RUNS} experiments each, ${PER_ARM * DAYS} people an arm over ${DAYS} days`);
  for (const population of POPULATIONS) {
    for (const [looks, often] of [
      [DAYS, "daily"],
      [DAYS * 24, "hourly"],
    ] as const) {
      // The plan is one for conversions: what it finds of revenue says nothing.
      for (const lift of population.metric === "proportion" ? [0, EFFECT] : [0]) {
        const shares = stopped(population, looks, lift);
        for (const [index, rule] of RULES.entries()) {
          const what = lift === 0 ? "false positives" : "power";
          emit({
            name: `peeking: ${population.name}, ${often}, ${rule.name}: ${what}`,
            value: 100 * (shares[index] ?? 0),
            unit: "%",
          });
        }
      }
    }
  }
}

/** Share of runs that each rule stopped, all rules watching the same people. */
function stopped(population: Population, looks: number, lift: number): number[] {
  const random = seeded(20_260_701);
  const counts = RULES.map(() => 0);
  for (let run = 0; run < RUNS; run++) {
    const [control, treatment] = [noOne(), noOne()];
    const done = RULES.map(() => false);
    for (let look = 1; look <= looks && done.includes(false); look++) {
      const each = Math.round((PER_ARM * DAYS * look) / looks) - control.n;
      add(control, each, population, population.rate, random);
      add(treatment, each, population, population.rate * (1 + lift), random);
      const seen = lookAt(control, treatment, population);
      if (seen) for (const [index, { stops }] of RULES.entries()) done[index] ||= stops(seen);
    }
    for (const [index, yes] of done.entries()) if (yes) counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts.map((count) => count / RUNS);
}

/** Undefined while nothing may be judged yet. */
function lookAt(control: Sums, treatment: Sums, { metric }: Population): Look | undefined {
  const [c, t] = [armFromSums(asSums(control)), armFromSums(asSums(treatment))];
  if (!c.ok || !t.ok || inBurnIn(c.arm, t.arm, metric)) return undefined;
  const effect = measureEffect(c.arm, t.arm);
  return effect.standardError > 0 ? { effect } : undefined;
}
