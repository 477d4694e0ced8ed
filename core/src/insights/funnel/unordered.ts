import type { Expr } from "../../sql/ast.ts";
import { and, arithmetic, call, compare, constant, field } from "../../sql/build.ts";
import { at, element, elements, mapArrays, param, toNumber } from "./array-expr.ts";
import { type Attempts, keepLevels, sorted, survives } from "./attempts.ts";
import { addChain } from "./chain.ts";
import { exclusionColumn } from "./entries.ts";
import type { EventItems } from "./event-item.ts";
import { subsets } from "./overlap.ts";
import type { FunnelPlan } from "./plan.ts";
import { addColumns, type Rows } from "./rows.ts";

/** Steps that events of one group may fill, as a set of conditions: `size` events of it are needed for all. */
interface StepSet {
  readonly name: string;
  readonly marks: bigint;
  readonly size: number;
}

/**
 * Any-order attempts: one for each event that fills a step. Step k is done when k steps can be filled by different
 * events since the start. By Hall's theorem r of a group's m steps can be filled as soon as every set S of more than
 * m − r of them was met by r − m + |S| events; the greatest of those times is when.
 */
export function unorderedAttempts(rows: Rows, plan: FunnelPlan, items: EventItems): Attempts {
  const groups = plan.groups.map((classes, group) => stepSets(classes, items, group));
  let all = rows;
  const events = new Map<string, readonly string[]>();
  for (const { name, marks, size } of groups.flat()) {
    const matches = items.has(param(element("items")), marks);
    const chain = addChain(all, {
      name,
      entries: () => ["items"],
      steps: size,
      moves: (step) => [{ when: matches, fills: [step], next: step + 1 }],
      takes: Array.from({ length: size }, (_, step) => ({ name: String(step), step, column: "items" })),
      strict: false,
      once: size > 1,
      waits: true,
      never: items.never,
    });
    all = chain.rows;
    events.set(
      name,
      Array.from({ length: size }, (_, event) => chain.columnOf(String(event))),
    );
  }
  const columns = [...events.values()].flat();
  const times = (value: (column: string) => Expr) =>
    groups.flatMap((sets) => timesOfGroup(sets, events, value));
  const steps = times((column) => param(element(column)));
  const start = param(element("items"));
  const last = steps.reduce((latest, step) => call("greatest", latest, step));
  const parts = {
    steps: plan.steps.map((_, step) => (step === 0 ? start : last)),
    excluded: plan.exclusions.map((_, index) => param(element(exclusionColumn(index)))),
  };
  const starts = plan.breakdown?.attribution.kind === "step" ? items.start : items.anyStep;
  const deadline = items.deadline(start);
  const level = steps
    .map((step) => toNumber(compare(step, "<=", deadline)))
    .reduce((sum, done) => arithmetic(sum, "+", done));
  const alive = and(items.has(start, starts), survives(parts, plan, items));
  const arrays = elements([
    "items",
    ...columns,
    ...plan.exclusions.map((_, index) => exclusionColumn(index)),
  ]);
  const levels = mapArrays(arrays, call("if", alive, level, constant(0)));
  return {
    rows: keepLevels(addColumns(all, { levels }), columns),
    stepsAt: (position) => sorted(times((column) => at(field(column), position))),
  };
}

/** Every set of different conditions in a group, with all steps that have one of them. */
const stepSets = (classes: readonly (readonly number[])[], items: EventItems, group: number): StepSet[] =>
  subsets(classes).map((set, index) => {
    const members = set.flat();
    const marks = members.reduce((all, step) => all | items.step(step), 0n);
    return { name: `set_${group}_${index}_`, marks, size: members.length };
  });

/** When 1, 2, … steps of the group are filled. */
function timesOfGroup(
  sets: readonly StepSet[],
  events: ReadonlyMap<string, readonly string[]>,
  value: (column: string) => Expr,
): Expr[] {
  const total = Math.max(...sets.map(({ size }) => size));
  return Array.from({ length: total }, (_, index) => {
    const needed = sets.flatMap(({ name, size }) => {
      const event = index + size - total;
      const column = events.get(name)?.[event];
      return column ? [value(column)] : [];
    });
    return needed.reduce((latest, time) => call("greatest", latest, time));
  });
}
