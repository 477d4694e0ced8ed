import type { JsonObject } from "../../events/types.ts";
import type { Expr, OrderExpr, Select } from "../../sql/ast.ts";
import {
  alias,
  arithmetic,
  asc,
  call,
  compare,
  constant,
  desc,
  field,
  lambda,
  parametric,
} from "../../sql/build.ts";
import { samplingFactor, scaledCount } from "../nodes/sampling.ts";
import { countPeopleIf, isKept, type PeopleRows } from "../people.ts";
import type { EngineRows } from "../query-kind.ts";
import { param } from "./array-expr.ts";
import { timeColumn } from "./best.ts";
import { alignPeriods } from "./compare.ts";
import { compareLabel, type FunnelPart, type FunnelParts, periodsOfParts, rowsOfPart } from "./parts.ts";
import { bestOfPeople } from "./people.ts";
import type { FunnelPlan } from "./plan.ts";
import { over } from "./rows.ts";
import { funnelSteps, type StepNumbers } from "./step-item.ts";

export const OTHER = "Other";

/** Counts and conversion times of every step: `(kept, value,) count_1…, average_2…, median_2…`. */
export function stepsSelect(plan: FunnelPlan): Select {
  const best = bestOfPeople(plan);
  if (!plan.breakdown) return over({ select: measures(plan, "plain", best), from: best.from });
  const groups = over({
    select: [field("breakdown"), ...measures(plan, "state", best)],
    from: best.from,
    groupBy: [field("breakdown")],
  });
  const order: readonly OrderExpr[] = [desc(field("count_1")), asc(field("breakdown"))];
  const ranked = over({
    select: [
      ...[field("breakdown"), ...measureNames(plan).map((name) => field(name))],
      alias("place", {
        node: "WindowFunction",
        name: "row_number",
        args: [],
        over: { node: "WindowExpr", partitionBy: [], orderBy: order },
      }),
    ],
    from: groups,
  });
  const kept = compare(field("place"), "<=", constant(plan.breakdown.limit));
  const other = call("arrayMap", lambda(["v"], constant(OTHER)), field("breakdown"));
  return over({
    select: [
      alias("kept", kept),
      alias("value", call("if", kept, field("breakdown"), other)),
      ...measures(plan, "merge", best),
    ],
    from: ranked,
    groupBy: [field("kept"), field("value")],
    orderBy: [desc(field("kept")), desc(field("steps_1")), asc(field("value"))],
  });
}

type Mode = "plain" | "state" | "merge";

/** Whether an actor's best attempt came to a step (0-based). */
export function reachedStep({ optional, windowMs }: FunnelPlan, step: number): Expr {
  const level = compare(field("level"), ">", constant(step));
  if (!optional[step]) return level;
  const deadline = arithmetic(param(timeColumn(0)), "+", constant(windowMs));
  return compare(param(timeColumn(step)), "<=", deadline);
}

/** Seconds between two steps of the best attempt. */
export const secondsBetween = (from: number, to: number): Expr =>
  arithmetic(arithmetic(param(timeColumn(to)), "-", param(timeColumn(from))), "/", constant(1000));

/** The step before that can't be left out. */
export const stepBefore = ({ optional }: FunnelPlan, step: number): number => {
  let before = step - 1;
  while (optional[before]) before--;
  return before;
};

function measureNames({ steps }: FunnelPlan): string[] {
  return ["count", "average", "median"].flatMap((name) =>
    steps.flatMap((_, step) => (name === "count" || step > 0 ? [`${name}_${step + 1}`] : [])),
  );
}

function measures(plan: FunnelPlan, mode: Mode, rows: PeopleRows): Expr[] {
  const table = rows.people ? weighedMeasures(rows, rows.people) : MEASURES;
  return measureNames(plan).map((name) => {
    const [kind = "", number] = name.split("_");
    const step = Number(number) - 1;
    const measure = table[kind] as Measure;
    if (mode === "merge") return alias(`steps_${name.replace("count_", "")}`, measure.merge(field(name)));
    const reached = reachedStep(plan, step);
    const value = secondsBetween(stepBefore(plan, step), step);
    return alias(name, mode === "plain" ? measure.plain(value, reached) : measure.state(value, reached));
  });
}

interface Measure {
  readonly plain: (value: Expr, reached: Expr) => Expr;
  readonly state: (value: Expr, reached: Expr) => Expr;
  readonly merge: (state: Expr) => Expr;
}

const HALF = [constant(0.5)];
const MEDIAN = "quantileExactInclusiveIf";
const MEASURES: Readonly<Record<string, Measure>> = {
  count: {
    plain: (_, reached) => call("countIf", reached),
    state: (_, reached) => call("countIf", reached),
    merge: (state) => call("sum", state),
  },
  average: {
    plain: (value, reached) => call("avgIf", value, reached),
    state: (value, reached) => call("avgIfState", value, reached),
    merge: (state) => call("avgIfMerge", state),
  },
  median: {
    plain: (value, reached) => parametric(MEDIAN, HALF, value, reached),
    state: (value, reached) => parametric(`${MEDIAN}State`, HALF, value, reached),
    merge: (state) => parametric(`${MEDIAN}Merge`, HALF, state),
  },
};

/** The same where rows stand for several people, or less than none; medians are of those who were kept. */
function weighedMeasures(rows: PeopleRows, people: Expr): Readonly<Record<string, Measure>> {
  const { count, median } = MEASURES;
  const counted = (_: Expr, reached: Expr) => countPeopleIf(rows, reached);
  const ofKept = (of: Measure["plain"]) => (value: Expr, reached: Expr) => of(value, isKept(rows, reached));
  return {
    count: { ...(count as Measure), plain: counted, state: counted },
    average: {
      plain: (value, reached) => call("avgWeightedIf", value, people, reached),
      state: (value, reached) => call("avgWeightedIfState", value, people, reached),
      merge: (state) => call("avgWeightedIfMerge", state),
    },
    median: {
      ...(median as Measure),
      plain: ofKept((median as Measure).plain),
      state: ofKept((median as Measure).state),
    },
  };
}

/** A list of steps, or a list of those lists with a breakdown; periods one after the other when they are compared. */
export function shapeSteps(parts: FunnelParts, rows: EngineRows): JsonObject {
  const [first] = parts;
  const periods = periodsOfParts(parts);
  if (!first.plan.breakdown && !first.cohort) {
    const results = periods.flatMap(([part]) => {
      const row = part && rowsOfPart(parts, part, rows)[0];
      return part ? stepsOf(part, row ?? []) : [];
    });
    return { results, isUdf: false };
  }
  const funnels = periods.map((period) => period.flatMap((part) => breakdownsOf(parts, part, rows)));
  if (first.cohort)
    for (const lists of funnels) lists.sort(([a], [b]) => Number(b?.count) - Number(a?.count));
  return {
    results: alignPeriods(
      funnels,
      periods.map(([part]) => part?.label),
    ),
    isUdf: false,
  };
}

/** The funnels of a part: one, or one a breakdown value. */
function breakdownsOf(parts: FunnelParts, part: FunnelPart, rows: EngineRows): JsonObject[][] {
  const { breakdown } = part.plan;
  const own = rowsOfPart(parts, part, rows);
  if (!breakdown) {
    const steps = stepsOf(part, own[0] ?? []);
    return Number(steps[0]?.count) > 0 ? [steps] : [];
  }
  const order = ([a, b]: readonly (readonly unknown[])[]) =>
    Number(Boolean(b?.[0])) - Number(Boolean(a?.[0])) || Number(b?.[2]) - Number(a?.[2]);
  return [...own]
    .sort((a, b) => order([a, b]))
    .map((row) => {
      const texts = (row[1] as unknown[]).map(String);
      const value = texts.length === 0 ? Array<string>(breakdown.width).fill("") : texts;
      return stepsOf(part, row.slice(2), row[0] ? value : [OTHER]);
    });
}

/** The steps of a part from its row. */
export function stepsOf(part: FunnelPart, row: readonly unknown[], value?: readonly string[]): JsonObject[] {
  const { plan, cohort } = part;
  const shown = cohort ? { breakdown: cohort.name, breakdown_value: cohort.id } : undefined;
  const values = value ? { breakdown: [...value], breakdown_value: [...value] } : shown;
  return funnelSteps(plan, numbersOf(row, plan, samplingFactor(plan.query)), {
    ...values,
    ...compareLabel(part),
  });
}

function numbersOf(row: readonly unknown[], plan: FunnelPlan, factor: number): StepNumbers[] {
  const steps = plan.steps.length;
  const counts: number[] = [];
  for (let step = 0; step < steps; step++) {
    const before = step === 0 ? Number.POSITIVE_INFINITY : (counts[stepBefore(plan, step)] ?? 0);
    // Of estimates, a step may come out greater than the one before it.
    counts.push(Math.min(Number(row[step] ?? 0), before));
  }
  const seconds = (value: unknown): number | null =>
    value === null || value === undefined || !Number.isFinite(Number(value)) ? null : Number(value);
  return Array.from({ length: steps }, (_, step) => ({
    count: scaledCount(counts[step] ?? 0, factor),
    average: step === 0 || !Number(row[step]) ? null : seconds(row[steps + step - 1]),
    median: step === 0 || !Number(row[step]) ? null : seconds(row[2 * steps + step - 2]),
  }));
}
