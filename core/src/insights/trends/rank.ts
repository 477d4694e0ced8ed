import type { Expr, Select } from "../../sql/ast.ts";
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
  tuple,
} from "../../sql/build.ts";
import { BREAKDOWN_NULL, BREAKDOWN_OTHER, type Breakdown, type Dimension } from "./breakdown.ts";
import { isMember } from "./cohort-breakdown.ts";
import type { Aggregate } from "./math.ts";

const every = ({ dimensions }: Breakdown, text: string): Expr =>
  array(...dimensions.map(() => constant(text)));

/** Column of the breakdown of this index in the groups. */
export const partName = (index: number): string => `breakdown_${index + 1}`;

/** Values per breakdown, cut to the greatest: select from it `bucket`, `breakdown` and `value`. */
export interface Ranked {
  readonly from: Select;
  readonly bucket: Expr;
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
  const parts = breakdown.dimensions.map((_, index) => field(partName(index)));
  const finite = call("ifNotFinite", call("toFloat", field("group_value")), constant(0));
  const points = tuple(total ? constant(0) : field("bucket"), field("group_value"));
  const totals = select({
    select: [
      alias("breakdown_value", array(...parts)),
      alias("points", call("groupArray", points)),
      alias("breakdown_total", call("sum", finite)),
    ],
    from: groups,
    groupBy: parts,
  });
  const folds = merge !== "again";
  const from = select({
    select: [
      alias("breakdown", folds ? keptValue(breakdown, limit) : field("breakdown_value")),
      alias("point", call("arrayJoin", field("points"))),
    ],
    from: rankedValues(totals, breakdown, "points"),
    ...(folds ? {} : { where: isWithin(breakdown, limit + 1) }),
  });
  const [bucket, value] = [pointPart(1), pointPart(2)];
  return {
    from,
    bucket,
    breakdown: field("breakdown"),
    value: folds ? call(merge, value) : value,
    grouped: folds,
  };
}

/** A part of the pair `point`. */
export const pointPart = (index: number): Expr => ({ node: "TupleAccess", tuple: field("point"), index });

const isNull = (breakdown: Breakdown): Expr => eq(field("breakdown_value"), every(breakdown, BREAKDOWN_NULL));

/** `breakdown_value` and another column of `totals` with `breakdown_rank`: by `breakdown_total`, then by value. */
export function rankedValues(totals: Select, breakdown: Breakdown, column: string): Select {
  const orderBy = [asc(isNull(breakdown)), desc(field("breakdown_total")), asc(field("breakdown_value"))];
  const rank: Expr = {
    node: "WindowFunction",
    name: "row_number",
    args: [],
    over: { node: "WindowExpr", partitionBy: [], orderBy },
  };
  return select({
    select: [field("breakdown_value"), field(column), alias("breakdown_rank", rank)],
    from: totals,
  });
}

const isWithin = (breakdown: Breakdown, count: number): Expr =>
  or(compare(field("breakdown_rank"), "<=", constant(count)), isNull(breakdown));

/** The breakdown value where it stays, else «other». */
export const keptValue = (breakdown: Breakdown, limit: number): Expr =>
  call("if", isWithin(breakdown, limit), field("breakdown_value"), every(breakdown, BREAKDOWN_OTHER));

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
