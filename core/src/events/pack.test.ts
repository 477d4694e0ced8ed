import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packBatch, unpackBatch } from "./pack.ts";
import { RowBuffer, type RowSpan } from "./row-buffer.ts";
import type { AppendBatch, PartitionEvent } from "./types.ts";

const event: PartitionEvent = {
  uuid: "01a2016b-9888-7d93-8aab-822d638df829",
  distinctId: "u",
  timestamp: 1,
  lane: "events",
  bot: false,
  meter: "events\tweb\te",
  personProfile: true,
  row: '{"uuid":"é😀"',
};
const batch: AppendBatch = { environmentId: 1, receivedAt: 2, events: [event], rejections: [], warnings: [] };

const text = (row: string | RowSpan): string =>
  typeof row === "string" ? row : Buffer.from(row.bytes.subarray(row.from, row.to)).toString();
const copy = (one: AppendBatch): AppendBatch => ({ ...one, events: one.events.map((each) => ({ ...each })) });

/** What arrives, rows as text. */
function arrived(sent: AppendBatch): AppendBatch {
  const back = unpackBatch(packBatch(copy(sent)));
  return { ...back, events: back.events.map((one) => ({ ...one, row: text(one.row) })) };
}

describe("packBatch", () => {
  it.each<[string, AppendBatch[]]>([
    ["nothing", []],
    ["no events", [{ ...batch, events: [], rejections: [{ reason: "r", lane: "events", count: 2 }] }]],
    ["one event", [batch]],
    [
      "flags and extras",
      [
        {
          ...batch,
          events: [
            { ...event, bot: true, personProfile: false, row: "{" },
            {
              ...event,
              identity: { kind: "merge", source: "a", force: true },
              person: { set: { a: 1 }, always: true },
            },
            { ...event, group: { type: "t", index: 0, key: "k", set: {} }, row: "" },
          ],
          overLimit: { ai: 3 },
          recordings: [{ uuid: event.uuid, distinctId: "u", row: "{}" }],
        },
        batch,
      ],
    ],
  ])("%s comes back as it was", (_name, batches) => {
    expect(batches.map(arrived)).toEqual(batches);
  });

  it("keeps any rows apart, text or bytes that lie anywhere", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), fc.nat(3), (texts, others) => {
        const rows = texts.map((one) => JSON.stringify(one));
        const sent = { ...batch, events: rows.map((row) => ({ ...event, row })) };
        const placed = copy(sent);
        const buffer = new RowBuffer(100_000);
        // Every so often a row of somebody else lies between them.
        for (const one of placed.events) {
          for (let i = 0; i < others; i++) buffer.add([{ ...event }]);
          expect(buffer.add([one])).toBe(true);
        }
        expect(arrived(sent)).toEqual(sent);
        expect(arrived(placed)).toEqual(sent);
      }),
      { numRuns: 50 },
    );
  });

  it("reads from the middle of a buffer", () => {
    const packed = packBatch(copy(batch));
    const inside = new Uint8Array(packed.length + 7);
    inside.set(packed, 7);
    expect(text(unpackBatch(inside.subarray(7)).events[0]!.row)).toBe(event.row);
  });
});
