import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { meterKey } from "@edgewise/core/billing/meter-key.ts";
import { productOf } from "@edgewise/core/billing/products.ts";
import type { UsageAnswer } from "@edgewise/workers/src/partition/usage-object.ts";
import { startWorkers, type TestWorkers } from "@edgewise/workers/test/harness.ts";
import { type Answer, steadyLoad } from "./limits/load.ts";
import type { BenchOptions } from "./support.ts";

const ISOLATES = Number(process.env.BENCH_ISOLATES ?? 4);
const PARTITIONS = 4;
const REQUESTS = Number(process.env.BENCH_REQUESTS ?? 80);
const EVENTS = 25;
/** Units left of a million when the load begins: some seconds of it. */
const LEFT = Number(process.env.BENCH_LEFT ?? 10_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const FREE = productOf("events").free;
const DAY_MS = 86_400_000;

const today = () => new Date().toISOString().slice(0, 10);
const organization = <T>(workers: TestWorkers, method: string, ...args: unknown[]) =>
  workers.call<T>("USAGE", "organization:org", method, ...args);

async function putSnapshot(workers: TestWorkers, version: number, rules: readonly object[]): Promise<void> {
  const environment = { id: 1, name: "production", tokens: ["phc_a"], secretKeyHashes: [], settings: {} };
  await workers.call("CONFIG", "project:1", "putSnapshot", {
    version,
    projectId: 1,
    organizationId: "org",
    timezone: "UTC",
    environments: [{ ...environment, overLimit: [], ingestionRules: rules }],
    flags: [],
    cohorts: [],
    groupTypes: {},
  });
}

const countOf = async (workers: TestWorkers, name: string, count: "stored" | "dropped"): Promise<number> => {
  // An organisation's day may end between two figures.
  const from = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
  const { cells } = await organization<UsageAnswer>(workers, "usage", from, today(), 1);
  const own = cells.filter(({ key }) => key === meterKey("posthog-node", name));
  return own.reduce((sum, cell) => sum + cell[count], 0);
};

/** Milliseconds from a moment to each isolate's first answer that is as wanted, the slowest. */
function slowest(answers: readonly Answer[], since: number, wanted: (answer: Answer) => boolean): number {
  const firsts = Array.from({ length: ISOLATES }, (_, isolate) =>
    answers.find((one) => one.isolate === isolate && one.at >= since && wanted(one)),
  );
  return Math.max(...firsts.map((one) => (one ? one.at - since : Number.POSITIVE_INFINITY)));
}

interface Round {
  readonly refused: number;
  readonly stored: number;
  readonly overshoot: number;
  readonly raised: number;
  readonly dropped: number;
}

async function round(directory: string, load: Omit<Parameters<typeof steadyLoad>[0], "workers" | "seconds">) {
  const vars = { PARTITIONS: String(PARTITIONS) };
  const workers = await startWorkers({ isolates: ISOLATES, dataDir: directory, vars });
  try {
    await putSnapshot(workers, 1, []);
    const token = { token: "phc_a", projectId: 1, environmentId: 1 };
    await workers.call("CONFIG", "tokens", "putTokens", [token]);
    const limits = { overall: 0, products: {} };
    await organization(workers, "setLimits", { version: 1, limits, pause: false });
    const none = { bot: 0, duplicate: 0, rejected: 0, quarantined: 0, over_limit: 0, dropped: 0 };
    const key = meterKey("earlier", "e");
    const cell = { environmentId: 1, day: today(), key, stored: FREE - LEFT, revision: 1, ...none };
    await organization(workers, "report", { source: 99, cells: [cell] });
    const run = (seconds: number, onAnswer?: (answer: Answer) => boolean) =>
      steadyLoad({ ...load, workers, seconds, ...(onAnswer ? { onAnswer } : {}) });

    let crossed = Number.NaN;
    let acknowledged = 0;
    const told = new Set<number>();
    const answers = await run(60, ({ isolate, at, over, events }) => {
      acknowledged += events;
      if (acknowledged >= LEFT && Number.isNaN(crossed)) crossed = at;
      if (over) told.add(isolate);
      return told.size === ISOLATES && at > crossed + 2_000;
    });
    await sleep(2_000);
    let stored = 0;
    for (let isolate = 0; isolate < ISOLATES; isolate++)
      stored += await countOf(workers, load.nameOf(isolate), "stored");

    await organization(workers, "setLimits", {
      version: 2,
      limits: { overall: 1_000_000_000, products: {} },
      pause: false,
    });
    const raisedAt = performance.now();
    const raised = await run(5);

    const rule = { event: "", sdk: "", sdkVersion: "", keepPercent: 0 };
    const before = await Promise.all(
      Array.from({ length: ISOLATES }, (_, isolate) => countOf(workers, load.nameOf(isolate), "stored")),
    );
    await putSnapshot(workers, 2, [rule]);
    await run(6);
    await sleep(2_000);
    const after = await Promise.all(
      before.map((_, isolate) => countOf(workers, load.nameOf(isolate), "stored")),
    );
    const perSecond = (REQUESTS / ISOLATES) * EVENTS;
    const seconds = after.map((count, isolate) => (count - (before[isolate] ?? 0)) / perSecond);
    return {
      refused: slowest(answers, crossed, ({ over }) => over),
      stored,
      overshoot: stored - LEFT,
      raised: slowest(raised, raisedAt, ({ over }) => !over),
      dropped: Math.max(...seconds) * 1000,
    } satisfies Round;
  } finally {
    await workers.dispose();
  }
}

/** How soon and how exactly a spending limit holds at the edge, and how soon a limit raised and a rule added do. */
export async function run({ log, emit }: BenchOptions): Promise<void> {
  const rounds: Round[] = [];
  for (let index = 0; index < ROUNDS; index++) {
    const directory = mkdtempSync(join(tmpdir(), "edgewise-bench-limits-"));
    try {
      const nameOf = (isolate: number) => `event ${isolate}`;
      const one = await round(directory, {
        isolates: ISOLATES,
        requestsASecond: REQUESTS,
        events: EVENTS,
        nameOf,
      });
      rounds.push(one);
      log(
        `round ${index + 1}: over the limit at every isolate after ${Math.round(one.refused)} ms, ${one.overshoot} events beyond`,
      );
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }
  const worst = (value: (one: Round) => number) => Math.max(...rounds.map(value));
  const each = `${ISOLATES} isolates, ${PARTITIONS} partitions, ${REQUESTS * EVENTS} events/s`;
  emit({
    name: `limits: crossed to counting, ${each}, worst`,
    value: worst(({ refused }) => refused),
    unit: "ms",
  });
  emit({
    name: "limits: stored beyond, of the limit, worst",
    value: worst(({ overshoot }) => (100 * Math.max(0, overshoot)) / FREE),
    unit: "%",
  });
  emit({
    name: "limits: stored beyond, of what was left, worst",
    value: worst(({ overshoot }) => (100 * Math.max(0, overshoot)) / LEFT),
    unit: "%",
  });
  emit({ name: "limits: raised to storing, worst", value: worst(({ raised }) => raised), unit: "ms" });
  emit({ name: "limits: rule to dropping, worst", value: worst(({ dropped }) => dropped), unit: "ms" });
}
