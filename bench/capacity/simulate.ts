import { seeded } from "@edgewise/core/demo/random.ts";
import { Parts } from "./parts.ts";
import { loadAt, MACHINE, RULES, type Scenario } from "./scenario.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export interface Outcome {
  readonly received: number;
  readonly stored: number;
  /** Answered with 503 and `Retry-After` because a partition's outbox was full: SDKs send them again. */
  readonly refused: number;
  /** Still in outboxes at midnight. */
  readonly waiting: number;
  readonly inserts: number;
  readonly mostInsertsPerSecond: number;
  /** From the append of a batch's first row until it can be queried, ms, while the warehouse answers. */
  readonly lag: { readonly p50: number; readonly p99: number };
  /** Largest share of its bound that a partition's outbox reached, 0 to 1. */
  readonly fullest: number;
  /** From the end of the outage until the last outbox was empty, ms. */
  readonly drainMs: number;
  /** Most active parts of the events table on a shard. */
  readonly parts: number;
  /** Requests that one partition takes a second at the peak. */
  readonly requestsPerPartition: number;
  /** Days for which a partition knows a uuid, at least. */
  readonly uuidDays: number;
}

/**
 * One day of a deployment: every partition collects, waits and inserts by its rules, shards take inserts at the measured
 * speed and merge parts. Deterministic. Every event is received, and then stored, refused or waiting.
 */
export function simulate(scenario: Scenario): Outcome {
  const { eventsPerDay, eventsPerRequest, partitions, flushMs, outage } = scenario;
  const draw = seeded(partitions).next;
  // Distinct IDs spread evenly, but for what chance and busy ones do.
  const shares = Array.from({ length: partitions }, () => 1 + 0.12 * (draw() - 0.5));
  const total = shares.reduce((sum, share) => sum + share, 0);
  const perMs = eventsPerDay / DAY;
  const queue = shares.map((share, index) => ({
    at: index,
    share: share / total,
    backlog: 0,
    last: 0,
    busy: false,
    tries: 0,
  }));
  const shards = Array.from({ length: scenario.shards }, () => ({ free: 0, parts: new Parts() }));
  const lags = new Histogram();
  const seconds = new Uint32Array(86_401);
  const [from, to] = [outage[0] * HOUR, outage[1] * HOUR];
  let [received, stored, refused, inserts, fullest, drainedAt] = [0, 0, 0, 0, 0, to];

  // Time moves by slots: what is due in one is handled in its order, which is exact enough for delays of 200 ms.
  const SLOT = 20;
  const due = new Map<number, number[]>();
  const at = (time: number, index: number) => {
    const slot = Math.max(Math.ceil(time / SLOT), now + 1);
    due.set(slot, [...(due.get(slot) ?? []), index]);
  };
  let now = -1;
  for (const [index] of queue.entries()) at(index % flushMs, index);
  for (now = 0; now * SLOT < DAY; now += 1) {
    for (const index of due.get(now) ?? []) {
      const one = queue[index] as (typeof queue)[number];
      const time = now * SLOT;
      const came = (time - one.last) * perMs * one.share * loadAt(time / HOUR);
      const room = Math.max(0, RULES.backlogRows - one.backlog);
      received += came;
      refused += Math.max(0, came - room);
      one.backlog += Math.min(came, room);
      fullest = Math.max(fullest, one.backlog / RULES.backlogRows);
      const waited = time - one.last;
      one.last = time;
      if (time >= from && time < to) {
        one.tries += 1;
        at(time + Math.min(RULES.maxBackoffMs, 500 * 2 ** one.tries), index);
        continue;
      }
      one.tries = 0;
      const rows = Math.min(one.backlog, RULES.batchRows);
      const shard = shards[index % shards.length] as (typeof shards)[number];
      const begin = Math.max(time, shard.free);
      // A shard inserts one block after the other; the network's part overlaps.
      shard.free = begin + (rows / MACHINE.insertRowsPerSecond) * 1000;
      const done = shard.free + MACHINE.insertMs;
      shard.parts.insert(begin, rows);
      one.backlog -= rows;
      stored += rows;
      inserts += 1;
      const second = Math.floor(begin / 1000);
      if (second < seconds.length) seconds[second] = (seconds[second] ?? 0) + 1;
      if (time < from || time > to + HOUR) lags.add(done - time + waited);
      if (one.backlog > RULES.batchRows) {
        at(done, index);
        drainedAt = Math.max(drainedAt, time >= to ? done : to);
        continue;
      }
      one.busy = rows >= RULES.busyRows;
      at(done + flushMs * (one.busy ? RULES.busyFactor : 1), index);
    }
    due.delete(now);
  }
  let waiting = 0;
  for (const { last, share, backlog } of queue) {
    const came = (DAY - last) * perMs * share * loadAt(24);
    received += came;
    waiting += backlog + came;
  }
  if (Math.abs(received - stored - refused - waiting) > 1) throw new Error("The simulation lost events.");
  const peak = Math.max(...Array.from({ length: 24 }, (_, hour) => loadAt(hour)));
  const largest = Math.max(...queue.map(({ share }) => share));
  return {
    received,
    stored,
    refused,
    waiting,
    inserts,
    mostInsertsPerSecond: seconds.reduce((most, count) => Math.max(most, count), 0),
    lag: { p50: lags.at(0.5), p99: lags.at(0.99) },
    fullest,
    drainMs: drainedAt - to,
    parts: Math.max(...shards.map(({ parts }) => parts.most)),
    requestsPerPartition: (perMs * 1000 * peak * largest) / eventsPerRequest,
    uuidDays: RULES.seenRows / (eventsPerDay * largest),
  };
}

/** Counts of times by 10 ms. */
class Histogram {
  private readonly counts = new Uint32Array(20_000);
  private total = 0;

  add(ms: number): void {
    const index = Math.min(this.counts.length - 1, Math.floor(ms / 10));
    this.counts[index] = (this.counts[index] ?? 0) + 1;
    this.total += 1;
  }

  at(quantile: number): number {
    let left = this.total * quantile;
    const index = this.counts.findIndex((count) => {
      left -= count;
      return left <= 0;
    });
    return (index + 1) * 10;
  }
}
