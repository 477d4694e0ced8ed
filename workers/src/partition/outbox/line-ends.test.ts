import { RowBuffer, type RowSpan } from "@edgewise/core/events/row-buffer.ts";
import type { PartitionEvent } from "@edgewise/core/events/types.ts";
import { describe, expect, it } from "vitest";
import type { Line } from "./body.ts";
import { LineEnds } from "./line-ends.ts";

const ID = "ffffffff-ffff-5fff-bfff-ffffffffffff";
const OTHER = "00000000-0000-5000-8000-000000000000";
const event = (row: string): PartitionEvent => ({
  uuid: ID,
  distinctId: "u",
  timestamp: 1,
  lane: "events",
  bot: false,
  meter: "",
  personProfile: true,
  row,
});

/** Rows as they arrive from the edge. */
function arrived(...rows: string[]): RowSpan[] {
  const events = rows.map(event);
  RowBuffer.for(events, 0).add(events);
  return events.map(({ row }) => row as RowSpan);
}

const textOf = (line: Line): string =>
  typeof line === "string" ? line : Buffer.from(line.bytes.subarray(line.from, line.to)).toString();
const parsed = (line: Line) => JSON.parse(textOf(line));

describe("LineEnds", () => {
  it.each([
    ["the longest", ID, "propertyless", Number.MAX_SAFE_INTEGER],
    ["the shortest", OTHER, "full", 1],
  ] as const)("puts %s columns behind text and bytes", (_name, id, mode, batch) => {
    const expected = { a: "é", person_id: id, person_mode: mode, batch: String(batch) };
    const [bytes] = arrived('{"a":"é"');
    expect(parsed(new LineEnds().complete('{"a":"é"', { id, mode }, batch))).toMatchObject(expected);
    expect(parsed(new LineEnds().complete(bytes!, { id, mode }, batch))).toMatchObject(expected);
  });

  it("leaves neighbours alone and lines lie behind each other", () => {
    const ends = new LineEnds();
    const rows = arrived('{"a":1', '{"a":2', '{"a":3');
    const lines = rows.map((row) => ends.complete(row, { id: ID, mode: "full" }, 7) as RowSpan);
    expect(lines.map((line) => parsed(line).a)).toEqual([1, 2, 3]);
    expect(lines[1]!.from).toBe(lines[0]!.to);
    expect(lines.every((line) => textOf(line).endsWith("\n"))).toBe(true);
  });

  it("overwrites what a failed transaction left", () => {
    const [row] = arrived('{"a":1');
    new LineEnds().complete(row!, { id: ID, mode: "propertyless" }, Number.MAX_SAFE_INTEGER);
    const line = new LineEnds().complete(row!, { id: OTHER, mode: "full" }, 1);
    expect(parsed(line)).toMatchObject({ a: 1, person_id: OTHER, person_key: "20480", batch: "1" });
  });

  it("follows the batch, not what it remembers", () => {
    const ends = new LineEnds();
    const batches = arrived('{"a":1', '{"a":2').map((row, i) =>
      ends.complete(row, { id: ID, mode: "full" }, i + 1),
    );
    expect(batches.map((line) => parsed(line).batch)).toEqual(["1", "2"]);
  });
});
