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
  select,
} from "../../sql/build.ts";
import type { EngineRows } from "../query-kind.ts";
import { nth, param } from "./array-expr.ts";
import type { FunnelPlan } from "./plan.ts";
import type { Rows } from "./runs.ts";
import { funnelSteps, type StepNumbers } from "./step-item.ts";

const OTHER = "Other";

/** Counts and conversion times of every step: `(breakdown,) count_1…, average_2…, median_2…`. */
export function stepsSelect(plan: FunnelPlan, actors: Rows): Select {
  const best = bestAttempts(actors);
  if (!plan.breakdown) return select({ select: measures(plan, "plain"), from: best.from });
  const groups = select({
    select: [field("breakdown"), ...measures(plan, "state")],
    from: best.from,
    groupBy: [field("breakdown")],
  });
  const order: readonly OrderExpr[] = [desc(field("count_1")), asc(field("breakdown"))];
  const ranked = select({
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
  return select({
    select: [
      alias("kept", kept),
      alias("value", call("if", kept, field("breakdown"), other)),
      ...measures(plan, "merge"),
    ],
    from: ranked,
    groupBy: [field("kept"), field("value")],
    orderBy: [desc(field("kept")), desc(field("steps_1")), asc(field("value"))],
  });
}

/** Each actor's best attempt: the first of those that came furthest. */
export function bestAttempts({ from, columns }: Rows): Rows {
  const kept = columns.filter((column) => column !== "attempts");
  const best = call(
    "arrayFirst",
    lambda(["a"], compare(nth(field("a"), 1), "==", param("level"))),
    field("attempts"),
  );
  return {
    from: select({ select: [...kept.map((column) => field(column)), alias("best", best)], from }),
    columns: [...kept, "best"],
  };
}

type Mode = "plain" | "state" | "merge";

/** Time of a step (0-based) in an attempt. */
export const attemptTime = (attempt: Expr, step: number): Expr => nth(attempt, step + 2);

/** Seconds between two steps of the best attempt. */
export const secondsBetween = (from: number, to: number): Expr => {
  const span = arithmetic(attemptTime(field("best"), to), "-", attemptTime(field("best"), from));
  return arithmetic(span, "/", constant(1000));
};

function measureNames({ steps }: FunnelPlan): string[] {
  return ["count", "average", "median"].flatMap((name) =>
    steps.flatMap((_, step) => (name === "count" || step > 0 ? [`${name}_${step + 1}`] : [])),
  );
}

function measures(plan: FunnelPlan, mode: Mode): Expr[] {
  return measureNames(plan).map((name) => {
    const [kind = "", number] = name.split("_");
    const step = Number(number) - 1;
    const reached = compare(field("level"), ">", constant(step));
    const measure = MEASURES[kind] as Measure;
    if (mode === "merge") return alias(`steps_${name.replace("count_", "")}`, measure.merge(field(name)));
    const value = secondsBetween(step - 1, step);
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

/** A list of steps, or a list of those lists with a breakdown. */
export function shapeSteps(plan: FunnelPlan, { rows }: EngineRows): JsonObject {
  const { breakdown, steps } = plan;
  if (!breakdown) return { results: funnelSteps(plan, numbersOf(rows[0] ?? [], steps.length)), isUdf: false };
  const results = rows.map((row) => {
    const texts = (row[1] as unknown[]).map(String);
    const value = texts.length === 0 ? Array<string>(breakdown.width).fill("") : texts;
    const other = !row[0];
    return funnelSteps(plan, numbersOf(row.slice(2), steps.length), other ? [OTHER] : value);
  });
  return { results, isUdf: false };
}

function numbersOf(row: readonly unknown[], steps: number): StepNumbers[] {
  const seconds = (value: unknown): number | null =>
    value === null || value === undefined || !Number.isFinite(Number(value)) ? null : Number(value);
  return Array.from({ length: steps }, (_, step) => ({
    count: Number(row[step] ?? 0),
    average: step === 0 || !Number(row[step]) ? null : seconds(row[steps + step - 1]),
    median: step === 0 || !Number(row[step]) ? null : seconds(row[2 * steps + step - 2]),
  }));
}
