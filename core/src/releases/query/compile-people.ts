import type { Expr, Select } from "../../sql/ast.ts";
import { alias, and, asc, call, compare, constant, desc, eq, field, select } from "../../sql/build.ts";
import { type LookPlan, units } from "./compile-look.ts";
import type { GuardPlan } from "./measure.ts";

/** The people of one side whom the plan's only guard-rail counts, those with the greatest value first. */
export function compilePeople(
  plan: LookPlan,
  { side, limit, offset }: { readonly side: "on" | "off"; readonly limit: number; readonly offset: number },
): Select {
  const value = figureOf(plan.guards[0]!);
  return select({
    select: [field("who"), field("called"), alias("value", value), field("last_session")],
    from: units({ ...plan, named: true }),
    where: and(eq(field("side"), constant(side)), compare(value, ">", constant(0))),
    orderBy: [desc(field("value")), asc(field("who"))],
    limit,
    offset,
  });
}

const figureOf = (guard: GuardPlan): Expr =>
  guard.kind === "percentile"
    ? call("if", call("notEmpty", field("raw_0")), call("arrayMax", field("raw_0")), constant(0))
    : field("raw_0_0");
