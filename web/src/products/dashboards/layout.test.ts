import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COLUMNS, compact, type Nudge, nudge, type Placed, placeTiles } from "./layout.ts";
import type { Tile } from "./types.ts";

const tile = (id: number, sm?: object, text = false): Tile =>
  ({
    id,
    layouts: sm ? { sm } : {},
    insight: text ? null : {},
    text: text ? { body: "" } : null,
    color: null,
  }) as Tile;

describe("placeTiles", () => {
  it.each<[string, Tile[], Placed[]]>([
    ["nothing", [], []],
    [
      "two insights without places stand side by side",
      [tile(1), tile(2)],
      [
        { id: 1, x: 0, y: 0, w: 6, h: 5 },
        { id: 2, x: 6, y: 0, w: 6, h: 5 },
      ],
    ],
    ["a text takes the whole width", [tile(1, undefined, true)], [{ id: 1, x: 0, y: 0, w: 12, h: 2 }]],
    [
      "a saved place is kept, the new tile takes the gap beside it",
      [tile(1), tile(2, { x: 6, y: 0, w: 6, h: 4 })],
      [
        { id: 1, x: 0, y: 0, w: 6, h: 5 },
        { id: 2, x: 6, y: 0, w: 6, h: 4 },
      ],
    ],
    [
      "too wide or too far right is cut",
      [tile(1, { x: 11, y: 3, w: 30, h: 2 })],
      [{ id: 1, x: 0, y: 0, w: 12, h: 2 }],
    ],
    ["half a place is none", [tile(1, { x: 3 })], [{ id: 1, x: 0, y: 0, w: 6, h: 5 }]],
  ])("%s", (_, tiles, expected) => {
    const byId = (a: Placed, b: Placed) => a.id - b.id;
    expect([...placeTiles(tiles)].sort(byId)).toEqual(expected);
  });
});

describe("nudge", () => {
  const side: Placed[] = [
    { id: 1, x: 0, y: 0, w: 6, h: 5 },
    { id: 2, x: 6, y: 0, w: 6, h: 5 },
    { id: 3, x: 0, y: 5, w: 12, h: 2 },
  ];
  it.each<[Nudge, number, Partial<Placed>, number, Partial<Placed>]>([
    ["down", 1, { x: 0, y: 7 }, 3, { y: 5 }],
    ["up", 3, { y: 0 }, 1, { y: 2 }],
    ["left", 1, { x: 0 }, 2, { x: 6 }],
    ["right", 1, { x: 1, y: 0 }, 2, { y: 5 }],
    ["wider", 1, { w: 7, y: 0 }, 2, { y: 5 }],
    ["narrower", 1, { w: 5 }, 2, { x: 6, y: 0 }],
    ["taller", 1, { h: 6 }, 3, { y: 6 }],
    ["shorter", 3, { h: 2 }, 1, { y: 0 }],
    ["down", 3, { y: 5 }, 1, { y: 0 }],
  ])("%s of %i", (how, id, expected, other, otherExpected) => {
    const after = nudge(side, id, how);
    expect(after.find((box) => box.id === id)).toMatchObject(expected);
    expect(after.find((box) => box.id === other)).toMatchObject(otherExpected);
  });
});

const boxes = fc
  .array(
    fc.record({
      x: fc.nat(11),
      y: fc.nat(20),
      w: fc.integer({ min: 2, max: 12 }),
      h: fc.integer({ min: 2, max: 8 }),
    }),
    {
      maxLength: 12,
    },
  )
  .map((list) => list.map((box, id) => ({ ...box, id, x: Math.min(box.x, COLUMNS - box.w) })));

function sound(list: readonly Placed[]): boolean {
  return list.every(
    (a, i) =>
      Number.isInteger(a.y) &&
      a.x >= 0 &&
      a.x + a.w <= COLUMNS &&
      list.every(
        (b, j) => i >= j || a.x >= b.x + b.w || b.x >= a.x + a.w || a.y >= b.y + b.h || b.y >= a.y + a.h,
      ),
  );
}

describe("whatever the boxes", () => {
  it("compact separates them, and changes nothing the second time", () => {
    fc.assert(
      fc.property(boxes, (list) => {
        const once = compact(list);
        return sound(once) && JSON.stringify(compact(once)) === JSON.stringify(once);
      }),
    );
  });
  it("nudges keep them sound and lose none", () => {
    const hows = fc.constantFrom<Nudge>(
      "left",
      "right",
      "up",
      "down",
      "wider",
      "narrower",
      "taller",
      "shorter",
    );
    fc.assert(
      fc.property(boxes, fc.nat(11), fc.array(hows, { maxLength: 6 }), (list, id, moves) => {
        const after = moves.reduce((now, how) => nudge(now, id, how), compact(list));
        return sound(after) && after.length === list.length;
      }),
    );
  });
});
