import type { Expr } from "../../sql/ast.ts";
import { call, field, or } from "../../sql/build.ts";
import { element, elements, fillBackwards, mapArrays, nextOf, param } from "./array-expr.ts";
import { addColumns, keepColumns, type Rows } from "./rows.ts";

/** What an entry does to an attempt that waits for a step. */
export interface Move {
  /** Over the entry's columns as arguments of a lambda (`element`). */
  readonly when: Expr;
  /** Steps it fills. */
  readonly fills: readonly number[];
  /** The step that the attempt waits for next. */
  readonly next: number;
}

/** A value that an attempt takes from the entry that fills a step: the entry itself, or another column of it. */
export interface Taken {
  readonly name: string;
  readonly step: number;
  readonly column: string;
}

export interface ChainSpec {
  /** Prefix of the columns that are added. */
  readonly name: string;
  /** Columns of the entries that `when` looks at while an attempt waits for this step; the first is the entry's item. */
  readonly entries: (step: number) => readonly string[];
  readonly steps: number;
  /** What an entry does to an attempt that waits for this step, in order of preference. */
  readonly moves: (step: number) => readonly Move[];
  /** That an entry does anything to it, where this is simpler than any of the moves. */
  readonly moved?: (step: number) => Expr;
  /** Values to take; each step's own item is one of them. */
  readonly takes: readonly Taken[];
  /** `true`: the very next entry must fill the next step; else any later one may. */
  readonly strict: boolean;
  /** `true`: an entry that filled a step can't be looked at again for the next. */
  readonly once: boolean;
  /** The first step may be filled by a later entry too: columns are not only for attempts that start here. */
  readonly waits?: boolean;
  /** Value of what isn't reached. */
  readonly never: Expr;
}

export interface Chain {
  readonly rows: Rows;
  /** Column of a value taken. */
  readonly columnOf: (taken: string) => string;
}

/** Columns of the values of attempts that wait for a step, by step and value. */
type Names = ReadonlyMap<string, string>;

/**
 * Adds a column for each value taken: at every entry the value of the attempt that starts there, `never` where its step
 * isn't reached. Each step is one pass over the arrays, from the last step to the first: what follows from an entry is
 * known before the entry itself is looked at. Attempts always take the earliest entry that moves them on.
 */
export function addChain(rows: Rows, spec: ChainSpec): Chain {
  const names = new Map<string, string>();
  let all = rows;
  for (let state = spec.steps - 1; state >= 0; state--) {
    const added: Record<string, Expr> = {};
    for (const taken of spec.takes.filter(({ step }) => step >= state)) {
      const own = valueAt(spec, names, state, taken);
      // Who was filled by an entry goes on from the next one: kept as it is asked for.
      const value = spec.once && state > 0 ? nextOf(own, spec.never) : own;
      const known = value.node === "Field" ? String(value.chain[0]) : undefined;
      const column = known ?? `${spec.name}${state}_${taken.name}`;
      if (!known) added[column] = value;
      names.set(keyOf(state, taken.name), column);
    }
    all = addColumns(all, added);
    const needed = new Set(rows.columns);
    for (const step of statesAhead(spec, state))
      for (const { name } of spec.takes) needed.add(names.get(keyOf(step, name)) ?? "");
    all = keepColumns(all, (column) => needed.has(column));
  }
  return { rows: all, columnOf: (taken) => names.get(keyOf(0, taken)) ?? "" };
}

const keyOf = (state: number, taken: string): string => `${state} ${taken}`;

/** This state, and those that earlier ones still lead to. */
const statesAhead = ({ moves }: ChainSpec, state: number): number[] => [
  state,
  ...Array.from({ length: state }, (_, earlier) => moves(earlier).map(({ next }) => next)).flat(),
];

/** The array of one value for attempts that wait for `state`, at each entry. */
function valueAt(spec: ChainSpec, names: Names, state: number, taken: Taken): Expr {
  const moves = spec.moves(state);
  const fills = !spec.strict && (state > 0 || spec.waits === true);
  const [only] = moves;
  if (only && moves.length === 1 && !spec.once) {
    const found = sourceOf(only, names, taken);
    if (!found) return mapArrays(elements(spec.entries(state).slice(0, 1)), spec.never);
    return fills ? filled(spec, state, field(found)) : field(found);
  }
  const own = ownValues(spec, names, state, taken);
  return fills ? filled(spec, state, own) : own;
}

/** Where a move gets a value from; undefined when it never does. */
function sourceOf({ fills, next }: Move, names: Names, taken: Taken): string | undefined {
  if (fills.includes(taken.step)) return taken.column;
  return taken.step >= next ? names.get(keyOf(next, taken.name)) : undefined;
}

function ownValues(spec: ChainSpec, names: Names, state: number, taken: Taken): Expr {
  const arrays = elements(spec.entries(state));
  const moved = spec.moved?.(state);
  const fillsItself = (move: Move) => move.fills.includes(taken.step);
  const branches = spec.moves(state).flatMap((move) => {
    // All moves that fill the step itself are what is left of those that do anything.
    if (moved && fillsItself(move)) return [];
    const source = sourceOf(move, names, taken);
    if (!source) return [move.when, spec.never];
    arrays[element(source)] = field(source);
    return [move.when, param(element(source))];
  });
  if (moved && spec.moves(state).some(fillsItself)) {
    arrays[element(taken.column)] = field(taken.column);
    branches.push(moved, param(element(taken.column)));
  }
  return mapArrays(arrays, call("multiIf", ...branches, spec.never));
}

function filled(spec: ChainSpec, state: number, own: Expr): Expr {
  const entries = spec.entries(state);
  const isEntry = own.node === "Field" && own.chain[0] === entries[0];
  const arrays: Record<string, Expr> = isEntry ? {} : { own };
  const moved = spec.moved?.(state) ?? or(...spec.moves(state).map(({ when }) => when));
  return fillBackwards({ ...arrays, ...elements(entries) }, moved);
}
