import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packBatches, unpackBatches } from "./pack.ts";
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

describe("packBatches", () => {
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
    expect(unpackBatches(packBatches(batches))).toEqual(batches);
  });

  it("keeps any rows apart", () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string({ unit: "binary" }))), (rows) => {
        const batches = rows.map((list) => ({ ...batch, events: list.map((row) => ({ ...event, row })) }));
        expect(unpackBatches(packBatches(batches))).toEqual(batches);
      }),
    );
  });
});
