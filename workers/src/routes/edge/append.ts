import { partitionName } from "@edgewise/core/events/partition.ts";
import type { AppendResult } from "@edgewise/core/events/types.ts";
import type { EdgeEnv } from "../../env.ts";

/** Longest wait for another request's append before a request appends by itself, ms. */
const FOLLOWER_TIMEOUT = 3000;
/** Longest wait for the append before ours, ms. */
const TURN_TIMEOUT = 1000;
/** What a group waits for company when calls follow each other, ms: the answers just sent bring the next requests. */
const GATHER = 2;
/** Bytes of one RPC; the platform takes 32 MiB. */
const GROUP_LIMIT = 8 * 1024 * 1024;

interface Group {
  readonly batches: Uint8Array[];
  size: number;
  results: Promise<AppendResult[]> | null;
}

/** Appends to one partition from this isolate. */
interface Line {
  /** The group that still takes batches. */
  open: Group | null;
  /** The call under way; never rejects. */
  busy: Promise<void> | null;
}

const lines = new Map<number, Line>();

function call(env: EdgeEnv, partition: number, batches: readonly Uint8Array[]): Promise<AppendResult[]> {
  const stub = env.PARTITION.get(env.PARTITION.idFromName(partitionName(partition)));
  return stub.append(batches) as Promise<AppendResult[]>;
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

/** Takes the line's turn: waits for the call under way, closes the group and sends it. */
async function lead(env: EdgeEnv, partition: number, line: Line, group: Group): Promise<AppendResult[]> {
  if (line.busy) {
    await within(line.busy, TURN_TIMEOUT);
    await scheduler.wait(GATHER);
  }
  if (line.open === group) line.open = null;
  const results = call(env, partition, group.batches);
  const busy = results.then(
    () => undefined,
    () => undefined,
  );
  line.busy = busy;
  busy.then(() => {
    if (line.busy === busy) line.busy = null;
  });
  return results;
}

/**
 * Appends a packed batch durably. While one call to a partition is under way, the batches of further requests gather and go
 * together in the next one, so a busy isolate pays for few calls and an idle one waits for nothing.
 * A request whose leader fails or is late appends by itself: safe, since partitions drop known uuids.
 *
 * @throws when the partition can't be reached
 */
export async function append(
  env: EdgeEnv,
  ctx: Pick<ExecutionContext, "waitUntil">,
  partition: number,
  batch: Uint8Array,
): Promise<AppendResult> {
  let line = lines.get(partition);
  if (!line) {
    line = { open: null, busy: null };
    lines.set(partition, line);
  }
  let group = line.open;
  if (!group || group.size + batch.length > GROUP_LIMIT) {
    group = { batches: [], size: 0, results: null };
    line.open = group;
  }
  const index = group.batches.push(batch) - 1;
  group.size += batch.length;
  const leads = group.results === null;
  if (leads) {
    group.results = lead(env, partition, line, group);
    ctx.waitUntil(group.results.catch(() => undefined));
  }
  try {
    const results = leads ? await group.results! : await within(group.results!, FOLLOWER_TIMEOUT);
    const result = results === "late" ? undefined : results[index];
    if (result) return result;
  } catch {
    // The object may have been restarted: once more, alone.
  }
  const [own] = await call(env, partition, [batch]);
  if (!own) throw new Error(`partition ${partition} gave no answer`);
  return own;
}
