import type { Expr } from "../ast.ts";
import { call, compare, field, lambda, not, select } from "../build.ts";
import type { FilterContext } from "../property-filter.ts";
import { operatorExpr } from "./operators.ts";
import type { WireFilter } from "./types.ts";

/** Operators that hold when no value of several does, and what they deny. */
const DENIED: Readonly<Record<string, string>> = {
  is_not: "exact",
  not_in: "in",
  not_icontains: "icontains",
  not_icontains_multi: "icontains_multi",
  not_starts_with: "starts_with",
  not_ends_with: "ends_with",
  not_regex: "regex",
  not_between: "between",
  semver_neq: "semver_eq",
  is_not_set: "is_set",
};

const operatorOf = ({ operator }: WireFilter): string => (typeof operator === "string" ? operator : "exact");

/** A condition that is asked of several values: true when one meets it, for negative operators when none does. */
function ofSeveral(filter: WireFilter, context: FilterContext, value: Expr, some: (one: Expr) => Expr): Expr {
  const denied = DENIED[operatorOf(filter)];
  const one = operatorExpr({ expr: value }, { ...filter, operator: denied ?? operatorOf(filter) }, context);
  if (one.node === "And" && one.exprs.length === 0) return one;
  return denied === undefined ? some(one) : not(some(one));
}

/** Filter over a list of texts; `item` names one of them. */
export function listExpr(values: Expr, item: string, filter: WireFilter, context: FilterContext): Expr {
  return ofSeveral(filter, context, field(item), (one) => call("arrayExists", lambda([item], one), values));
}

/** Rows whose person has such a distinct ID; events came with one of them only. */
export function distinctIdExpr(filter: WireFilter, context: FilterContext): Expr {
  return ofSeveral(filter, context, field("distinct_id"), (where) =>
    compare(
      field("person_key"),
      "in",
      select({ select: [field("person_key")], from: "person_distinct_ids", where }),
    ),
  );
}
