import { parseCron } from "@edgewise/core/flags/schedule/cron.ts";
import type { Operation } from "@edgewise/core/flags/schedule/operation.ts";
import { fromLocalField } from "../../../lib/zoned-time.ts";
import type { ScheduleInput } from "./types.ts";

export type PlanKind = "on" | "off" | "rollout" | "ramp";

/** A plan as the form holds it: numbers as typed, times of the project's zone. */
export interface PlanDraft {
  readonly kind: PlanKind;
  readonly percent: string;
  readonly step: string;
  readonly everyMinutes: string;
  /** Index of the release condition. */
  readonly condition: string;
  /** `YYYY-MM-DDTHH:MM` */
  readonly at: string;
  /** `once`, an interval, or `cron`. */
  readonly repeat: string;
  readonly cron: string;
  /** As `at`; empty: without an end. */
  readonly until: string;
}

export type PlanErrors = Readonly<Partial<Record<keyof PlanDraft, string>>>;

export const emptyPlan = (at: string): PlanDraft => ({
  kind: "on",
  percent: "100",
  step: "10",
  everyMinutes: "60",
  condition: "0",
  at,
  repeat: "once",
  cron: "",
  until: "",
});

/** What the API would refuse, by field, before it is asked. `now` in ms. */
export function planErrors(draft: PlanDraft, timeZone: string, now: number): PlanErrors {
  const errors: Partial<Record<keyof PlanDraft, string>> = {};
  if (draft.kind === "rollout" || draft.kind === "ramp") {
    if (!isWithin(draft.percent, 0, 100)) errors.percent = "Give a number from 0 to 100.";
  }
  if (draft.kind === "ramp") {
    if (!isWithin(draft.step, 0.1, 100)) errors.step = "Give a number from 0.1 to 100.";
    if (!isWithin(draft.everyMinutes, 1, 43_200) || !Number.isInteger(Number(draft.everyMinutes)))
      errors.everyMinutes = "Give whole minutes, from 1 to 43,200 (30 days).";
  }
  const at = fromLocalField(draft.at, timeZone);
  if (at === null) errors.at = "Choose a day and a time.";
  else if (Date.parse(at) <= now && !repeats(draft)) errors.at = "This moment has passed.";
  if (!repeats(draft)) return errors;
  if (draft.repeat === "cron" && parseCron(draft.cron.trim()) === null)
    errors.cron = "Give five fields, e.g. 0 9 * * 1-5.";
  const until = draft.until === "" ? null : fromLocalField(draft.until, timeZone);
  if (draft.until !== "" && until === null) errors.until = "Choose a day and a time.";
  if (at !== null && until !== null && until < at) errors.until = "The end lies before the first run.";
  return errors;
}

/** What the API is sent; only of a draft without errors. */
export function toSchedule(draft: PlanDraft, flagId: number, timeZone: string): ScheduleInput {
  const recurring = repeats(draft);
  return {
    record_id: flagId,
    model_name: "FeatureFlag",
    payload: toOperation(draft),
    scheduled_at: fromLocalField(draft.at, timeZone) ?? "",
    is_recurring: recurring,
    recurrence_interval: recurring && draft.repeat !== "cron" ? draft.repeat : null,
    cron_expression: recurring && draft.repeat === "cron" ? draft.cron.trim() : null,
    end_date: recurring ? fromLocalField(draft.until, timeZone) : null,
  };
}

/** A ramp goes on by itself: it is never repeated. */
const repeats = ({ kind, repeat }: PlanDraft): boolean => kind !== "ramp" && repeat !== "once";

function toOperation(draft: PlanDraft): Operation {
  const condition = Number(draft.condition);
  if (draft.kind === "rollout")
    return { operation: "set_rollout", value: { rollout_percentage: Number(draft.percent), condition } };
  if (draft.kind === "ramp") {
    const value = {
      to: Number(draft.percent),
      step: Number(draft.step),
      every_minutes: Number(draft.everyMinutes),
      condition,
    };
    return { operation: "ramp", value };
  }
  return { operation: "update_status", value: draft.kind === "on" };
}

function isWithin(text: string, least: number, most: number): boolean {
  const value = Number(text);
  return text.trim() !== "" && value >= least && value <= most;
}
