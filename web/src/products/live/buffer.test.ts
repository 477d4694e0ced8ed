import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EventRow } from "../events/types.ts";
import { EMPTY_BUFFER, KEEP, newestArrival, receive, release } from "./buffer.ts";

const row = (uuid: string, second: number): EventRow => ({
  uuid,
  event: "e",
  timestamp: "2026-01-01T00:00:00Z",
  created_at: `2026-01-01T00:00:${String(second).padStart(2, "0")}Z`,
  distinct_id: "d",
  properties: {},
});
const ids = (rows: readonly EventRow[]) => rows.map(({ uuid }) => uuid).join("");

describe("receive", () => {
  const start = receive(EMPTY_BUFFER, [row("a", 1), row("b", 2)], false);
  it("shows the newest first", () => expect(ids(start.shown)).toBe("ba"));
  it("ignores rows it has", () => {
    const next = receive(start, [row("b", 2), row("c", 3)], false);
    expect(ids(next.shown)).toBe("cba");
  });
  it("holds rows back while paused, and counts them once", () => {
    const held = receive(receive(start, [row("c", 3)], true), [row("c", 3), row("d", 4)], true);
    expect([ids(held.shown), ids(held.waiting)]).toEqual(["ba", "dc"]);
    expect(ids(release(held).shown)).toBe("dcba");
  });
  it("shows what waited as soon as holding ends, without a new row", () => {
    const held = receive(start, [row("c", 3)], true);
    expect(ids(receive(held, [], false).shown)).toBe("cba");
  });
  it("knows the newest arrival", () => {
    expect(newestArrival(EMPTY_BUFFER)).toBeNull();
    expect(newestArrival(receive(start, [row("c", 9)], true))).toBe("2026-01-01T00:00:09Z");
  });
});

it("never shows a row twice and never grows past its bound", () => {
  const polls = fc.array(
    fc.tuple(fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 200 }), fc.boolean()),
  );
  fc.assert(
    fc.property(polls, (list) => {
      let buffer = EMPTY_BUFFER;
      for (const [numbers, hold] of list) {
        buffer = receive(
          buffer,
          [...new Set(numbers)].map((n) => row(`u${n}`, n % 60)),
          hold,
        );
        const all = [...buffer.waiting, ...buffer.shown].map(({ uuid }) => uuid);
        expect(new Set(all).size).toBe(all.length);
        expect(buffer.shown.length).toBeLessThanOrEqual(KEEP);
        expect(buffer.waiting.length).toBeLessThanOrEqual(KEEP);
      }
    }),
    { numRuns: 30 },
  );
});
