import type { Expr, OrderExpr, Select } from "../../sql/ast.ts";
import {
  alias,
  and,
  array,
  asc,
  call,
  compare,
  constant,
  desc,
  eq,
  field,
  list,
  or,
  select,
} from "../../sql/build.ts";
import { BREAKDOWN_NULL, BREAKDOWN_OTHER, type Breakdown } from "./breakdown.ts";
import type { Aggregate } from "./math.ts";

const over = (
  name: string,
  args: readonly Expr[],
  partitionBy: readonly Expr[],
  orderBy: readonly OrderExpr[],
): Expr => ({
  node: "WindowFunction",
  name,
  args,
  over: { node: "WindowExpr", partitionBy, orderBy },
});

const every = ({ values }: Breakdown, text: string): Expr => array(...values.map(() => constant(text)));

/** Column of the breakdown of this index in the groups. */
export const partName = (index: number): string => `breakdown_${index + 1}`;

/** Values per breakdown, cut to the greatest: select from it `bucket`, `breakdown` and `value`. */
export interface Ranked {
  readonly from: Select;
  readonly where?: Expr;
  readonly breakdown: Expr;
  readonly value: Expr;
  /** True when rows must be grouped by bucket and breakdown again. */
  readonly grouped: boolean;
}

/**
 * Keeps the `limit` greatest breakdown values of `groups` (columns `bucket` unless `total`, `breakdown_1`…,
 * `group_value`) and «null». The rest is folded into «other» where the aggregate can be merged; where not, one value
 * more is kept, which says that there is a rest.
 */
export function rankBreakdowns(
  groups: Select,
  breakdown: Breakdown,
  { merge }: Aggregate,
  limit: number,
  total: boolean,
): Ranked {
  const bucket = total ? [] : [field("bucket")];
  const value = array(...breakdown.values.map((_, index) => field(partName(index))));
  const isNull = eq(field("breakdown_value"), every(breakdown, BREAKDOWN_NULL));
  const totals = select({
    select: [
      ...bucket,
      alias("breakdown_value", value),
      field("group_value"),
      alias(
        "breakdown_total",
        over("sum", [call("toFloat", field("group_value"))], [field("breakdown_value")], []),
      ),
    ],
    from: groups,
  });
  const order = [asc(isNull), desc(field("breakdown_total")), asc(field("breakdown_value"))];
  const from = select({
    select: [
      ...bucket,
      field("breakdown_value"),
      field("group_value"),
      alias("breakdown_rank", over("dense_rank", [], [], order)),
    ],
    from: totals,
  });
  const within = (count: number) => or(compare(field("breakdown_rank"), "<=", constant(count)), isNull);
  if (merge === "again") {
    const values = { breakdown: field("breakdown_value"), value: field("group_value") };
    return { from, where: within(limit + 1), ...values, grouped: false };
  }
  const kept = call("if", within(limit), field("breakdown_value"), every(breakdown, BREAKDOWN_OTHER));
  return { from, breakdown: kept, value: call(merge, field("group_value")), grouped: true };
}

/** Events whose breakdown values are none of `kept`. */
export function noneOf({ values }: Breakdown, kept: readonly (readonly string[])[]): Expr {
  const [only] = values;
  if (only && values.length === 1) return compare(only, "not in", list(kept.map(([value]) => value ?? "")));
  const differs = (item: readonly string[]) =>
    or(...values.map((value, index) => compare(value, "!=", constant(item[index] ?? ""))));
  return and(...kept.map(differs));
}
