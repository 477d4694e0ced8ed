import type { Select } from "../../sql/ast.ts";
import { alias, and, constant, field, select, unionAll } from "../../sql/build.ts";
import type { InsightResult } from "../error.ts";
import type { EngineRows, InsightContext } from "../query-kind.ts";
import { type CohortValue, isMember } from "../trends/cohort-breakdown.ts";
import { funnelCohorts } from "./breakdown.ts";
import { type FunnelPlan, planFunnel } from "./plan.ts";
import type { FunnelsQuery } from "./schema.ts";

/** A funnel is asked once, or once for each period that is compared and each cohort it is broken down by. */
export interface FunnelPart {
  readonly plan: FunnelPlan;
  /** The same for everyone, without any breakdown. */
  readonly whole: FunnelPlan;
  /** Which period it is, when periods are compared. */
  readonly label: "current" | "previous" | undefined;
  readonly cohort: CohortValue | undefined;
}
export type FunnelParts = readonly [FunnelPart, ...FunnelPart[]];

/** All parts of a funnel: the current period's first. */
export function funnelParts(query: FunnelsQuery, context: InsightContext): InsightResult<FunnelParts> {
  const plans = planFunnel(query, context);
  if (!plans.ok) return plans;
  const cohorts = funnelCohorts(query.breakdownFilter, context);
  if (!cohorts.ok) return cohorts;
  const compares = plans.value.length > 1;
  const parts = plans.value.flatMap((plan, period): FunnelPart[] => {
    const label = compares ? (period === 0 ? ("current" as const) : ("previous" as const)) : undefined;
    const whole = { ...plan, breakdown: undefined };
    if (cohorts.value.length === 0) return [{ plan, whole, label, cohort: undefined }];
    return cohorts.value.map((cohort) => ({ plan: ofCohort(plan, cohort), whole, label, cohort }));
  });
  const [first, ...rest] = parts;
  if (!first) throw new Error("A funnel has no part.");
  return { ok: true, value: [first, ...rest] };
}

/** The funnel of a cohort's members. */
const ofCohort = (plan: FunnelPlan, cohort: CohortValue): FunnelPlan =>
  cohort.id === "all" ? plan : { ...plan, filters: and(plan.filters, isMember(cohort)) };

/** The rows of all parts; with several the first column is the number of the part. */
export function selectParts(parts: FunnelParts, selectOf: (plan: FunnelPlan) => Select): Select {
  const [first, ...rest] = parts.map(({ plan }) => selectOf(plan));
  if (!first) throw new Error("A funnel has no part.");
  if (rest.length === 0) return first;
  const [numbered, ...others] = [first, ...rest].map((from, part) =>
    select({ select: [alias("part", constant(part)), field("*")], from }),
  );
  return numbered ? unionAll(numbered, ...others) : first;
}

/** The rows of one part of {@link selectParts}. */
export function rowsOfPart(parts: FunnelParts, part: FunnelPart, { rows }: EngineRows): EngineRows["rows"] {
  if (parts.length === 1) return rows;
  const number = parts.indexOf(part);
  return rows.filter((row) => Number(row[0]) === number).map((row) => row.slice(1));
}

/** Parts of one period each, in the order of the answer. */
export const periodsOfParts = (parts: FunnelParts): FunnelPart[][] => {
  const labels = [...new Set(parts.map(({ label }) => label))];
  return labels.map((label) => parts.filter((part) => part.label === label));
};

/** What items of an answer say about their period. */
export const compareLabel = ({ label }: FunnelPart): { compare_label?: string } =>
  label ? { compare_label: label } : {};

/** One part a period without any breakdown, for views that show none. */
export function onePartAPeriod(parts: FunnelParts): FunnelParts {
  const [first, ...rest] = periodsOfParts(parts).flatMap(([part]): FunnelPart[] =>
    part ? [{ ...part, cohort: undefined, plan: part.whole }] : [],
  );
  if (!first) throw new Error("A funnel has no part.");
  return [first, ...rest];
}
