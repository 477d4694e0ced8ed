import { flat } from "./flat.ts";
import type { PartitionEvent } from "./types.ts";

/** Where a row's bytes (UTF-8) lie: `from` up to `to`, then {@link ROOM} and the end of the line. */
export interface RowSpan {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
}

/**
 * Bytes kept free behind each row, for the columns that the partition adds: JSON allows spaces before the closing
 * brace. Longest: `,"person_id":"<36>","person_key":"<20>","person_mode":"propertyless","batch":"<16>"`.
 */
export const ROOM = 144;
const END: string = flat(...Array<string>(ROOM).fill(" "), "}\n");
/** Where a row's line ends, counted from its `to`. */
export const LINE_END: number = END.length;

/** Size of a row: characters of text, else bytes. */
export const rowSize = (row: string | RowSpan): number =>
  typeof row === "string" ? row.length : row.to - row.from;

const NEWLINE = 0x0a;
const encoder = new TextEncoder();

/** Rows of many events behind each other, to be completed and written where they lie. Never grows, can be reused. */
export class RowBuffer {
  readonly bytes: Uint8Array;
  used = 0;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
  }

  /** A buffer that takes these rows for certain. */
  static for(events: readonly PartitionEvent[], atLeast: number): RowBuffer {
    const size = events.reduce((sum, { row }) => sum + (typeof row === "string" ? row.length * 3 : 0), 0);
    return new RowBuffer(Math.max(atLeast, size + events.length * END.length));
  }

  /** Moves the rows' text in here, by one call for all of them; false (and nothing is moved) when they don't fit. */
  add(events: readonly PartitionEvent[]): boolean {
    let all = "";
    for (const { row } of events) if (typeof row === "string") all += row + END;
    if (this.used + all.length > this.bytes.length) return false;
    const { bytes } = this;
    const { read, written } = encoder.encodeInto(all, bytes.subarray(this.used));
    if (read < all.length) return false;
    // ASCII throughout: characters are bytes. Else lines are looked for: a row holds no newline of its own.
    const ascii = written === all.length;
    let from = this.used;
    for (const event of events) {
      const { row } = event;
      if (typeof row !== "string") continue;
      const end = ascii ? from + row.length + END.length : bytes.indexOf(NEWLINE, from) + 1;
      event.row = { bytes, from, to: end - END.length };
      from = end;
    }
    this.used = from;
    return true;
  }
}
