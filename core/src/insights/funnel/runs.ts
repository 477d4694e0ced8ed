import type { Expr, Select } from "../../sql/ast.ts";
import { alias, call, compare, constant, field, lambda, select, tuple } from "../../sql/build.ts";
import { fillBackwards, mapArrays, never, nextOf, nth, param } from "./array-expr.ts";
import type { EventItems } from "./event-item.ts";
import type { Exclusion } from "./plan.ts";

/** Rows of one actor each, with the array columns named here. */
export interface Rows {
  readonly from: Select;
  readonly columns: readonly string[];
}

/** The rows with one more column. */
export function addColumn({ from, columns }: Rows, name: string, value: Expr): Rows {
  return {
    from: select({ select: [...columns.map((column) => field(column)), alias(name, value)], from }),
    columns: [...columns, name],
  };
}

export const dropColumn = ({ from, columns }: Rows, name: string): Rows => ({
  from,
  columns: columns.filter((column) => column !== name),
});

/** Column of the time of the next event of an exclusion, after each item. */
export const exclusionColumn = (index: number): string => `excluded_${index}`;

export function addExclusions(rows: Rows, items: EventItems, exclusions: readonly Exclusion[]): Rows {
  return exclusions.reduce((all, _, index) => {
    const time = call("if", items.has(field("i"), items.exclusion(index)), items.time(field("i")), never);
    const times = fillBackwards(
      "t",
      compare(param("t"), "!=", never),
      mapArrays({ i: field("items") }, time),
    );
    return addColumn(all, exclusionColumn(index), afterSameTime(nextOf(times, never), items));
  }, rows);
}

/** The value of the last item at the same time, for every item. */
function afterSameTime(values: Expr, items: EventItems): Expr {
  const last = compare(items.time(field("next")), "!=", items.time(field("i")));
  const following = nextOf(field("items"), call("arrayElement", field("items"), constant(1)));
  return call("arrayReverseFill", lambda(["v", "next", "i"], last), values, following, field("items"));
}

interface RunOptions {
  readonly name: string;
  /** Marks that fill each step. */
  readonly marks: readonly bigint[];
  /** The very next item must fill the next step. */
  readonly strict?: boolean;
  /** Elements only at items that fill the first step themselves, else also at those before. */
  readonly startsOnly?: boolean;
  readonly exclusions?: readonly Exclusion[];
}

/**
 * Adds the column `name`: for each item the run of earliest events that fill the steps one after the other from there.
 * A run is `(time, run of the later steps, time of the next exclusion…)`, {@link never} for steps that aren't reached.
 * One pass over the items for each step, from the last step to the first.
 */
export function addRuns(rows: Rows, items: EventItems, options: RunOptions): Rows {
  const { name, marks, strict = false, startsOnly = false, exclusions = [] } = options;
  let all = rows;
  let later: { column: string; none: Expr } | undefined;
  for (let step = marks.length - 1; step >= 0; step--) {
    const column = step === 0 ? name : `${name}_${step}`;
    const excluded = exclusions.flatMap(({ from }, index) => (from === step ? [index] : []));
    const arrays: Record<string, Expr> = { i: field("items") };
    if (later) arrays.later = nextOf(field(later.column), later.none);
    for (const index of excluded) arrays[`x${index}`] = field(exclusionColumn(index));
    const others = Object.keys(arrays).slice(1);
    const none = tuple(never, ...(later ? [later.none] : []), ...excluded.map(() => never));
    const found = tuple(items.time(field("i")), ...others.map((other) => field(other)));
    const own = mapArrays(arrays, call("if", items.has(field("i"), marks[step] ?? 0n), found, none));
    const exact = strict || (startsOnly && step === 0);
    const runs = exact ? own : fillBackwards("r", compare(nth(field("r"), 1), "!=", never), own);
    all = addColumn(all, column, runs);
    if (later) all = dropColumn(all, later.column);
    later = { column, none };
  }
  return all;
}

/** Time of a step (0-based) in a run. */
export const timeInRun = (run: Expr, step: number): Expr => nth(runFrom(run, step), 1);

/** Time of the exclusion after its first step in a run, as {@link addRuns} placed it. */
export function exclusionInRun(run: Expr, index: number, exclusions: readonly Exclusion[]): Expr {
  const from = exclusions[index]?.from ?? 0;
  const before = exclusions.slice(0, index).filter((other) => other.from === from).length;
  return nth(runFrom(run, from), 3 + before);
}

const runFrom = (run: Expr, step: number): Expr => (step === 0 ? run : nth(runFrom(run, step - 1), 2));

/** Number of steps done by the end of the window. */
export function levelOf(times: readonly Expr[], deadline: Expr): Expr {
  const [, ...later] = times;
  return later.reduce<Expr>(
    (level, time) => ({
      node: "ArithmeticOperation",
      op: "+",
      left: level,
      right: compare(time, "<=", deadline),
    }),
    constant(1),
  );
}
