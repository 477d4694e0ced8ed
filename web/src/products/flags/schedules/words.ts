import type { Operation } from "@edgewise/core/flags/schedule/operation.ts";
import type { Schedule } from "./types.ts";

/** What a planned change does, in words. */
export function describeOperation(payload: Operation): string {
  switch (payload.operation) {
    case "update_status":
      return payload.value ? "Switch on" : "Switch off";
    case "add_release_condition": {
      const { length } = payload.value.groups;
      return length === 1 ? "Add a release condition" : `Add ${length} release conditions`;
    }
    case "update_variants":
      return `Set variants: ${payload.value.variants.map(({ key, rollout_percentage }) => `${key} ${rollout_percentage} %`).join(", ")}`;
    case "set_rollout":
      return `Set rollout to ${payload.value.rollout_percentage} %${ofCondition(payload.value.condition)}`;
    case "ramp": {
      const { to, step, every_minutes, condition } = payload.value;
      return `Ramp to ${to} %: ${step} % more every ${minutes(every_minutes)}${ofCondition(condition)}`;
    }
  }
}

const ofCondition = (index = 0): string => (index === 0 ? "" : ` (condition ${index + 1})`);

/** Minutes as the largest whole unit: 90 → `90 minutes`, 120 → `2 hours`. */
export function minutes(count: number): string {
  for (const [size, name] of [
    [1440, "day"],
    [60, "hour"],
  ] as const) {
    if (count % size === 0) return count === size ? name : `${count / size} ${name}s`;
  }
  return count === 1 ? "minute" : `${count} minutes`;
}

/** How a plan repeats; empty for one that runs once. */
export function describeRepeat(
  { is_recurring, recurrence_interval, cron_expression, end_date }: Schedule,
  showTime: (time: string) => string,
): string {
  if (!is_recurring) return "";
  const rule = cron_expression === null ? (recurrence_interval ?? "") : `${cron_expression} (UTC)`;
  return end_date === null ? rule : `${rule}, until ${showTime(end_date)}`;
}

export type PlanState = "planned" | "underway" | "retrying" | "done" | "failed";

/** Where a plan stands: a failure that ended it is final, one of a plan that goes on is tried again. */
export function planState({ executed_at, last_executed_at, failure_reason }: Schedule): PlanState {
  if (executed_at !== null) return failure_reason === null ? "done" : "failed";
  if (failure_reason !== null) return "retrying";
  return last_executed_at === null ? "planned" : "underway";
}
