import type { Alias, Expr, Field, Select } from "../../sql/ast.ts";
import { alias, call, field } from "../../sql/build.ts";
import type { Period } from "../date-range/period.ts";
import type { EntityNode } from "../nodes/schema.ts";
import type { Dimension } from "./breakdown.ts";
import type { Aggregate, TrendsMath } from "./math.ts";
import type { TrendsPlan } from "./plan.ts";

/** Rows that one aggregate turns into the values of a series: grouped by `bucket` and `breakdown`. */
export interface Rows {
  readonly from: string | Select;
  readonly where?: Expr;
  readonly bucket: Expr;
  /** One expression a breakdown, none null. */
  readonly breakdown?: readonly Expr[];
  readonly aggregate: Aggregate;
}

export interface RowsInput {
  readonly plan: TrendsPlan;
  readonly period: Period;
  readonly attr: string;
  readonly math: TrendsMath;
  /** Over an event; undefined without a breakdown. */
  readonly breakdown: readonly Dimension[] | undefined;
  readonly node: EntityNode;
  /** What the series is about without its own filters. */
  readonly match: Expr;
  /** Which events it counts, and the query's filters. */
  readonly events: Expr;
  readonly filters: Expr;
}

/** The breakdown's columns in a subquery: plain texts group several times faster than lists of them. */
export function breakdownColumns({ breakdown }: { readonly breakdown: readonly Expr[] | undefined }): {
  readonly select: readonly Alias[];
  readonly fields: readonly Field[];
  /** The `breakdown` of rows over that subquery. */
  readonly passed: { readonly breakdown?: readonly Expr[] };
} {
  const select = (breakdown ?? []).map((expr, index) => alias(`event_breakdown_${index + 1}`, expr));
  const fields = select.map((item) => field(item.alias));
  return { select, fields, passed: breakdown ? { breakdown: fields } : {} };
}

/** One row for each value of a list, a single value as it is. */
export const spread = ({ value, cohorts }: Dimension): Expr => (cohorts ? call("arrayJoin", value) : value);
