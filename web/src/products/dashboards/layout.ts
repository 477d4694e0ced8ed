import type { Box, Tile } from "./types.ts";

/** Columns of the wide grid; a narrow screen stacks the tiles instead. */
export const COLUMNS = 12;
const MIN = { w: 2, h: 2 } as const;

export interface Placed extends Box {
  readonly id: number;
}

/** What placing reads of a tile. */
type PlacedTile = Pick<Tile, "id" | "layouts"> & {
  readonly insight: object | null;
  readonly widget?: object | null;
};

/** Where every tile stands: as saved, and the others below in their order. Boxes never overlap. */
export function placeTiles(tiles: readonly PlacedTile[]): readonly Placed[] {
  const saved = tiles.flatMap((tile) => {
    const box = boxOf(tile);
    return box ? [{ id: tile.id, ...box }] : [];
  });
  const placed = [...compact(saved)];
  for (const tile of tiles) {
    if (placed.some(({ id }) => id === tile.id)) continue;
    const size = tile.insight || tile.widget ? { w: 6, h: 5 } : { w: COLUMNS, h: 2 };
    placed.push({ id: tile.id, ...firstGap(placed, size), ...size });
  }
  return compact(placed);
}

function boxOf({ layouts: { sm } }: PlacedTile): Box | null {
  if (!sm || sm.x === undefined || sm.y === undefined || !sm.w || !sm.h) return null;
  const w = Math.min(sm.w, COLUMNS);
  return { x: Math.min(sm.x, COLUMNS - w), y: sm.y, w, h: sm.h };
}

/** The highest place, then the leftmost, at which a box of this size fits. */
function firstGap(placed: readonly Box[], size: { w: number; h: number }): { x: number; y: number } {
  for (let y = 0; ; y++) {
    for (let x = 0; x + size.w <= COLUMNS; x++) {
      if (!placed.some((other) => collide({ x, y, ...size }, other))) return { x, y };
    }
  }
}

/** Every box as high as it can be without passing another; of two that overlap the earlier one stays. */
export function compact(boxes: readonly Placed[]): readonly Placed[] {
  const done: Placed[] = [];
  for (const box of readingOrder(boxes)) {
    let y = 0;
    for (const other of done) {
      if (box.x < other.x + other.w && other.x < box.x + box.w) y = Math.max(y, other.y + other.h);
    }
    done.push({ ...box, y });
  }
  return boxes.map(({ id }) => done.find((box) => box.id === id) as Placed);
}

/** Rows from top to bottom, each from left to right. */
export function readingOrder<B extends Box>(boxes: readonly B[]): readonly B[] {
  return [...boxes].sort((a, b) => a.y - b.y || a.x - b.x);
}

function collide(a: Box, b: Box): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

export type Nudge = "left" | "right" | "up" | "down" | "wider" | "narrower" | "taller" | "shorter";

/** The layout after one tile was moved or resized by a key press. */
export function nudge(boxes: readonly Placed[], id: number, how: Nudge): readonly Placed[] {
  const box = boxes.find((one) => one.id === id);
  if (!box) return boxes;
  const next = { ...box };
  if (how === "left") next.x = Math.max(0, box.x - 1);
  if (how === "right") next.x = Math.min(COLUMNS - box.w, box.x + 1);
  if (how === "wider") next.w = Math.min(COLUMNS - box.x, box.w + 1);
  if (how === "narrower") next.w = Math.max(MIN.w, box.w - 1);
  if (how === "taller") next.h = box.h + 1;
  if (how === "shorter") next.h = Math.max(MIN.h, box.h - 1);
  if (how === "up" || how === "down") next.y = besideNeighbour(boxes, box, how);
  // The half row lets the moved tile win its place from whatever stands there.
  const moved = boxes.map((one) => (one.id === id ? { ...next, y: next.y - 0.5 } : one));
  return compact(moved);
}

/** The row at which a box has passed its nearest neighbour above or below. */
function besideNeighbour(boxes: readonly Placed[], box: Placed, how: "up" | "down"): number {
  const inColumns = boxes.filter(
    (other) => other.id !== box.id && other.x < box.x + box.w && box.x < other.x + other.w,
  );
  if (how === "up") return Math.max(0, ...inColumns.map(({ y }) => y).filter((y) => y < box.y));
  const below = inColumns.filter(({ y }) => y >= box.y + box.h);
  const nearest = readingOrder(below)[0];
  return nearest ? nearest.y + nearest.h : box.y + 0.5;
}
