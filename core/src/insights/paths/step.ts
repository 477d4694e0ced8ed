import type { Expr } from "../../sql/ast.ts";

/** Member of a tuple, counted from 1. */
export const member = (value: Expr, index: number): Expr => ({ node: "TupleAccess", tuple: value, index });

/** A step of a path is (time in ms, name). */
export const time = (step: Expr): Expr => member(step, 1);
export const name = (step: Expr): Expr => member(step, 2);
