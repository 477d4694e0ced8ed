import type { Expr, Select } from "../../sql/ast.ts";
import type { EntityNode } from "../nodes/schema.ts";
import type { Aggregate, TrendsMath } from "./math.ts";
import type { Period, TrendsPlan } from "./plan.ts";

/** Rows that one aggregate turns into the values of a series: grouped by `bucket` and `breakdown`. */
export interface Rows {
  readonly from: string | Select;
  readonly where?: Expr;
  readonly bucket: Expr;
  readonly breakdown?: Expr;
  readonly aggregate: Aggregate;
}

export interface RowsInput {
  readonly plan: TrendsPlan;
  readonly period: Period;
  readonly node: EntityNode;
  readonly attr: string;
  readonly math: TrendsMath;
  /** Expressions over an event; undefined without a breakdown. */
  readonly breakdown: readonly Expr[] | undefined;
  /** Which events the series is about, and the query's filters. */
  readonly events: Expr;
  readonly filters: Expr;
}
