import type { Expr } from "../../sql/ast.ts";
import { array, call, constant, field, tuple } from "../../sql/build.ts";
import { type InsightResult, insightError } from "../error.ts";
import type { EntityNode } from "../nodes/schema.ts";
import { filterArray, mapArrays, nth } from "./array-expr.ts";
import { type AttemptParts, attempt, finish, survives } from "./attempt.ts";
import type { EventItems } from "./event-item.ts";
import { overlapGroups } from "./overlap.ts";
import type { FunnelPlan } from "./plan.ts";
import { addRuns, exclusionColumn, type Rows, timeInRun } from "./runs.ts";
import { sameEvents } from "./validate.ts";

/** Most different conditions that one event may match in an any-order funnel: the sets of them are 2^n. */
const MAX_OVERLAP = 6;

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
export function unorderedAttempts(rows: Rows, plan: FunnelPlan, items: EventItems): InsightResult<Rows> {
  const groups: StepSet[][] = [];
  for (const [index, steps] of overlapGroups(plan.query.series).entries()) {
    const sets = stepSets(steps, plan.query.series, items, index);
    if (!sets) {
      return insightError(
        `More than ${MAX_OVERLAP} steps in any order can be filled by the same event: use fewer or different events.`,
        "query__series",
      );
    }
    groups.push(sets);
  }
  let all = rows;
  for (const { name, marks, size } of groups.flat()) {
    all = addRuns(all, items, { name, marks: Array(size).fill(marks) });
  }
  const names = groups.flat().map(({ name }) => name);
  const excluded = plan.exclusions.map((_, index) => exclusionColumn(index));
  const arrays = Object.fromEntries(["items", ...names, ...excluded].map((name) => [name, field(name)]));
  const params = Object.fromEntries(Object.entries(arrays).map(([name, value]) => [`p_${name}`, value]));
  const times = call("arraySort", array(...groups.flatMap(timesOfGroup)));
  const step = plan.breakdown?.attribution.kind === "step" ? items.start : items.anyStep;
  const starts = items.has(field("p_items"), step);
  const found = tuple(starts, times, ...excluded.map((name) => field(`p_${name}`)));
  const started = filterArray("s", nth(field("s"), 1), mapArrays(params, found));
  const parts: AttemptParts = {
    times: plan.steps.map((_, index) => elementOf(nth(field("s"), 2), index)),
    excluded: plan.exclusions.map((_, index) => nth(field("s"), 3 + index)),
  };
  const alive = filterArray("s", survives(parts, plan), started);
  return { ok: true, value: finish(all, mapArrays({ s: alive }, attempt(parts, plan))) };
}

const elementOf = (list: Expr, index: number): Expr =>
  call("assumeNotNull", call("arrayElement", list, constant(index + 1)));

/** Every set of different conditions in a group, with all steps that have one of them; undefined when too many. */
function stepSets(
  steps: readonly number[],
  series: readonly EntityNode[],
  items: EventItems,
  group: number,
): StepSet[] | undefined {
  const classes: number[][] = [];
  for (const step of steps) {
    const same = classes.find(([first]) =>
      sameEvents(series[first ?? 0] as EntityNode, series[step] as EntityNode),
    );
    if (same) same.push(step);
    else classes.push([step]);
  }
  if (classes.length > MAX_OVERLAP) return undefined;
  return Array.from({ length: 2 ** classes.length - 1 }, (_, index) => {
    const members = classes.filter((_class, bit) => ((index + 1) >> bit) & 1).flat();
    const marks = members.reduce((all, step) => all | items.step(step), 0n);
    return { name: `set_${group}_${index}`, marks, size: members.length };
  });
}

/** When 1, 2, … steps of the group are filled. */
function timesOfGroup(sets: readonly StepSet[]): Expr[] {
  const total = Math.max(...sets.map(({ size }) => size));
  return Array.from({ length: total }, (_, index) => {
    const needed = sets.flatMap(({ name, size }) => {
      const event = index + size - total;
      return event >= 0 ? [timeInRun(field(`p_${name}`), event)] : [];
    });
    return needed.reduce((latest, time) => call("greatest", latest, time));
  });
}
