import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mapIndex } from "@edgewise/core/events/properties.ts";
import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { ExperimentDefinition } from "@edgewise/core/experiments/definition.ts";
import { statsOf } from "@edgewise/core/experiments/stats-settings.ts";
import type { Engine } from "@edgewise/db/local/warehouse/engine/engine.ts";
import { openEngine } from "./engine.ts";
import { compileInsight, rowsOf, type Statement } from "./insights/ask.ts";
import { DAYS, FIRST_DAY, loadProject, VARIANT } from "./insights/generate.ts";
import type { BenchOptions } from "./support.ts";

const EVENTS = Number(process.env.BENCH_EVENTS ?? 10_000_000);
const PERSONS = Number(process.env.BENCH_PERSONS ?? Math.ceil(EVENTS / 10));
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const DAY_MS = 86_400_000;
const START = Date.parse(FIRST_DAY) + 20 * DAY_MS;
const END = Date.parse(FIRST_DAY) + DAYS * DAY_MS - 1;

/** Page views expose; each person always has the same variant. */
const EXPERIMENT: ExperimentDefinition = {
  id: 1,
  name: "Checkout",
  flagKey: "checkout",
  variants: [
    { key: "control", rollout_percentage: 50 },
    { key: "test", rollout_percentage: 50 },
  ],
  startDate: START,
  endDate: END,
  exposureCriteria: {
    exposureConfig: { kind: "ExperimentEventExposureConfig", event: "$pageview", properties: [] },
  },
  stats: statsOf({ method: "frequentist" }),
};

const EVENTS_COUNTED = ["product viewed", "added to cart", "checkout started", "purchased", "signed up"];
const events = (event: string, more: JsonObject = {}): JsonObject => ({ kind: "EventsNode", event, ...more });

type Rows = Awaited<ReturnType<typeof rowsOf>>;

interface Metric {
  readonly name: string;
  readonly metric: JsonObject;
  /** What an event adds, in SQL. */
  readonly value: string;
  readonly event: string;
}

/** Ten metrics: five counts and five sums. */
const METRICS: readonly Metric[] = EVENTS_COUNTED.flatMap((event) => [
  { name: `count of ${event}`, metric: { metric_type: "mean", source: events(event) }, value: "1", event },
  {
    name: `sum of ${event}`,
    metric: { metric_type: "mean", source: events(event, { math: "sum", math_property: "amount" }) },
    value: `toFloat64OrZero(m${mapIndex("amount")}['amount'])`,
    event,
  },
]);

/** Exposures first, then one pass over the metric's events, with 14 days before exposure for CUPED. */
function byHand({ event, value }: Metric): string {
  const person = "if(o.merged != 0, o.merged, e.person_key)";
  const merged = `events AS e LEFT JOIN (SELECT distinct_key, argMax(person_key, version) AS merged FROM person_overrides
    WHERE environment_id = 1 GROUP BY distinct_key) AS o ON o.distinct_key = e.distinct_key`;
  const at = (ms: number): string => `fromUnixTimestamp64Milli(${ms})`;
  return `WITH exposed AS (
      SELECT ${person} AS person, any(m${mapIndex(VARIANT)}['${VARIANT}']) AS variant, min(timestamp) AS since FROM ${merged}
      WHERE environment_id = 1 AND event = '$pageview' AND timestamp BETWEEN ${at(START)} AND ${at(END)}
      GROUP BY person HAVING uniqExact(m${mapIndex(VARIANT)}['${VARIANT}']) = 1),
    units AS (
      SELECT x.variant AS variant, x.person AS person,
        sumIf(m.value, m.timestamp >= x.since) AS y, sumIf(m.value, m.timestamp < x.since AND m.timestamp >= x.since - INTERVAL 14 DAY AND m.value != 0) AS past
      FROM exposed AS x LEFT JOIN (
        SELECT ${person} AS person, timestamp, ${value} AS value FROM ${merged}
        WHERE environment_id = 1 AND event = '${event}' AND timestamp BETWEEN ${at(START - 14 * DAY_MS)} AND ${at(END)}
      ) AS m ON m.person = x.person GROUP BY variant, person)
    SELECT variant, count(), avg(y), varSampStable(y), avg(past), varSampStable(past), covarSampStable(y, past)
    FROM units GROUP BY variant ORDER BY variant`;
}

/** Milliseconds for the statistics of an experiment with ten metrics and CUPED, beside hand-written queries. */
export async function run({ log, emit }: BenchOptions): Promise<void> {
  const kept = process.env.BENCH_DATA;
  const directory = kept ?? mkdtempSync(join(tmpdir(), "edgewise-bench-"));
  const engine = await openEngine(directory);
  const total = { ours: 0, byHand: 0 };
  try {
    const perSecond = await loadProject(engine, { events: EVENTS, persons: PERSONS });
    if (perSecond > 0) log(`loaded ${Math.round(perSecond)} events a second`);
    for (const metric of METRICS) {
      const query = { kind: "ExperimentQuery", experiment_id: 1, metric: metric.metric };
      const asked = compileInsight(query, { experiments: new Map([[1, EXPERIMENT]]) });
      const hand = byHand(metric);
      let [best, bestByHand] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
      let [ours, theirs]: [Rows, Rows] = [[], []];
      for (let round = 0; round < ROUNDS; round++) {
        [ours, best] = await timed(engine, asked, best);
        [theirs, bestByHand] = await timed(engine, { sql: hand }, bestByHand);
      }
      for (const [variant, units, mean] of theirs) {
        const row = ours.find((one) => one[0] === variant);
        if (Number(row?.[1]) === Number(units) && near(row?.[2], mean)) continue;
        log(
          `${metric.name}: the answers differ.\n  ours ${JSON.stringify(ours)}\n  by hand ${JSON.stringify(theirs)}`,
        );
        process.exitCode = 1;
      }
      total.ours += best;
      total.byHand += bestByHand;
      emit({
        name: `experiment: ${metric.name}`,
        value: best,
        unit: "ms",
        baseline: bestByHand,
        ratio: best / bestByHand,
      });
    }
    const ratio = total.ours / total.byHand;
    emit({
      name: "experiment: all ten metrics",
      value: total.ours,
      unit: "ms",
      baseline: total.byHand,
      ratio,
    });
  } finally {
    engine.close();
    if (kept === undefined) rmSync(directory, { recursive: true, force: true });
  }
}

/** The answer of a statement, and the shorter of its time and `best`, ms. */
async function timed(engine: Engine, asked: Statement, best: number): Promise<[Rows, number]> {
  const started = performance.now();
  const rows = await rowsOf(engine, asked);
  return [rows, Math.min(best, performance.now() - started)];
}

const near = (a: unknown, b: unknown): boolean =>
  Math.abs(Number(a) - Number(b)) <= 1e-9 * Math.max(1, Math.abs(Number(b)));
