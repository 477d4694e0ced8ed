import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Engine } from "@edgewise/db/local/warehouse/engine/engine.ts";
import { openEngine } from "./engine.ts";
import { compileCohort, compileInsight, memoryOf, rowsOf, timeOf } from "./insights/ask.ts";
import { measureDashboard } from "./insights/dashboard.ts";
import { loadProject } from "./insights/generate.ts";
import { isCohort, QUESTIONS, type Question } from "./insights/questions.ts";
import type { BenchOptions } from "./support.ts";

const EVENTS = Number(process.env.BENCH_EVENTS ?? 10_000_000);
const PERSONS = Number(process.env.BENCH_PERSONS ?? Math.ceil(EVENTS / 50));
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 9);
/** Only questions whose name contains this. */
const ONLY = process.env.BENCH_ONLY ?? "";

interface Measured {
  readonly ours: number;
  readonly byHand: number;
  /** Megabytes that are enough, rounded up to a power of two; undefined: more than 4 GB. */
  readonly memory: number | undefined;
  readonly byHandMemory: number | undefined;
}

/**
 * Milliseconds of each insight as the product compiles it, beside the best query we could write by hand for the same
 * answer on the same table. `BENCH_DATA` keeps the project between runs.
 */
export async function run({ log, emit }: BenchOptions): Promise<void> {
  if (ONLY === "dashboard") return await measureDashboard({ log, emit });
  const kept = process.env.BENCH_DATA;
  const directory = kept ?? mkdtempSync(join(tmpdir(), "edgewise-bench-"));
  const engine = await openEngine(directory);
  try {
    const rate = await loadProject(engine, { events: EVENTS, persons: PERSONS });
    if (rate > 0) emit({ name: `insights: load of ${EVENTS} events`, value: rate, unit: "rows/s" });
    const ratios: number[] = [];
    for (const question of QUESTIONS.filter(({ name }) => name.includes(ONLY))) {
      const { ours, byHand, memory, byHandMemory } = await measure(engine, question, log);
      const ratio = ours / byHand;
      ratios.push(ratio);
      emit({ name: `insights: ${question.name}`, value: ours, unit: "ms", baseline: byHand, ratio });
      const name = `insights: ${question.name}: memory at most`;
      emit({
        name,
        value: memory ?? Number.POSITIVE_INFINITY,
        unit: "MB",
        baseline: byHandMemory ?? Number.POSITIVE_INFINITY,
      });
    }
    const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
    if (ratios.length === 0) return;
    emit({ name: "insights: geometric mean of the ratios", value: mean, unit: "x" });
  } finally {
    engine.close();
    if (kept === undefined) rmSync(directory, { recursive: true, force: true });
  }
  if (ONLY === "") await measureDashboard({ log, emit });
}

/** The best of several rounds of each, taken in turns; says when the answers differ. */
async function measure(engine: Engine, question: Question, log: (line: string) => void): Promise<Measured> {
  const compiled = isCohort(question.asks) ? compileCohort(question.asks) : compileInsight(question.asks);
  const answer = question.fromInsight(compiled.shape(await rowsOf(engine, compiled)));
  const expected = question.fromRows(await rowsOf(engine, question));
  if (!isDeepStrictEqual(answer, expected)) {
    log(
      `${question.name}: the answers differ.\n  insight ${excerpt(answer)}\n  by hand ${excerpt(expected)}`,
    );
    process.exitCode = 1;
  }
  const [memory, byHandMemory] = [await memoryOf(engine, compiled), await memoryOf(engine, question)];
  let [ours, byHand] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < ROUNDS; round++) {
    ours = Math.min(ours, await timeOf(engine, compiled));
    byHand = Math.min(byHand, await timeOf(engine, question));
  }
  return { ours, byHand, memory, byHandMemory };
}

const excerpt = (value: unknown): string => JSON.stringify(value).slice(0, 600);
