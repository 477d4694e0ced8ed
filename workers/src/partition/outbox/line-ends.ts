import { keyOf } from "@edgewise/core/events/identity.ts";
import { LINE_END, ROOM, type RowSpan } from "@edgewise/core/events/row-buffer.ts";
import type { ResolvedPerson } from "../identity/apply-event.ts";
import type { Line } from "./body.ts";

const encoder = new TextEncoder();

/** The columns that only the partition knows, put behind rows. Lives as long as one transaction. */
export class LineEnds {
  private readonly known = new Map<string, Uint8Array>();
  private batch = 0;

  /** As wide as the room, so that they overwrite what a transaction that failed may have left there. */
  private columns({ id, mode }: ResolvedPerson, batch: number): Uint8Array {
    if (batch !== this.batch) {
      this.known.clear();
      this.batch = batch;
    }
    const key = mode === "full" ? id : `${mode}${id}`;
    let columns = this.known.get(key);
    if (columns === undefined) {
      const text = `,"person_id":"${id}","person_key":"${keyOf(id)}","person_mode":"${mode}","batch":"${batch}"`;
      columns = encoder.encode(text.padEnd(ROOM));
      this.known.set(key, columns);
    }
    return columns;
  }

  /** A row as a complete line: bytes are completed where they lie (see `RowBuffer`), text gets no newline. */
  complete(row: string | RowSpan, person: ResolvedPerson, batch: number): Line {
    const columns = this.columns(person, batch);
    if (typeof row === "string") return `${row}${new TextDecoder().decode(columns).trimEnd()}}`;
    row.bytes.set(columns, row.to);
    return { bytes: row.bytes, from: row.from, to: row.to + LINE_END };
  }
}
