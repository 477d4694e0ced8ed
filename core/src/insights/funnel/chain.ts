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

/** Column of a value of the attempt that starts at each entry. */
export const takenColumn = (name: string, taken: string): string => `${name}0_${taken}`;

/**
 * Adds a column for each value taken: at every entry the value of the attempt that starts there, `never` where its step
 * isn't reached. Each step is one pass over the arrays, from the last step to the first: what follows from an entry is
 * known before the entry itself is looked at. Attempts always take the earliest entry that moves them on.
 */
export function addChain(rows: Rows, spec: ChainSpec): Rows {
  let all = rows;
  for (let state = spec.steps - 1; state >= 0; state--) {
    const added = spec.takes.filter(({ step }) => step >= state);
    all = addColumns(
      all,
      Object.fromEntries(added.map((taken) => [columnOf(spec, state, taken), valueAt(spec, state, taken)])),
    );
    const needed = new Set([
      state,
      ...Array.from({ length: state }, (_, earlier) => spec.moves(earlier).map(({ next }) => next)).flat(),
    ]);
    const dropped = new Set(
      spec.takes.flatMap((taken) =>
        Array.from({ length: spec.steps }, (_, step) => step)
          .filter((step) => step > state && !needed.has(step))
          .map((step) => columnOf(spec, step, taken)),
      ),
    );
    all = keepColumns(all, (column) => !dropped.has(column));
  }
  return keepColumns(all, (column) => !isLater(spec, column));
}

const columnOf = ({ name }: ChainSpec, state: number, { name: taken }: Taken): string =>
  `${name}${state}_${taken}`;

const isLater = (spec: ChainSpec, column: string): boolean =>
  spec.takes.some((taken) =>
    Array.from({ length: spec.steps - 1 }, (_, step) => columnOf(spec, step + 1, taken)).includes(column),
  );

/** The array of one value for attempts that wait for `state`, at each entry. */
function valueAt(spec: ChainSpec, state: number, taken: Taken): Expr {
  const moves = spec.moves(state);
  const fills = !spec.strict && (state > 0 || spec.waits === true);
  const [only] = moves;
  if (only && moves.length === 1 && !spec.once) {
    const found = sourceOf(spec, only, taken);
    if (!found) return mapArrays(elements(spec.entries(state).slice(0, 1)), spec.never);
    return fills ? filled(spec, state, field(found)) : field(found);
  }
  const own = ownValues(spec, state, taken);
  return fills ? filled(spec, state, own) : own;
}

/** Where a move gets a value from; undefined when it never does. */
function sourceOf(spec: ChainSpec, { fills, next }: Move, taken: Taken): string | undefined {
  if (fills.includes(taken.step)) return taken.column;
  return taken.step >= next ? columnOf(spec, next, taken) : undefined;
}

function ownValues(spec: ChainSpec, state: number, taken: Taken): Expr {
  const arrays = elements(spec.entries(state));
  const branches = spec.moves(state).flatMap((move) => {
    const source = sourceOf(spec, move, taken);
    if (!source) return [move.when, spec.never];
    const later = !move.fills.includes(taken.step) && spec.once;
    const name = later ? `l_${source}` : element(source);
    arrays[name] = later ? nextOf(field(source), spec.never) : field(source);
    return [move.when, param(name)];
  });
  return mapArrays(arrays, call("multiIf", ...branches, spec.never));
}

function filled(spec: ChainSpec, state: number, own: Expr): Expr {
  const entries = spec.entries(state);
  const isEntry = own.node === "Field" && own.chain[0] === entries[0];
  const arrays: Record<string, Expr> = isEntry ? {} : { own };
  const moved = spec.moved?.(state) ?? or(...spec.moves(state).map(({ when }) => when));
  return fillBackwards({ ...arrays, ...elements(entries) }, moved);
}
