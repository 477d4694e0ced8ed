import type { BenchOptions } from "../support.ts";
import type { Engine } from "./engine.ts";
import { flagd } from "./flagd.ts";
import { growthbook } from "./growthbook.ts";
import { launchDarkly } from "./launchdarkly.ts";
import { ours } from "./ours.ts";
import { POSTHOG_SHARE, posthogNode } from "./posthog-node.ts";
import { FLAG_COUNT, USER_COUNT } from "./workload.ts";

const ROUNDS = 9;
/** Least time of one measurement, ms. */
const SLICE_MS = 250;
const EVALUATIONS = FLAG_COUNT * USER_COUNT;

/** Flag evaluations per second, in process, beside other evaluators on the same definitions in interleaved rounds. */
export async function compareEngines({ log, emit }: BenchOptions): Promise<void> {
  const baselines: readonly [Engine, number][] = [
    [await posthogNode(), POSTHOG_SHARE],
    [growthbook(), 1],
    [await launchDarkly(), 1],
    [flagd(), 1],
    [ours({ again: true }), 1],
  ];
  const mine = ours({ again: false });
  for (const engine of [mine, ...baselines.map(([one]) => one)]) {
    log(`${engine.name}: ${((100 * (await engine.pass())) / EVALUATIONS).toFixed(1)} % of answers are on`);
  }
  const rates = new Map<Engine, number[]>([mine, ...baselines.map(([one]) => one)].map((one) => [one, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [engine, samples] of rates) {
      const share = baselines.find(([one]) => one === engine)?.[1] ?? 1;
      samples.push(await rate(engine, share * EVALUATIONS));
    }
  }
  const value = median(rates.get(mine)!);
  for (const [engine] of baselines) {
    const samples = rates.get(engine)!;
    const ratio = median(rates.get(mine)!.map((one, round) => one / samples[round]!));
    const name = `flag evaluations beside ${engine.name}`;
    emit({ name, value, unit: "evaluations/s", baseline: median(samples), ratio });
    await engine.close();
  }
}

/** Evaluations per second over at least {@link SLICE_MS}. */
async function rate(engine: Engine, evaluations: number): Promise<number> {
  const start = performance.now();
  let passes = 0;
  let elapsed = 0;
  while (elapsed < SLICE_MS) {
    await engine.pass();
    passes++;
    elapsed = performance.now() - start;
  }
  return (passes * evaluations * 1000) / elapsed;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}
