import { LINE_END, RowBuffer, type RowSpan } from "./row-buffer.ts";
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

/** uuid, distinct ID, time, lane, flags, bytes of the row, cell of the meter, extras. */
type PackedEvent =
  | [string, string, number, Lane, number, number, string]
  | [string, string, number, Lane, number, number, string, Extras];

type PackedBatch = Omit<AppendBatch, "events"> & { readonly events: readonly PackedEvent[] };

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * A batch as bytes: the length of a JSON head (32 bits), the head, then all rows behind each other, each with its end of
 * line. So it crosses to a partition that runs elsewhere, and into its outbox, without becoming objects or text again.
 * Rows that are text are moved into a buffer first.
 */
export function packBatch(batch: AppendBatch): Uint8Array {
  const texts = batch.events.filter(({ row }) => typeof row === "string");
  if (texts.length > 0) RowBuffer.for(texts, 0).add(texts);
  const spans = batch.events.map(({ row }) => row as RowSpan);
  const size = spans.reduce((sum, { from, to }) => sum + to - from + LINE_END, 0);
  const events = batch.events.map((event, i): PackedEvent => {
    const { uuid, distinctId, timestamp, lane, meter, identity, person, group } = event;
    const flags = (event.bot ? BOT : 0) | (event.personProfile ? PERSON_PROFILE : 0);
    const length = spans[i]!.to - spans[i]!.from;
    return identity || person || group
      ? [uuid, distinctId, timestamp, lane, flags, length, meter, { identity, person, group } as Extras]
      : [uuid, distinctId, timestamp, lane, flags, length, meter];
  });
  const head = encoder.encode(JSON.stringify({ ...batch, events }));
  const packed = new Uint8Array(4 + head.length + size);
  new DataView(packed.buffer).setUint32(0, head.length);
  packed.set(head, 4);
  let at = 4 + head.length;
  for (const { bytes, from, to } of spans) {
    packed.set(bytes.subarray(from, to + LINE_END), at);
    at += to - from + LINE_END;
  }
  return packed;
}

/** The batch of {@link packBatch}; its rows lie in `packed`, each with its room behind it. */
export function unpackBatch(packed: Uint8Array): AppendBatch {
  let at = 4 + new DataView(packed.buffer, packed.byteOffset).getUint32(0);
  const batch = JSON.parse(decoder.decode(packed.subarray(4, at))) as PackedBatch;
  const events = batch.events.map(
    ([uuid, distinctId, timestamp, lane, flags, length, meter, extras]): PartitionEvent => {
      const row: RowSpan = { bytes: packed, from: at, to: at + length };
      at += length + LINE_END;
      const bot = (flags & BOT) !== 0;
      const personProfile = (flags & PERSON_PROFILE) !== 0;
      return { uuid, distinctId, timestamp, lane, bot, meter, personProfile, row, ...extras };
    },
  );
  return { ...batch, events };
}
