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
import { BREAKDOWN_NULL, BREAKDOWN_OTHER, type Breakdown, type Dimension } from "./breakdown.ts";
import { isMember } from "./cohort-breakdown.ts";
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

const every = ({ dimensions }: Breakdown, text: string): Expr =>
  array(...dimensions.map(() => constant(text)));

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
  const value = array(...breakdown.dimensions.map((_, index) => field(partName(index))));
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

/** Events whose breakdown values are none of `kept`; of several cohorts, events that count for one that isn't. */
export function noneOf(
  { dimensions }: Pick<Breakdown, "dimensions">,
  kept: readonly (readonly string[])[],
): Expr {
  const position = dimensions.findIndex(({ cohorts }) => cohorts);
  const cohorts = dimensions[position]?.cohorts;
  if (!cohorts) return noneOfTexts(dimensions, kept);
  const others = dimensions.filter((_, index) => index !== position);
  return or(
    ...cohorts.map((cohort) => {
      const own = kept.filter((item) => item[position] === String(cohort.id));
      const rest = own.map((item) => item.filter((_, index) => index !== position));
      return and(isMember(cohort), noneOf({ dimensions: others }, rest));
    }),
  );
}

function noneOfTexts(dimensions: readonly Dimension[], kept: readonly (readonly string[])[]): Expr {
  const [only] = dimensions;
  if (!only) return kept.length > 0 ? or() : and();
  if (dimensions.length === 1) return compare(only.value, "not in", list(kept.map(([value]) => value ?? "")));
  const differs = (item: readonly string[]) =>
    or(...dimensions.map(({ value }, index) => compare(value, "!=", constant(item[index] ?? ""))));
  return and(...kept.map(differs));
}
