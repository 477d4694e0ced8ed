import type { Captured } from "@edgewise/core/events/accept.ts";
import { partitionOf } from "@edgewise/core/events/partition.ts";
import { rowSize } from "@edgewise/core/events/row-buffer.ts";
import type {
  AppendBatch,
  AppendResult,
  Lane,
  PartitionEvent,
  RecordingBlock,
} from "@edgewise/core/events/types.ts";
import type { EdgeEnv } from "../../../env.ts";
import type { Region } from "../../../regions/regions.ts";
import { append, type PartitionPlace } from "../append.ts";

/** Characters of rows in one batch: far below what an RPC may carry. */
const BATCH_LIMIT = 4 * 1024 * 1024;

/** Partitions of a request and how each of them answered. */
export interface StoreResult {
  /** Seconds after which to try again; 0 when everything is durable. */
  readonly retryAfterSeconds: number;
  /** uuids that are not durable. */
  readonly failed: ReadonlySet<string>;
  readonly limits: Limits;
}

/** What the partitions said of limits. */
export interface Limits {
  /** Lanes of which events came over a limit. */
  readonly lanes: Set<Lane>;
  /** SDKs are to drop what they meet on them. */
  pause: boolean;
}

/** Whose events, and where they are to be stored. */
export interface EnvironmentPlace {
  readonly environmentId: number;
  readonly region: Region;
}

interface Share {
  events: PartitionEvent[];
  size: number;
}

/** Splits events by the partition of their distinct ID, each share in batches that fit a call. */
function shares(
  environmentId: number,
  events: readonly PartitionEvent[],
  partitions: number,
): Map<number, Share[]> {
  const byPartition = new Map<number, Share[]>();
  for (const event of events) {
    const partition = partitionOf(environmentId, event.distinctId, partitions);
    let list = byPartition.get(partition);
    if (!list) {
      list = [];
      byPartition.set(partition, list);
    }
    let share = list.at(-1);
    if (!share || share.size + rowSize(event.row) > BATCH_LIMIT) {
      share = { events: [], size: 0 };
      list.push(share);
    }
    share.events.push(event);
    share.size += rowSize(event.row) + 500;
  }
  return byPartition;
}

/** Sends one partition's batches in order; stops at the first that is refused, since order matters to identity. */
async function storeShare(
  env: EdgeEnv,
  ctx: Pick<ExecutionContext, "waitUntil">,
  place: PartitionPlace,
  batches: readonly AppendBatch[],
  failed: Set<string>,
  limits: Limits,
): Promise<number> {
  let retryAfterSeconds = 0;
  for (const batch of batches) {
    let result: AppendResult | null = null;
    if (retryAfterSeconds === 0) {
      result = await append(env, ctx, place, batch).catch((error: unknown) => {
        console.error(`append to partition ${place.region} ${place.partition} failed`, error);
        return null;
      });
    }
    if (result?.ok) {
      for (const lane of result.limited ?? []) limits.lanes.add(lane);
      if (result.pause) limits.pause = true;
      continue;
    }
    retryAfterSeconds ||= result?.retryAfterSeconds ?? 5;
    for (const event of batch.events) failed.add(event.uuid);
    for (const block of batch.recordings ?? []) failed.add(block.uuid);
  }
  return retryAfterSeconds;
}

/** Makes a request durable: events, rejections, warnings and counts. Resolves when every partition answered. */
export async function store(
  env: EdgeEnv,
  ctx: Pick<ExecutionContext, "waitUntil">,
  { environmentId, region }: EnvironmentPlace,
  receivedAt: number,
  captured: Captured,
  recordings: readonly RecordingBlock[] = [],
): Promise<StoreResult> {
  const partitions = Number(env.PARTITIONS);
  const { rejections, warnings, overLimit, dropped } = captured.report;
  const byPartition = shares(environmentId, captured.events, partitions);
  const limited = Object.keys(overLimit).length > 0;
  const ruled = Object.keys(dropped).length > 0;
  const extra = ruled || rejections.length > 0 || warnings.length > 0 || limited || recordings.length > 0;
  if (byPartition.size === 0 && extra) {
    // Blocks of a session meet in one partition, whoever the visitor is by then: it is metered once.
    const home = recordings[0]?.sessionId ?? rejections[0]?.distinctId ?? "";
    byPartition.set(partitionOf(environmentId, home, partitions), [{ events: [], size: 0 }]);
  }
  const failed = new Set<string>();
  const limits: Limits = { lanes: new Set(), pause: false };
  let first = true;
  const pending: Promise<number>[] = [];
  for (const [partition, list] of byPartition) {
    const batches = list.map(({ events }): AppendBatch => {
      const carries = first && extra;
      first = false;
      return {
        environmentId,
        receivedAt,
        events,
        rejections: carries ? rejections : [],
        warnings: carries ? warnings : [],
        ...(carries && recordings.length > 0 ? { recordings } : {}),
        ...(carries && limited ? { overLimit } : {}),
        ...(carries && ruled ? { dropped } : {}),
      };
    });
    pending.push(storeShare(env, ctx, { region, partition }, batches, failed, limits));
  }
  const waits = pending.length === 1 ? [await pending[0]!] : await Promise.all(pending);
  return { retryAfterSeconds: Math.max(0, ...waits), failed, limits };
}
