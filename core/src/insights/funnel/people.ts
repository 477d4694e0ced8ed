import type { Select } from "../../sql/ast.ts";
import { and } from "../../sql/build.ts";
import { type PeopleRows, peopleRows } from "../people.ts";
import { funnelActors } from "./actors.ts";
import type { FunnelPlan } from "./plan.ts";

/** Rows of a funnel's actors, where some data is a sample with how many people each row stands for. */
export function rowsOfPeople(plan: FunnelPlan, rowsOf: (plan: FunnelPlan) => Select): PeopleRows {
  const { whole } = plan;
  const within = whole && { ...plan, filters: and(plan.filters, whole), whole: undefined };
  return peopleRows(rowsOf(plan), within && rowsOf(within));
}

/** The best attempt of each. */
export const bestOfPeople = (plan: FunnelPlan): PeopleRows =>
  rowsOfPeople(plan, (one) => funnelActors(one).best.from);
