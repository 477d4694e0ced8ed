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

/** uuid, distinct ID, time, lane, flags, characters of the row, extras. */
type PackedEvent =
  | [string, string, number, Lane, number, number]
  | [string, string, number, Lane, number, number, Extras];

function packEvent({
  uuid,
  distinctId,
  timestamp,
  lane,
  bot,
  personProfile,
  row,
  ...extras
}: PartitionEvent): PackedEvent {
  const flags = (bot ? BOT : 0) | (personProfile ? PERSON_PROFILE : 0);
  return extras.identity || extras.person || extras.group
    ? [uuid, distinctId, timestamp, lane, flags, row.length, extras]
    : [uuid, distinctId, timestamp, lane, flags, row.length];
}

/**
 * Batches as one text: the length of a JSON head, the head, then all rows behind each other. A call between Workers
 * copies one text many times faster than hundreds of objects, and the rows arrive as slices of it.
 */
export function packBatches(batches: readonly AppendBatch[]): string {
  let rows = "";
  const head = batches.map((batch) => ({
    ...batch,
    events: batch.events.map((event) => {
      rows += event.row;
      return packEvent(event);
    }),
  }));
  const json = JSON.stringify(head);
  return `${json.length} ${json}${rows}`;
}

type PackedBatch = Omit<AppendBatch, "events"> & { readonly events: readonly PackedEvent[] };

/** The batches of {@link packBatches}. */
export function unpackBatches(packed: string): AppendBatch[] {
  const start = packed.indexOf(" ") + 1;
  let at = start + Number(packed.slice(0, start));
  const head = JSON.parse(packed.slice(start, at)) as PackedBatch[];
  return head.map((batch) => ({
    ...batch,
    events: batch.events.map(([uuid, distinctId, timestamp, lane, flags, length, extras]): PartitionEvent => {
      const row = packed.slice(at, at + length);
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
  }));
}
