import type { Expr } from "../../sql/ast.ts";
import { array, call, constant } from "../../sql/build.ts";
import { inCohorts } from "../../sql/filter/cohort.ts";
import { type InsightResult, insightError } from "../error.ts";
import type { InsightContext } from "../query-kind.ts";

/** One value of a breakdown by cohorts. */
export interface CohortValue {
  /** The cohort's number; everyone is `"all"`. */
  readonly id: number | "all";
  readonly name: string;
}

const ALL: CohortValue = { id: "all", name: "all users" };

/** The cohorts of a breakdown by number, and «all»; fails for one that the project doesn't have. */
export function cohortsAsked(
  ids: readonly (string | number)[],
  { cohorts }: InsightContext,
): InsightResult<CohortValue[]> {
  const asked: CohortValue[] = [];
  for (const id of new Set(ids.map(String))) {
    const cohort = id === "all" ? ALL : cohorts?.get(Number(id));
    if (!cohort) {
      const message = `Cohort ${id} does not exist: it may be deleted.`;
      return insightError(message, "query__breakdownFilter__breakdown", "does_not_exist");
    }
    asked.push(cohort);
  }
  return { ok: true, value: asked };
}

/** Condition that the person of an event is in a cohort. */
export const isMember = ({ id }: CohortValue): Expr => (id === "all" ? constant(true) : inCohorts([id]));

/** Which of the cohorts the person of an event is in, as a list of their numbers in text. */
export function memberships(cohorts: readonly CohortValue[]): Expr {
  const one = (cohort: CohortValue) => array(constant(String(cohort.id)));
  const parts = cohorts.map((cohort) =>
    cohort.id === "all" ? one(cohort) : call("if", isMember(cohort), one(cohort), call("emptyArrayString")),
  );
  return parts.length === 1 && parts[0] ? parts[0] : call("arrayConcat", ...parts);
}
