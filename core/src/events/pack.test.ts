import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packBatch, ROOM, unpackBatch } from "./pack.ts";
import type { AppendBatch, PartitionEvent } from "./types.ts";

const event: PartitionEvent = {
  uuid: "01a2016b-9888-7d93-8aab-822d638df829",
  distinctId: "u",
  timestamp: 1,
  lane: "events",
  bot: false,
  personProfile: true,
  row: '{"uuid":"é😀"',
};
const batch: AppendBatch = { environmentId: 1, receivedAt: 2, events: [event], rejections: [], warnings: [] };

const text = (row: string | Uint8Array): string =>
  typeof row === "string" ? row : Buffer.from(row).toString();

/** What arrives, rows as text. */
function arrived(sent: AppendBatch): AppendBatch {
  const back = unpackBatch(packBatch(sent));
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

  it("keeps any rows apart, text or bytes", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), (texts) => {
        const rows = texts.map((one) => JSON.stringify(one));
        const sent = { ...batch, events: rows.map((row) => ({ ...event, row })) };
        const bytes = { ...batch, events: rows.map((row) => ({ ...event, row: Buffer.from(row) })) };
        expect(arrived(sent)).toEqual(sent);
        expect(arrived(bytes)).toEqual(sent);
      }),
    );
  });

  it("leaves room behind each row, so that the line can be completed in place", () => {
    const packed = packBatch({ ...batch, events: [event, { ...event, row: '{"a":"x"' }] });
    const columns = `,"person_id":"${"0".repeat(36)}","person_key":"${"9".repeat(20)}","person_mode":"propertyless","batch":"${Number.MAX_SAFE_INTEGER}"`;
    expect(columns.length).toBeLessThanOrEqual(ROOM);
    const rows = unpackBatch(packed).events.map((one) => one.row as Uint8Array);
    for (const row of rows) Buffer.from(row.buffer).write(columns, row.byteOffset + row.byteLength);
    const lines = Buffer.from(packed.subarray(rows[0]!.byteOffset)).toString().trimEnd().split("\n");
    expect(lines.map((line) => Object.keys(JSON.parse(line))[0])).toEqual(["uuid", "a"]);
  });

  it("grows with large rows and reads from the middle of a buffer", () => {
    const sent = { ...batch, events: [event, { ...event, row: "é".repeat(1_000_000) }, event] };
    expect(arrived(sent)).toEqual(sent);
    const packed = packBatch(batch);
    const inside = new Uint8Array(packed.length + 7);
    inside.set(packed, 7);
    expect(text(unpackBatch(inside.subarray(7)).events[0]!.row)).toBe(event.row);
  });
});
