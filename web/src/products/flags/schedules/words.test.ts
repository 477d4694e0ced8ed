import type { Operation } from "@edgewise/core/flags/schedule/operation.ts";
import { describe, expect, it } from "vitest";
import type { Schedule } from "./types.ts";
import { describeOperation, describeRepeat, minutes, type PlanState, planState } from "./words.ts";

describe("what a plan does", () => {
  it.each<[Operation, string]>([
    [{ operation: "update_status", value: true }, "Switch on"],
    [{ operation: "update_status", value: false }, "Switch off"],
    [{ operation: "add_release_condition", value: { groups: [{}] } }, "Add a release condition"],
    [{ operation: "add_release_condition", value: { groups: [{}, {}] } }, "Add 2 release conditions"],
    [
      { operation: "update_variants", value: { variants: [{ key: "a", rollout_percentage: 40 }] } },
      "Set variants: a 40 %",
    ],
    [{ operation: "set_rollout", value: { rollout_percentage: 30 } }, "Set rollout to 30 %"],
    [
      { operation: "ramp", value: { to: 100, step: 10, every_minutes: 60, condition: 1 } },
      "Ramp to 100 %: 10 % more every hour (condition 2)",
    ],
  ])("%j", (payload, text) => {
    expect(describeOperation(payload)).toBe(text);
  });

  it.each([
    [1, "minute"],
    [90, "90 minutes"],
    [120, "2 hours"],
    [1440, "day"],
    [2880, "2 days"],
  ])("every %d minutes", (count, text) => {
    expect(minutes(count)).toBe(text);
  });
});

const schedule: Schedule = {
  id: 1,
  team_id: 1,
  payload: { operation: "update_status", value: true },
  scheduled_at: "2026-03-02T08:00:00Z",
  executed_at: null,
  last_executed_at: null,
  failure_reason: null,
  is_recurring: false,
  recurrence_interval: null,
  cron_expression: null,
  end_date: null,
  created_by: null,
};

describe("where a plan stands", () => {
  const at = "2026-03-02T08:00:00Z";
  it.each<[Partial<Schedule>, PlanState]>([
    [{}, "planned"],
    [{ last_executed_at: at }, "underway"],
    [{ failure_reason: "no" }, "retrying"],
    [{ executed_at: at }, "done"],
    [{ executed_at: at, failure_reason: "no" }, "failed"],
  ])("%j", (part, state) => {
    expect(planState({ ...schedule, ...part })).toBe(state);
  });

  it.each<[Partial<Schedule>, string]>([
    [{}, ""],
    [{ is_recurring: true, recurrence_interval: "daily" }, "daily"],
    [{ is_recurring: true, cron_expression: "0 9 * * *" }, "0 9 * * * (UTC)"],
    [{ is_recurring: true, recurrence_interval: "daily", end_date: at }, `daily, until <${at}>`],
  ])("repeats %j", (part, text) => {
    expect(describeRepeat({ ...schedule, ...part }, (time) => `<${time}>`)).toBe(text);
  });
});
