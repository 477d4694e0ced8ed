import type { Expr, Select } from "../../sql/ast.ts";
import {
  alias,
  and,
  arithmetic,
  call,
  compare,
  constant,
  field,
  lambda,
  parametric,
  select,
} from "../../sql/build.ts";
import { BREAKDOWN_NULL } from "./breakdown-value.ts";

/** Bounds are cut to two digits. */
const DIGITS = 2;

/**
 * The bin of a number as text `[from,to]`: bins hold about the same number of events each, so their bounds are the
 * quantiles of all `events`; a bin has its lower bound, the last one both. Texts and missing values have none, and
 * what lies outside of the bounds (of a period compared with) belongs to the nearest.
 */
export function histogramBin(plain: Expr, bins: number, events: Expr): Expr {
  const value = call("toFloat", plain);
  const bounds = boundsOf(value, bins, events);
  const isBelow = lambda(["bound"], compare(field("bound"), "<=", value));
  const count = call("arrayCount", isBelow, scalar(lowerBounds, bounds));
  const bin = call("arrayElement", scalar(labels, bounds), call("greatest", count, constant(1)));
  return call("if", compare(value, "==", constant(null)), constant(BREAKDOWN_NULL), bin);
}

/** A row with `bounds`: ascending, without repetition, e.g. `[10, 17.5, 25]`. */
function boundsOf(value: Expr, bins: number, events: Expr): Select {
  const levels = Array.from({ length: bins + 1 }, (_, index) => constant(index / bins));
  const quantiles = parametric("quantilesExactInclusive", levels, value);
  const cut = lambda(["quantile"], call("floor", field("quantile"), constant(DIGITS)));
  const bounds = call("arrayCompact", call("arrayMap", cut, quantiles));
  const present = compare(value, "!=", constant(null));
  return select({ select: [alias("bounds", bounds)], from: "events", where: and(events, present) });
}

const scalar = (of: (bounds: Expr) => Expr, bounds: Select): Expr =>
  select({ select: [of(field("bounds"))], from: bounds });

/** All but the last; the only one when there is one. */
const lowerBounds = (bounds: Expr): Expr =>
  call(
    "arraySlice",
    bounds,
    constant(1),
    call("greatest", arithmetic(call("length", bounds), "-", constant(1)), constant(1)),
  );

function labels(bounds: Expr): Expr {
  const uppers = call(
    "arrayPushBack",
    call("arrayPopFront", bounds),
    call("arrayElement", bounds, constant(-1)),
  );
  const [from, to] = [call("toString", field("lower")), call("toString", field("upper"))];
  const label = call("concat", constant("["), from, constant(","), to, constant("]"));
  return call("arrayMap", lambda(["lower", "upper"], label), bounds, uppers);
}
