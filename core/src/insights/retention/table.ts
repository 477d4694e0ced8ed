import type { RetentionPlan } from "./plan.ts";

/** Actors of one row and column; with a measure the sum of their numbers and how many these are. */
export interface Cell {
  readonly actors: number;
  readonly total: number;
  readonly numbers: number;
}

/** Cells by row and column. */
export type Table = Cell[][];

const NOTHING: Cell = { actors: 0, total: 0, numbers: 0 };

export const emptyTable = ({ starts, columns }: RetentionPlan): Table =>
  starts.map(() => columns.map(() => NOTHING));

const added = (a: Cell, b: Cell): Cell => ({
  actors: a.actors + b.actors,
  total: a.total + b.total,
  numbers: a.numbers + b.numbers,
});
const sum = (cells: readonly Cell[]): Cell => cells.reduce(added, NOTHING);

/** How many started, over all rows. */
export const cohortOf = (table: Table): number => sum(table.map(([size = NOTHING]) => size)).actors;

/** A running table counts whoever came back in a column or a later one. */
export const reachedOrBeyond = ([size = NOTHING, ...cells]: Cell[]): Cell[] => [
  size,
  ...cells.map((_, step) => sum(cells.slice(step))),
];

/** Two tables added up, cell by cell. */
export const merged = (a: Table, b: Table): Table =>
  a.map((row, start) => row.map((cell, step) => added(cell, b[start]?.[step] ?? NOTHING)));
