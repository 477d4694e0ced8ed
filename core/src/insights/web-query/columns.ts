import type { Expr } from "../../sql/ast.ts";
import { arithmetic, call, compare, constant, field } from "../../sql/build.ts";
import type { WebColumn } from "./rows.ts";

/** Values of web analytics over rows with the columns `visitor`, `views`, `conversions`, …, a row a visit. */

const some = (name: string): Expr => compare(field(name), ">", constant(0));

export const countIf = (condition: Expr): Expr => call("countIf", condition);
const ratio = (part: Expr, whole: Expr): Expr => arithmetic(part, "/", call("nullIf", whole, constant(0)));

/** Persons; rows that only tell how a page was left have no visitor. */
export const visitors: WebColumn = {
  name: "visitors",
  of: (inPeriod) => call("uniqExactIf", field("visitor"), inPeriod(some("visits"))),
};

/** The sum of a column of counts. */
export const total = (name: string, column: string): WebColumn => ({
  name,
  of: (inPeriod) => call("sumIf", field(column), inPeriod()),
});

export const views = total("views", "views");
export const conversions = total("total_conversions", "conversions");

export const converted: WebColumn = {
  name: "unique_conversions",
  of: (inPeriod) => call("uniqExactIf", field("visitor"), inPeriod(some("conversions"))),
};

/** Share of the visitors that converted, 0 to 1. */
export const conversionRate: WebColumn = {
  name: "conversion_rate",
  of: (inPeriod) => ratio(converted.of(inPeriod), visitors.of(inPeriod)),
};

/** Share of the rows with `of` that have `part` too, 0 to 1; null when none has. */
export const share = (name: string, part: Expr, of: Expr): WebColumn => ({
  name,
  of: (inPeriod) => ratio(countIf(inPeriod(of, part)), countIf(inPeriod(of))),
});

/** The mean of a column; null when it has no values. */
export const mean = (name: string, column: string): WebColumn => ({
  name,
  of: (inPeriod) => {
    const present = call("isNotNull", field(column));
    const sum = call("sumIf", call("ifNull", field(column), constant(0)), inPeriod(present));
    return ratio(sum, countIf(inPeriod(present)));
  },
});
