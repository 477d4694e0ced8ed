import { and, compare, field } from "../../sql/build.ts";
import type { InsightResult } from "../error.ts";
import { filterArray, mapArrays, never, nth } from "./array-expr.ts";
import { type AttemptParts, attempt, finish, survives } from "./attempt.ts";
import type { EventItems } from "./event-item.ts";
import type { FunnelPlan } from "./plan.ts";
import { addExclusions, addRuns, exclusionInRun, type Rows, timeInRun } from "./runs.ts";
import { unorderedAttempts } from "./unordered.ts";

/**
 * Adds the column `attempts` to rows of actors with their sorted `items`: one `(level, time of step 0, …)` for each
 * start that no exclusion ended, in order of time.
 */
export function addAttempts(rows: Rows, plan: FunnelPlan, items: EventItems): InsightResult<Rows> {
  const prepared = addExclusions(rows, items, plan.exclusions);
  if (plan.order === "unordered") return unorderedAttempts(prepared, plan, items);
  const runs = addRuns(prepared, items, {
    name: "runs",
    marks: plan.steps.map((_, step) => items.step(step)),
    strict: plan.order === "strict",
    startsOnly: true,
    exclusions: plan.exclusions,
  });
  const run = field("r");
  const parts: AttemptParts = {
    times: plan.steps.map((_, step) => timeInRun(run, step)),
    excluded: plan.exclusions.map((_, index) => exclusionInRun(run, index, plan.exclusions)),
  };
  const started = compare(nth(run, 1), "!=", never);
  const alive = filterArray("r", and(started, survives(parts, plan)), field("runs"));
  return { ok: true, value: finish(runs, mapArrays({ r: alive }, attempt(parts, plan))) };
}
