import type { Expr } from "../../sql/ast.ts";
import { call, constant, field, lambda } from "../../sql/build.ts";

/** Small words for the array expressions of funnels. */

/** A time that is never reached, ms; small enough to add a window to. */
export const NEVER = 2 ** 52;
export const never: Expr = constant(NEVER);

/** Element of a tuple, counted from 1. */
export const nth = (tuple: Expr, index: number): Expr =>
  call("assumeNotNull", { node: "TupleAccess", tuple, index });

/** `arrayMap((a, b) -> body, first, second)`: one name an array. */
export function mapArrays(arrays: Readonly<Record<string, Expr>>, body: Expr): Expr {
  return call("arrayMap", lambda(Object.keys(arrays), body), ...Object.values(arrays));
}

/** Keeps the elements, called `name` in the condition. */
export const filterArray = (name: string, condition: Expr, array: Expr): Expr =>
  call("arrayFilter", lambda([name], condition), array);

/** Each element becomes the next one; the last becomes `end`. */
export const nextOf = (array: Expr, end: Expr): Expr =>
  call("arrayPushBack", call("arrayPopFront", array), end);

/** Elements that fail the condition become the nearest later one that holds it. */
export const fillBackwards = (name: string, condition: Expr, array: Expr): Expr =>
  call("arrayReverseFill", lambda([name], condition), array);

export const param = (name: string): Expr => call("assumeNotNull", field(name));
