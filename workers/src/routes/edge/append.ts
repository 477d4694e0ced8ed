import { packBatch } from "@edgewise/core/events/pack.ts";
import { partitionName } from "@edgewise/core/events/partition.ts";
import { RowBuffer } from "@edgewise/core/events/row-buffer.ts";
import type { AppendBatch, AppendResult } from "@edgewise/core/events/types.ts";
import type { EdgeEnv } from "../../env.ts";
import { offer, withdraw } from "../../partition/handoff.ts";
import { type ObjectIds, objectId, objectName } from "../../regions/objects.ts";
import { hintOf, type Region } from "../../regions/regions.ts";

/** Longest wait for another request's append before a request appends by itself, ms. */
const FOLLOWER_TIMEOUT = 3000;
/** Longest wait for the append before ours, ms. */
const TURN_TIMEOUT = 1000;
/** Calls follow each other when there is less between them, ms. */
const PAUSE = 5;
/** Then a group waits for more as long as something comes within this time, ms … */
const QUIET = 2;
/** … and this long at most. */
const GATHER = 25;
/** Bytes of rows in one call, unless a single batch has more; the platform carries 32 MiB. */
const GROUP_BYTES = 4 * 1024 * 1024;
/** Buffers kept for the next groups: fresh memory costs more than filling it. */
const KEPT_BUFFERS = 3;

type Results = readonly AppendResult[];

interface Group {
  readonly batches: AppendBatch[];
  readonly rows: RowBuffer;
  /** Requests that wait for the leader's call; null: append by yourself. */
  readonly followers: ((results: Results | null) => void)[];
  /** Requests, and calls without a confirmation: whoever may still read the rows. */
  readers: number;
  /** Batches worth waiting for, and what to call when they are there. */
  wanted: number;
  complete: (() => void) | null;
}

/** A partition of a region. */
export interface PartitionPlace {
  readonly region: Region;
  readonly partition: number;
}

/** Appends to one partition from this isolate. */
interface Line {
  /** Its object's name. */
  readonly name: string;
  readonly place: PartitionPlace;
  /** The group that still takes batches. */
  open: Group | null;
  /** The group of the newest call under way, and leaders that wait for its end. */
  busy: Group | null;
  readonly turns: (() => void)[];
  /** When the last call ended, and the batches worth waiting for then: those answered by it, and those already here. */
  endedAt: number;
  expected: number;
}

const lines = new Map<string, Line>();
const ids = new Map<string, DurableObjectId>();
const buffers: RowBuffer[] = [];
/** Partitions that don't live in this isolate. */
const elsewhere = new Set<string>();

/**
 * What `tell` is called with, or null after `ms`. It may be called by another request: awaiting that one's promise would
 * go on in its context. The timer also keeps the runtime from taking the request for hung. Once code is hot, workerd
 * forgets whose a promise of `new Promise` is: so not that one here.
 */
async function told<T>(ms: number, ask: (tell: (value: T | null) => void) => void): Promise<T | null> {
  const { promise, resolve } = Promise.withResolvers<T | null>();
  const timer = setTimeout(resolve, ms, null);
  ask(resolve);
  const value = await promise;
  clearTimeout(timer);
  return value;
}

async function call(env: EdgeEnv, line: Line, batches: readonly AppendBatch[]): Promise<Results> {
  const { name, place } = line;
  let id = ids.get(name);
  if (!id) {
    id = objectId(env.PARTITION as ObjectIds, env, place.region, partitionName(place.partition));
    ids.set(name, id);
  }
  const stub = env.PARTITION.get(id, hintOf(place.region));
  if (!elsewhere.has(name)) {
    const ticket = offer(batches);
    try {
      const results = await stub.appendOffered(ticket);
      if (results) return results as AppendResult[];
    } finally {
      withdraw(ticket);
    }
    elsewhere.add(name);
  }
  return (await stub.append(batches.map(packBatch))) as AppendResult[];
}

/** The same for batches whose rows lie in a group's buffer: until it is confirmed, the partition may read them. */
async function callFor(
  group: Group,
  env: EdgeEnv,
  line: Line,
  batches: readonly AppendBatch[],
): Promise<Results> {
  group.readers += 1;
  const results = await call(env, line, batches);
  group.readers -= 1;
  return results;
}

/** Puts a batch into the line's open group, its rows into the group's buffer. */
function join(line: Line, batch: AppendBatch): Group {
  let group = line.open;
  if (!group?.rows.add(batch.events)) {
    group?.complete?.();
    let rows = buffers.pop() ?? new RowBuffer(GROUP_BYTES);
    if (!rows.add(batch.events)) {
      rows = RowBuffer.for(batch.events, GROUP_BYTES);
      rows.add(batch.events);
    }
    group = { batches: [], rows, followers: [], readers: 0, wanted: 0, complete: null };
    line.open = group;
  }
  group.readers += 1;
  if (group.batches.push(batch) === group.wanted) group.complete?.();
  return group;
}

function leave(group: Group): void {
  group.readers -= 1;
  const { rows, readers } = group;
  if (readers > 0 || rows.bytes.length > GROUP_BYTES || buffers.length >= KEPT_BUFFERS) return;
  rows.used = 0;
  buffers.push(rows);
}

/**
 * Waits for those who were just answered: most of them come back at once, and a commit costs the same for all. Who comes
 * after a pause, or alone, waits for nothing.
 */
async function company(line: Line, group: Group): Promise<void> {
  const began = Date.now();
  if (began - line.endedAt > PAUSE) return;
  group.wanted = line.expected;
  let size = 0;
  while (line.open === group && size < group.batches.length && group.batches.length < group.wanted) {
    if (Date.now() - began > GATHER) break;
    size = group.batches.length;
    await told<void>(QUIET, (tell) => {
      group.complete = () => tell();
    });
  }
  group.complete = null;
}

/** Takes the line's turn: waits for the call under way and for company, closes the group and sends it. */
async function lead(env: EdgeEnv, line: Line, group: Group): Promise<Results | null> {
  if (line.busy) await told<void>(TURN_TIMEOUT, (tell) => line.turns.push(tell));
  await company(line, group);
  if (line.open === group) line.open = null;
  line.busy = group;
  // The object restarted, or is out of reach: then each request tries by itself, and says so if it fails too.
  const results = await callFor(group, env, line, group.batches).catch(() => null);
  if (line.busy === group) line.busy = null;
  line.endedAt = Date.now();
  line.expected = group.batches.length + (line.open?.batches.length ?? 0);
  for (const tell of group.followers) tell(results);
  for (const tell of line.turns.splice(0)) tell();
  return results;
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
  place: PartitionPlace,
  batch: AppendBatch,
): Promise<AppendResult> {
  const name = objectName(place.region, partitionName(place.partition));
  let line = lines.get(name);
  if (!line) {
    line = { name, place, open: null, busy: null, turns: [], endedAt: 0, expected: 0 };
    lines.set(name, line);
  }
  const group = join(line, batch);
  const index = group.batches.length - 1;
  let results: Results | null;
  if (index === 0) {
    const leading = lead(env, line, group);
    ctx.waitUntil(leading);
    results = await leading;
  } else results = await told<Results>(FOLLOWER_TIMEOUT, (tell) => group.followers.push(tell));
  // Nobody else may wait for a leader that is gone.
  if (results === null && line.open === group) line.open = null;
  try {
    const result = results?.[index];
    if (result) return result;
    const [own] = await callFor(group, env, line, [batch]);
    if (!own) throw new Error(`partition ${name} gave no answer`);
    return own;
  } finally {
    leave(group);
  }
}
