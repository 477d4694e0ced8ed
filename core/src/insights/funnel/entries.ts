import type { Expr } from "../../sql/ast.ts";
import { and, arithmetic, call, compare, constant, eq, field, lambda } from "../../sql/build.ts";
import {
  element,
  fillBackwards,
  filterArrays,
  mapArrays,
  nextOf,
  param,
  previousOf,
  toNumber,
} from "./array-expr.ts";
import type { ChainSpec, Move } from "./chain.ts";
import type { EventItems } from "./event-item.ts";
import { mayOverlap, subsets } from "./overlap.ts";
import type { FunnelPlan } from "./plan.ts";
import { addColumns, keepColumns, OWNER_COLUMNS, type Rows } from "./rows.ts";

/** What attempts walk over: an actor's events, or its moments with all their events. */
export type Entries = Pick<ChainSpec, "entries" | "moves" | "moved" | "once"> & { readonly rows: Rows };

/** Column of the next event of an exclusion that comes later than each entry. */
export const exclusionColumn = (index: number): string => `excluded_${index}`;

/** Adds {@link exclusionColumn} to rows of actors with sorted `items`. */
export function addExclusions(rows: Rows, plan: FunnelPlan, items: EventItems): Rows {
  const columns = plan.exclusions.map(({ names }, index): [string, Expr] => {
    const next = fillBackwards({ i: field("items") }, items.has(param("i"), items.exclusion(index)));
    const apart = plan.layout === "apart" && plan.names.every((step) => !mayOverlap(step, names));
    // At the same time exclusions come before steps: what follows a step is later, unless one event can be both.
    return [exclusionColumn(index), apart ? next : afterSameTime(nextOf(next, items.never), items)];
  });
  return addColumns(rows, Object.fromEntries(columns));
}

/** The value of the last item at the same time, for every item. */
function afterSameTime(values: Expr, items: EventItems): Expr {
  const following = nextOf(field("items"), call("arrayElement", field("items"), constant(1)));
  return fillBackwards(
    { v: values, next: following, i: field("items") },
    compare(items.time(param("next")), "!=", items.time(param("i"))),
  );
}

/** One entry an event, in order of time. */
export function eventEntries(rows: Rows, plan: FunnelPlan, items: EventItems): Entries {
  const { steps, optional, order, layout } = plan;
  const last = steps.length - 1;
  const moves = (step: number): Move[] => {
    let required = step;
    while (required < last && optional[required]) required++;
    const possible = Array.from({ length: required - step + 1 }, (_, index) => required - index);
    return possible.map((fill) => ({
      when: items.has(param(element("items")), items.step(fill)),
      fills: [fill],
      next: fill + 1,
    }));
  };
  return { rows, entries: () => ["items"], moves, once: order === "strict" || layout !== "apart" };
}

const jumpColumn = (step: number): string => `jump_${step}`;
const countColumn = (marks: bigint): string => `n_${marks}`;

/**
 * One entry a moment: all events at the same millisecond. From step k it fills the steps k to m when they can be given
 * different events of it. By Hall's theorem they can when every set of conditions among them is met by as many events
 * as there are steps that ask for one of the set.
 */
export function momentEntries(rows: Rows, plan: FunnelPlan, items: EventItems): Entries {
  const steps = plan.steps.length;
  const sets = new Set<bigint>();
  const filled = (from: number, to: number): Expr =>
    and(
      ...plan.groups.flatMap((classes) => {
        const asked = classes
          .map((members) => ({ all: members, here: members.filter((step) => step >= from && step <= to) }))
          .filter(({ here }) => here.length > 0);
        return subsets(asked).map((set) => {
          const marks = set.flatMap(({ all }) => all).reduce((sum, step) => sum | items.step(step), 0n);
          sets.add(marks);
          const needed = set.reduce((sum, { here }) => sum + here.length, 0);
          return compare(param(element(countColumn(marks))), ">=", constant(needed));
        });
      }),
    );
  const jumps = plan.steps.map((_, step) => {
    const ends = Array.from({ length: steps - step }, (_end, index) => steps - 1 - index);
    return call(
      "multiIf",
      ...ends.flatMap((end) => [filled(step, end), constant(end - step + 1)]),
      constant(0),
    );
  });
  const counted = [...sets];
  const counts = Object.fromEntries(
    counted.map((marks) => [element(countColumn(marks)), field(countColumn(marks))]),
  );
  const columns = jumps.map((jump, step): [string, Expr] => [jumpColumn(step), mapArrays(counts, jump)]);
  const walked = addColumns(moments(rows, counted, items), Object.fromEntries(columns));
  const jump = (step: number): Expr => param(element(jumpColumn(step)));
  return {
    rows: keepColumns(walked, (column) => !column.startsWith("n_")),
    entries: (step) => ["items", jumpColumn(step)],
    moves: (step) =>
      Array.from({ length: steps - step }, (_, index) => ({
        when: eq(jump(step), constant(index + 1)),
        fills: Array.from({ length: index + 1 }, (_fill, offset) => step + offset),
        next: step + index + 1,
      })),
    moved: (step) => compare(jump(step), "!=", constant(0)),
    once: true,
  };
}

/** Of all items at the same time the last stays, with the number of them that have one of the marks. */
function moments(rows: Rows, sets: readonly bigint[], items: EventItems): Rows {
  const isOwner = (column: string): boolean => OWNER_COLUMNS.includes(column);
  const arrays = rows.columns.filter((column) => !isOwner(column));
  const following = nextOf(field("items"), call("arrayElement", field("items"), constant(1)));
  const flagged = addColumns(keepColumns(rows, isOwner), {
    ...Object.fromEntries(arrays.map((column) => [`every_${column}`, field(column)])),
    ...Object.fromEntries(
      sets.map((marks) => [
        `sum_${marks}`,
        call("arrayCumSum", lambda(["i"], toNumber(items.has(param("i"), marks))), field("items")),
      ]),
    ),
    last: mapArrays(
      { i: field("items"), next: following },
      compare(items.time(param("next")), "!=", items.time(param("i"))),
    ),
  });
  const atLast = (column: string): Expr =>
    filterArrays({ v: field(column), l: field("last") }, eq(param("l"), constant(1)));
  const kept = addColumns(keepColumns(flagged, isOwner), {
    ...Object.fromEntries(arrays.map((column) => [column, atLast(`every_${column}`)])),
    ...Object.fromEntries(sets.map((marks) => [`until_${marks}`, atLast(`sum_${marks}`)])),
  });
  const counted = sets.map((marks): [string, Expr] => {
    const sums = field(`until_${marks}`);
    const arrays = { sum: sums, before: previousOf(sums, constant(0)) };
    return [countColumn(marks), mapArrays(arrays, arithmetic(param("sum"), "-", param("before")))];
  });
  return keepColumns(addColumns(kept, Object.fromEntries(counted)), (column) => !column.startsWith("until_"));
}
