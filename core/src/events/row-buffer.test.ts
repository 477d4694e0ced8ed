import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LINE_END, ROOM, RowBuffer, type RowSpan } from "./row-buffer.ts";
import type { PartitionEvent } from "./types.ts";

const event = (row: string): PartitionEvent => ({
  uuid: "01a2016b-9888-7d93-8aab-822d638df829",
  distinctId: "u",
  timestamp: 1,
  lane: "events",
  bot: false,
  meter: "",
  personProfile: true,
  row,
});
const span = ({ row }: PartitionEvent): RowSpan => row as RowSpan;
const text = ({ bytes, from, to }: RowSpan): string => Buffer.from(bytes.subarray(from, to)).toString();

describe("RowBuffer", () => {
  it("holds every row, in order and behind each other, and nothing of what did not fit", () => {
    const requests = fc.array(fc.array(fc.string({ unit: "binary", maxLength: 40 }), { maxLength: 4 }));
    fc.assert(
      fc.property(requests, fc.integer({ min: 1, max: 3000 }), (batches, size) => {
        const buffer = new RowBuffer(size);
        const kept: [PartitionEvent, string][] = [];
        for (const texts of batches) {
          const rows = texts.map((one) => JSON.stringify(one));
          const events = rows.map(event);
          const before = buffer.used;
          const taken = buffer.add(events);
          if (taken) kept.push(...events.map((one, i): [PartitionEvent, string] => [one, rows[i]!]));
          else {
            expect(events.map(({ row }) => row)).toEqual(rows);
            expect(buffer.used).toBe(before);
            expect(RowBuffer.for(events, 0).add(events)).toBe(true);
            expect(events.map((one) => text(span(one)))).toEqual(rows);
          }
        }
        expect(kept.map(([one]) => text(span(one)))).toEqual(kept.map(([, row]) => row));
        let at = 0;
        for (const [one] of kept) {
          expect(span(one).from).toBe(at);
          at = span(one).to + LINE_END;
        }
        expect(buffer.used).toBe(at);
      }),
    );
  });

  it("leaves room behind each row, so that the line can be completed in place", () => {
    const columns = `,"person_id":"${"0".repeat(36)}","person_key":"${"9".repeat(20)}","person_mode":"propertyless","batch":"${Number.MAX_SAFE_INTEGER}"`;
    expect(columns.length).toBeLessThanOrEqual(ROOM);
    const events = [event('{"uuid":"é😀"'), event('{"a":"x"')];
    const buffer = RowBuffer.for(events, 0);
    buffer.add(events);
    for (const one of events) Buffer.from(buffer.bytes.buffer).write(columns, span(one).to);
    const lines = Buffer.from(buffer.bytes.subarray(0, buffer.used)).toString().trimEnd().split("\n");
    expect(lines.map((line) => Object.keys(JSON.parse(line))[0])).toEqual(["uuid", "a"]);
  });

  it("moves a row only once", () => {
    const one = event("{");
    const buffer = new RowBuffer(1000);
    buffer.add([one]);
    const { used } = buffer;
    buffer.add([one]);
    expect(buffer.used).toBe(used);
  });
});
