import type { Expr, Select } from "../../sql/ast.ts";
import { and } from "../../sql/build.ts";
import { countPeople, peopleRows } from "../people.ts";
import type { Aggregate, TrendsMath } from "./math.ts";

/** Rows of one actor or session each, and their count: where some data is a sample, of the people they stand for. */
export function rowsOfPeople(
  { whole }: TrendsMath,
  rowsOf: (whole: Expr) => Select,
): { readonly from: Select; readonly aggregate: Aggregate } {
  const rows = peopleRows(rowsOf(and()), whole && rowsOf(whole));
  const counted = rows.people ? { name: "", expr: countPeople(rows) } : { name: "count" };
  return { from: rows.from, aggregate: { ...counted, args: [], merge: "again" } };
}
