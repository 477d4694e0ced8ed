import type {
  AppendBatch,
  GroupUpdate,
  IdentityRequest,
  Lane,
  PartitionEvent,
  PersonUpdate,
} from "./types.ts";

/** What only some events have. */
interface Extras {
  readonly identity?: IdentityRequest;
  readonly person?: PersonUpdate;
  readonly group?: GroupUpdate;
}

const BOT = 1;
const PERSON_PROFILE = 2;

/** uuid, distinct ID, time, lane, flags, bytes of the row, extras. */
type PackedEvent =
  | [string, string, number, Lane, number, number]
  | [string, string, number, Lane, number, number, Extras];

type PackedBatch = Omit<AppendBatch, "events"> & { readonly events: readonly PackedEvent[] };

const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** Where rows are collected; one batch at a time. */
let scratch = new Uint8Array(256 * 1024);

/** Appends `row` at `at` of the scratch; returns its length in bytes. */
function writeRow(row: string | Uint8Array, at: number): number {
  const most = at + (typeof row === "string" ? row.length * 3 : row.length);
  if (most > scratch.length) {
    const larger = new Uint8Array(most * 2);
    larger.set(scratch.subarray(0, at));
    scratch = larger;
  }
  if (typeof row === "string") return encoder.encodeInto(row, scratch.subarray(at)).written;
  scratch.set(row, at);
  return row.length;
}

/**
 * A batch as bytes: the length of a JSON head (32 bits), the head, then all rows behind each other. It leaves the
 * heap at once and crosses to the partition, and into its outbox, without becoming objects or text again.
 */
export function packBatch(batch: AppendBatch): Uint8Array {
  let end = 0;
  const events = batch.events.map(
    ({ uuid, distinctId, timestamp, lane, bot, personProfile, row, ...extras }): PackedEvent => {
      const length = writeRow(row, end);
      end += length;
      const flags = (bot ? BOT : 0) | (personProfile ? PERSON_PROFILE : 0);
      return extras.identity || extras.person || extras.group
        ? [uuid, distinctId, timestamp, lane, flags, length, extras]
        : [uuid, distinctId, timestamp, lane, flags, length];
    },
  );
  const head = encoder.encode(JSON.stringify({ ...batch, events }));
  const packed = new Uint8Array(4 + head.length + end);
  new DataView(packed.buffer).setUint32(0, head.length);
  packed.set(head, 4);
  packed.set(scratch.subarray(0, end), 4 + head.length);
  return packed;
}

/** The batch of {@link packBatch}; its rows are views of `packed`. */
export function unpackBatch(packed: Uint8Array): AppendBatch {
  let at = 4 + new DataView(packed.buffer, packed.byteOffset).getUint32(0);
  const batch = JSON.parse(decoder.decode(packed.subarray(4, at))) as PackedBatch;
  return {
    ...batch,
    events: batch.events.map(([uuid, distinctId, timestamp, lane, flags, length, extras]): PartitionEvent => {
      const row = packed.subarray(at, at + length);
      at += length;
      return {
        uuid,
        distinctId,
        timestamp,
        lane,
        bot: (flags & BOT) !== 0,
        personProfile: (flags & PERSON_PROFILE) !== 0,
        row,
        ...extras,
      };
    }),
  };
}
