import type { Expr, Select } from "../../sql/ast.ts";
import {
  alias,
  and,
  call,
  compare,
  constant,
  field,
  instant,
  or,
  select,
  unionAll,
} from "../../sql/build.ts";
import { flag, MILLISECONDS, type Points } from "./points.ts";

/** A part of time, both ends inclusive, ms since the epoch. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

export interface UnitRows {
  /** Whose row it is: the column `actor`. */
  readonly actor: Expr;
  /** Conditions on every row. */
  readonly filters: Expr;
  /** Which events expose, when, and the texts they carry (none null) by the name of their column. */
  readonly exposing: Expr;
  readonly exposed: Period;
  readonly texts: Readonly<Record<string, Expr>>;
  /** Small whole numbers that they carry, none null. */
  readonly numbers?: Readonly<Record<string, Expr>>;
  /** What is measured, and when. */
  readonly points: readonly Points[];
  readonly measured: Period;
  /** Columns of every row. */
  readonly always?: readonly Expr[];
}

/**
 * Rows of exposure (`exposing` = 1) and rows to measure, each with its time `at`. Two halves, so that each reads its own
 * columns of its own events only; an event that does both is in both.
 */
export function unitRows(input: UnitRows): Select {
  const { exposing, exposed, texts, numbers = {}, points, measured } = input;
  const rows = (is: boolean, where: Expr, { from, to }: Period, columns: readonly Expr[]): Select =>
    select({
      select: [
        alias("actor", input.actor),
        alias("at", MILLISECONDS),
        alias("exposing", flag(constant(is))),
        ...(input.always ?? []),
        ...columns,
      ],
      from: "events",
      where: and(
        input.filters,
        where,
        compare(field("timestamp"), ">=", instant(from)),
        compare(field("timestamp"), "<=", instant(to)),
      ),
    });
  const tiny = (number: Expr): Expr => call("toUInt8", number);
  const carried = [
    ...Object.entries(texts).map(([name, text]) => alias(name, call("assumeNotNull", text))),
    ...Object.entries(numbers).map(([name, number]) => alias(name, tiny(number))),
  ];
  const blank = [
    ...Object.keys(texts).map((name) => alias(name, constant(""))),
    ...Object.keys(numbers).map((name) => alias(name, tiny(constant(0)))),
  ];
  return unionAll(
    rows(true, exposing, exposed, [...carried, ...points.flatMap((one) => one.blank)]),
    rows(false, or(...points.map((one) => one.condition)), measured, [
      ...blank,
      ...points.flatMap((one) => one.carried),
    ]),
  );
}
