import { type InsightError, type InsightResult, insightError } from "../../insights/error.ts";
import type { EngineRows, InsightContext } from "../../insights/query-kind.ts";
import type { Select } from "../../sql/ast.ts";
import type { LookInput, Measured } from "../judge-look.ts";
import type { Population } from "../population.ts";
import type { Guard } from "../schema.ts";
import { compileLook, type LookPlan } from "./compile-look.ts";
import { compilePeople } from "./compile-people.ts";
import { releaseExposure } from "./exposure.ts";
import { type GuardPlan, guardPlan } from "./measure.ts";
import { readLook } from "./read-look.ts";

/** What a look asks about. */
export interface LookQuestion {
  readonly population: Population;
  readonly guards: readonly Guard[];
  /** ms since the epoch, both inclusive. */
  readonly from: number;
  readonly to: number;
}

/** A look as a query, and what its rows say. */
export interface PreparedLook {
  readonly select: Select;
  /** Of guard-rails that can't be asked. */
  readonly faults: readonly InsightError[];
  readonly read: (
    rows: Pick<EngineRows, "columns" | "rows">,
  ) => Pick<LookInput, "lastSeen" | "exposures" | "switched" | "measured">;
}

/** All guard-rails in one query; one that can't be asked fails alone. */
export function prepareLook(question: LookQuestion, context: InsightContext): InsightResult<PreparedLook> {
  const planned = plansOf(question, context);
  if (!planned.ok) return planned;
  const { plan, plans } = planned.value;
  return {
    ok: true,
    value: {
      select: compileLook(plan),
      faults: plans.flatMap((one) => (one.ok ? [] : [one.error])),
      read: (rows) => {
        const found = readLook(rows, plan.guards);
        let next = 0;
        const measured = plans.map(
          (one): Measured => (one.ok ? found.measured[next++]! : { ok: false, error: one.error.message }),
        );
        return { ...found, measured };
      },
    },
  };
}

/** The people on one side with what a guard-rail counts of each, those with most first. */
export function preparePeople(
  question: LookQuestion,
  people: {
    readonly guard: string;
    readonly side: "on" | "off";
    readonly limit: number;
    readonly offset: number;
  },
  context: InsightContext,
): InsightResult<Select> {
  const guards = question.guards.filter(({ uuid }) => uuid === people.guard);
  const planned = plansOf({ ...question, guards }, context);
  if (!planned.ok) return planned;
  const [only] = planned.value.plans;
  if (!only) return insightError(`There is no guard-rail "${people.guard}".`, "guard", "does_not_exist");
  if (!only.ok) return only;
  return { ok: true, value: compilePeople(planned.value.plan, people) };
}

function plansOf(
  { population, guards, from, to }: LookQuestion,
  context: InsightContext,
): InsightResult<{ plan: LookPlan; plans: readonly InsightResult<GuardPlan>[] }> {
  const exposure = releaseExposure(population, context);
  if (!exposure.ok) return exposure;
  const plans = guards.map((guard, index) =>
    guardPlan(guard, `g${index}`, `guards__${index}__metric`, to, context),
  );
  const usable = plans.flatMap((plan) => (plan.ok ? [plan.value] : []));
  return { ok: true, value: { plans, plan: { exposure: exposure.value, guards: usable, from, to } } };
}
