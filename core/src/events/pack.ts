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

/**
 * Bytes kept free behind each row, for the columns that the partition adds: JSON allows spaces before the closing
 * brace. Longest: `,"person_id":"<36>","person_key":"<20>","person_mode":"propertyless","batch":"<16>"`.
 */
export const ROOM = 144;
const END = `${" ".repeat(ROOM)}}\n`;

const SCRATCH_LIMIT = 4 * 1024 * 1024;
/** Where rows are collected; one batch at a time. */
let scratch = new Uint8Array(512 * 1024);

/** At least `size` bytes to write into; kept for the next batch unless very large. */
function scratchOf(size: number): Uint8Array {
  if (size <= scratch.length) return scratch;
  const larger = new Uint8Array(size);
  if (size <= SCRATCH_LIMIT) scratch = larger;
  return larger;
}

/** Rows behind each other as UTF-8, each with room and end of line, and how many bytes each one has without these. */
function encodeRows(events: readonly PartitionEvent[]): { bytes: Uint8Array; lengths: number[] } {
  let all = "";
  for (const { row } of events) all += (typeof row === "string" ? row : decoder.decode(row)) + END;
  const buffer = scratchOf(all.length * 3);
  const { written } = encoder.encodeInto(all, buffer);
  const bytes = buffer.subarray(0, written);
  // ASCII throughout: characters are bytes.
  if (written === all.length) return { bytes, lengths: events.map(({ row }) => row.length) };
  let from = 0;
  const lengths = events.map(() => {
    // A row holds no newline of its own: JSON escapes it.
    const end = bytes.indexOf(0x0a, from);
    const length = end + 1 - from - END.length;
    from = end + 1;
    return length;
  });
  return { bytes, lengths };
}

/**
 * A batch as bytes: the length of a JSON head (32 bits), the head, then all rows behind each other. It leaves the
 * heap at once and crosses to the partition, and into its outbox, without becoming objects or text again.
 */
export function packBatch(batch: AppendBatch): Uint8Array {
  const { bytes, lengths } = encodeRows(batch.events);
  const events = batch.events.map((event, i): PackedEvent => {
    const { uuid, distinctId, timestamp, lane, identity, person, group } = event;
    const flags = (event.bot ? BOT : 0) | (event.personProfile ? PERSON_PROFILE : 0);
    return identity || person || group
      ? [uuid, distinctId, timestamp, lane, flags, lengths[i]!, { identity, person, group } as Extras]
      : [uuid, distinctId, timestamp, lane, flags, lengths[i]!];
  });
  const head = encoder.encode(JSON.stringify({ ...batch, events }));
  const packed = new Uint8Array(4 + head.length + bytes.length);
  new DataView(packed.buffer).setUint32(0, head.length);
  packed.set(head, 4);
  packed.set(bytes, 4 + head.length);
  return packed;
}

/** The batch of {@link packBatch}; its rows are views of `packed`, each with its {@link ROOM} behind it. */
export function unpackBatch(packed: Uint8Array): AppendBatch {
  let at = 4 + new DataView(packed.buffer, packed.byteOffset).getUint32(0);
  const batch = JSON.parse(decoder.decode(packed.subarray(4, at))) as PackedBatch;
  const events = batch.events.map(
    ([uuid, distinctId, timestamp, lane, flags, length, extras]): PartitionEvent => {
      const row = packed.subarray(at, at + length);
      at += length + END.length;
      const bot = (flags & BOT) !== 0;
      const personProfile = (flags & PERSON_PROFILE) !== 0;
      return extras
        ? { uuid, distinctId, timestamp, lane, bot, personProfile, row, ...extras }
        : { uuid, distinctId, timestamp, lane, bot, personProfile, row };
    },
  );
  return { ...batch, events };
}
