import type { Expr, Select } from "../../sql/ast.ts";
import { alias, and, array, call, compare, constant, eq, field, select } from "../../sql/build.ts";
import { type InsightResult, insightError } from "../error.ts";
import { BREAKDOWN_NULL, BREAKDOWN_OTHER, type Breakdown } from "./breakdown.ts";
import type { TrendsPart } from "./compile.ts";
import { aggregateExpr } from "./math.ts";
import { partName, rankBreakdowns } from "./rank.ts";
import { bucketedRows } from "./rows-source.ts";

/** That the breakdown of an event (seen through `of`) has the asked value. */
export type BreakdownIs = (of: (expr: Expr) => Expr) => Expr;

type Asked = string | number | readonly (string | number)[] | undefined;

/**
 * Events with a breakdown value as the chart names it; nothing asked: all. `current`: the series in the current period,
 * which decides what is «other» in all of them.
 */
export function breakdownIs(
  asked: Asked,
  current: TrendsPart,
  breakdown: Breakdown | undefined,
): InsightResult<BreakdownIs> {
  if (asked === undefined) return { ok: true, value: () => and() };
  const values = (Array.isArray(asked) ? asked : [asked]).map(String);
  if (!breakdown || breakdown.values.length !== values.length) {
    const by = breakdown?.values.length ?? 0;
    const message = `The query breaks down by ${by} properties: "breakdown" needs as many values.`;
    return insightError(message, "query__source__breakdown");
  }
  if (!values.every((value) => value === BREAKDOWN_OTHER)) {
    const value: BreakdownIs = (of) =>
      and(
        ...breakdown.dimensions.map(({ value: expr, cohorts }, index) => {
          const asked = constant(values[index] ?? "");
          return cohorts ? call("has", of(expr), asked) : eq(of(expr), asked);
        }),
      );
    return { ok: true, value };
  }
  if (breakdown.dimensions.some(({ cohorts }) => cohorts)) {
    const message =
      "Who is in the rest of a breakdown by cohorts and more can't be listed: raise breakdown_limit.";
    return insightError(message, "query__source__breakdown", "not_available");
  }
  const kept = keptValues(current, breakdown);
  if (!kept.ok) return kept;
  return {
    ok: true,
    // «Null» is never the rest, also where the current period has none.
    value: (of) => {
      const own = array(...breakdown.values.map(of));
      const nothing = array(...breakdown.dimensions.map(() => constant(BREAKDOWN_NULL)));
      return and(compare(own, "not in", kept.value), call("not", eq(own, nothing)));
    },
  };
}

/** The values that the chart shows by name: the rest is «other». */
function keptValues({ input }: TrendsPart, breakdown: Breakdown): InsightResult<Select> {
  const rows = bucketedRows(input);
  const total = input.plan.mode === "total";
  const bucket = total ? [] : [alias("bucket", rows.bucket)];
  const parts = (rows.breakdown ?? []).map((expr, index) => alias(partName(index), expr));
  // As in the chart: events before the range name no value that nobody is active with in it.
  const trailing = input.math.source.kind === "trailing actors";
  const groups = select({
    select: [...bucket, ...parts, alias("group_value", aggregateExpr(rows.aggregate))],
    from: rows.from,
    ...(rows.where ? { where: rows.where } : {}),
    groupBy: [...(total ? [] : [field("bucket")]), ...parts.map((one) => field(one.alias))],
    ...(trailing ? { having: compare(field("group_value"), ">", constant(0)) } : {}),
  });
  const again = { ...rows.aggregate, merge: "again" } as const;
  // One value more than the limit stays where «other» is asked for by a query of its own.
  const ranked = rankBreakdowns(groups, breakdown, again, breakdown.limit - 1, total);
  return {
    ok: true,
    value: select({
      select: [ranked.breakdown],
      distinct: true,
      from: ranked.from,
    }),
  };
}
