import { keyOf } from "@edgewise/core/events/identity.ts";
import { ROOM } from "@edgewise/core/events/pack.ts";
import type { ResolvedPerson } from "../identity/apply-event.ts";

const encoder = new TextEncoder();
/** Closing brace and newline, which follow the room. */
const AFTER_ROOM = 2;

/** The columns that only the partition knows, put behind rows. Lives as long as one transaction. */
export class LineEnds {
  private readonly known = new Map<string, Uint8Array>();
  private batch = 0;

  private columns({ id, mode }: ResolvedPerson, batch: number): Uint8Array {
    if (batch !== this.batch) {
      this.known.clear();
      this.batch = batch;
    }
    const key = mode === "full" ? id : `${mode}${id}`;
    let columns = this.known.get(key);
    if (columns === undefined) {
      columns = encoder.encode(
        `,"person_id":"${id}","person_key":"${keyOf(id)}","person_mode":"${mode}","batch":"${batch}"`,
      );
      this.known.set(key, columns);
    }
    return columns;
  }

  /** A row as a complete line: bytes are completed where they lie (see `packBatch`), text gets no newline. */
  complete(row: string | Uint8Array, person: ResolvedPerson, batch: number): string | Uint8Array {
    const columns = this.columns(person, batch);
    if (typeof row === "string") return `${row}${new TextDecoder().decode(columns)}}`;
    const line = new Uint8Array(row.buffer, row.byteOffset, row.byteLength + ROOM + AFTER_ROOM);
    line.set(columns, row.byteLength);
    // A transaction that failed may have written longer columns here.
    line.fill(0x20, row.byteLength + columns.byteLength, row.byteLength + ROOM);
    return line;
  }
}
