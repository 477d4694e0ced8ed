import { and, call, constant, field, or } from "../../sql/build.ts";
import { at, element, elements, mapArrays, param } from "./array-expr.ts";
import { type AttemptParts, type Attempts, keepLevels, levelOf, survives } from "./attempts.ts";
import { addChain, type Taken } from "./chain.ts";
import { type Entries, exclusionColumn } from "./entries.ts";
import type { EventItems } from "./event-item.ts";
import type { FunnelPlan } from "./plan.ts";
import { addColumns } from "./rows.ts";

const CHAIN = "step";

/** Attempts of steps that come one after the other: one for each entry that fills the first. */
export function orderedAttempts(entries: Entries, plan: FunnelPlan, items: EventItems): Attempts {
  const takes: Taken[] = [
    ...plan.steps.map((_, step) => ({ name: String(step), step, column: "items" })),
    ...plan.exclusions.map(({ from }, index) => ({
      name: `x${index}`,
      step: from,
      column: exclusionColumn(index),
    })),
  ];
  const { rows, ...walk } = entries;
  const chain = addChain(rows, {
    ...walk,
    name: CHAIN,
    steps: plan.steps.length,
    takes,
    strict: plan.order === "strict",
    never: items.never,
  });
  const columns = takes.map(({ name }) => chain.columnOf(name));
  const stepColumns = columns.slice(0, plan.steps.length);
  const parts: AttemptParts = {
    steps: stepColumns.map((column) => param(element(column))),
    excluded: columns.slice(plan.steps.length).map((column) => param(element(column))),
  };
  const start = walk.entries(0);
  const arrays = elements([...new Set([...start, ...columns])]);
  const started = walk.moved?.(0) ?? or(...walk.moves(0).map(({ when }) => when));
  const alive = and(started, survives(parts, plan, items));
  const levels = mapArrays(arrays, call("if", alive, levelOf(parts, plan, items), constant(0)));
  return {
    rows: keepLevels(addColumns(chain.rows, { levels }), stepColumns),
    stepsAt: (position) => stepColumns.map((column) => at(field(column), position)),
  };
}
