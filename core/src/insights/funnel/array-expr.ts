import type { Expr } from "../../sql/ast.ts";
import { call, constant, field, lambda } from "../../sql/build.ts";

/** Small words for the array expressions of funnels. */

/** Element of a tuple, counted from 1. */
export const nth = (tuple: Expr, index: number): Expr =>
  call("assumeNotNull", { node: "TupleAccess", tuple, index });

/** Element of an array, counted from 1. */
export const at = (array: Expr, position: Expr): Expr =>
  call("assumeNotNull", call("arrayElement", array, position));

/** `arrayMap((a, b) -> body, first, second)`: one name an array. */
export function mapArrays(arrays: Readonly<Record<string, Expr>>, body: Expr): Expr {
  return call("arrayMap", lambda(Object.keys(arrays), body), ...Object.values(arrays));
}

/** Keeps the elements of the first array for which the condition holds. */
export function filterArrays(arrays: Readonly<Record<string, Expr>>, condition: Expr): Expr {
  return call("arrayFilter", lambda(Object.keys(arrays), condition), ...Object.values(arrays));
}

/** Each element becomes the next one; the last becomes `end`. */
export const nextOf = (array: Expr, end: Expr): Expr =>
  call("arrayPushBack", call("arrayPopFront", array), end);

/** Each element becomes the one before; the first becomes `start`. */
export const previousOf = (array: Expr, start: Expr): Expr =>
  call("arrayPushFront", call("arrayPopBack", array), start);

/** Elements of the first array whose position fails the condition become the nearest later one that holds it. */
export const fillBackwards = (arrays: Readonly<Record<string, Expr>>, condition: Expr): Expr =>
  call("arrayReverseFill", lambda(Object.keys(arrays), condition), ...Object.values(arrays));

/** An argument of a lambda. */
export const param = (name: string): Expr => call("assumeNotNull", field(name));

/** The column as the argument of a lambda that walks over its elements. */
export const element = (column: string): string => `e_${column}`;

/** Arguments of a lambda over several array columns, named by {@link element}. */
export const elements = (columns: readonly string[]): Record<string, Expr> =>
  Object.fromEntries(columns.map((column) => [element(column), field(column)]));

/** Number 0 or 1 of a condition, to add up. */
export const toNumber = (condition: Expr): Expr => call("if", condition, constant(1), constant(0));
