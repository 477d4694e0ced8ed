import { packBatch } from "@edgewise/core/events/pack.ts";
import { partitionName } from "@edgewise/core/events/partition.ts";
import { RowBuffer } from "@edgewise/core/events/row-buffer.ts";
import type { AppendBatch, AppendResult } from "@edgewise/core/events/types.ts";
import type { EdgeEnv } from "../../env.ts";
import { offer, withdraw } from "../../partition/handoff.ts";

/** Longest wait for another request's append before a request appends by itself, ms. */
const FOLLOWER_TIMEOUT = 3000;
/** Longest wait for the append before ours, ms. */
const TURN_TIMEOUT = 1000;
/** Longest wait of a group for company when calls follow each other, ms. */
const GATHER = 4;
/** Bytes of rows in one call, unless a single batch has more; the platform carries 32 MiB. */
const GROUP_BYTES = 4 * 1024 * 1024;
/** Buffers kept for the next groups: fresh memory costs more than filling it. */
const KEPT_BUFFERS = 3;

interface Group {
  readonly batches: AppendBatch[];
  readonly rows: RowBuffer;
  results: Promise<AppendResult[]> | null;
  /** Requests that may still read the rows. */
  users: number;
  /** The partition confirmed, so it reads them no more. */
  stored: boolean;
  /** Batches worth waiting for, and what to call when they are there. */
  wanted: number;
  complete: (() => void) | null;
}

/** Appends to one partition from this isolate. */
interface Line {
  /** The group that still takes batches. */
  open: Group | null;
  /** The call under way; never rejects. */
  busy: Promise<void> | null;
  /** Batches of the last call, and when it ended. */
  answered: number;
  endedAt: number;
}

const lines = new Map<number, Line>();
const buffers: RowBuffer[] = [];
/** Partitions that don't live in this isolate. */
const elsewhere = new Set<number>();

async function call(
  env: EdgeEnv,
  partition: number,
  batches: readonly AppendBatch[],
): Promise<AppendResult[]> {
  const stub = env.PARTITION.get(env.PARTITION.idFromName(partitionName(partition)));
  if (!elsewhere.has(partition)) {
    const ticket = offer(batches);
    try {
      const results = await stub.appendOffered(ticket);
      if (results) return results as AppendResult[];
    } finally {
      withdraw(ticket);
    }
    elsewhere.add(partition);
  }
  return stub.append(batches.map(packBatch)) as Promise<AppendResult[]>;
}

/** Puts a batch into the line's open group, its rows into the group's buffer. */
function join(line: Line, batch: AppendBatch): Group {
  let group = line.open;
  if (!group?.rows.add(batch.events)) {
    let rows = buffers.pop() ?? new RowBuffer(GROUP_BYTES);
    if (!rows.add(batch.events)) {
      rows = RowBuffer.for(batch.events, GROUP_BYTES);
      rows.add(batch.events);
    }
    group = { batches: [], rows, results: null, users: 0, stored: false, wanted: 0, complete: null };
    line.open = group;
  }
  group.users += 1;
  if (group.batches.push(batch) >= group.wanted) group.complete?.();
  return group;
}

function leave(group: Group): void {
  group.users -= 1;
  const { rows, users, stored } = group;
  if (users > 0 || !stored || rows.bytes.length > GROUP_BYTES || buffers.length >= KEPT_BUFFERS) return;
  rows.used = 0;
  buffers.push(rows);
}

/** `promise`, or "late" after `ms`. The timer also keeps the runtime from taking the request for hung. */
async function within<T>(promise: Promise<T>, ms: number): Promise<T | "late"> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(resolve, ms, "late");
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Waits for those who were just answered: most of them come back at once, and a commit costs the same for all. Who comes
 * after a pause, or alone, waits for nothing.
 */
async function company(line: Line, group: Group): Promise<void> {
  if (line.answered < 2 || Date.now() - line.endedAt > GATHER) return;
  group.wanted = group.batches.length + line.answered;
  const complete = new Promise<void>((resolve) => {
    group.complete = resolve;
  });
  await within(complete, GATHER);
  group.complete = null;
}

/** Takes the line's turn: waits for the call under way and for company, closes the group and sends it. */
async function lead(env: EdgeEnv, partition: number, line: Line, group: Group): Promise<AppendResult[]> {
  if (line.busy) await within(line.busy, TURN_TIMEOUT);
  await company(line, group);
  if (line.open === group) line.open = null;
  const results = call(env, partition, group.batches);
  const busy = results.then(
    () => {
      group.stored = true;
    },
    () => undefined,
  );
  line.busy = busy;
  busy.then(() => {
    if (line.busy === busy) line.busy = null;
    line.answered = group.batches.length;
    line.endedAt = Date.now();
  });
  return results;
}

/** The group's answer for one of its batches; undefined when the call failed (the object restarted) or is late. */
async function resultOf(group: Group, index: number, leads: boolean): Promise<AppendResult | undefined> {
  try {
    const results = leads ? await group.results! : await within(group.results!, FOLLOWER_TIMEOUT);
    return results === "late" ? undefined : results[index];
  } catch {
    return undefined;
  }
}

/**
 * Appends a batch durably. While one call to a partition is under way, the batches of further requests gather and go
 * together in the next one, so a busy isolate pays for few calls and an idle one waits for nothing.
 * A request whose leader fails or is late appends by itself: safe, since partitions drop known uuids.
 *
 * @throws when the partition can't be reached
 */
export async function append(
  env: EdgeEnv,
  ctx: Pick<ExecutionContext, "waitUntil">,
  partition: number,
  batch: AppendBatch,
): Promise<AppendResult> {
  let line = lines.get(partition);
  if (!line) {
    line = { open: null, busy: null, answered: 0, endedAt: 0 };
    lines.set(partition, line);
  }
  const group = join(line, batch);
  const index = group.batches.length - 1;
  const leads = group.results === null;
  if (leads) {
    group.results = lead(env, partition, line, group);
    ctx.waitUntil(group.results.catch(() => undefined));
  }
  try {
    const result = await resultOf(group, index, leads);
    if (result) return result;
    const [own] = await call(env, partition, [batch]);
    if (!own) throw new Error(`partition ${partition} gave no answer`);
    return own;
  } finally {
    leave(group);
  }
}
