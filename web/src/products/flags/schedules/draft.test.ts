import { describe, expect, it } from "vitest";
import { emptyPlan, type PlanDraft, type PlanErrors, planErrors, toSchedule } from "./draft.ts";

const NOW = Date.parse("2026-03-01T12:00:00Z");
const ZONE = "Europe/Berlin";
const plan = (part: Partial<PlanDraft>): PlanDraft => ({ ...emptyPlan("2026-03-02T09:00"), ...part });

describe("what the API would refuse", () => {
  it.each<[string, Partial<PlanDraft>, (keyof PlanErrors)[]]>([
    ["switch on, once", {}, []],
    ["no moment", { at: "" }, ["at"]],
    ["half a moment", { at: "2026-03" }, ["at"]],
    ["a passed moment", { at: "2026-03-01T12:59" }, ["at"]],
    ["a moment ahead by the project's clock", { at: "2026-03-01T13:01" }, []],
    ["a passed start of something that repeats", { at: "2026-02-01T09:00", repeat: "daily" }, []],
    ["no share", { kind: "rollout", percent: "" }, ["percent"]],
    ["too large a share", { kind: "rollout", percent: "101" }, ["percent"]],
    ["a share that is not asked for", { kind: "off", percent: "x" }, []],
    ["steps of nothing", { kind: "ramp", step: "0" }, ["step"]],
    ["half minutes", { kind: "ramp", everyMinutes: "1.5" }, ["everyMinutes"]],
    ["over a month", { kind: "ramp", everyMinutes: "43201" }, ["everyMinutes"]],
    ["no cron", { repeat: "cron", cron: "every day" }, ["cron"]],
    ["a cron", { repeat: "cron", cron: " 0 9 * * 1-5 " }, []],
    ["an end before the start", { repeat: "daily", until: "2026-03-01T09:00" }, ["until"]],
    ["an end of a ramp is not asked for", { kind: "ramp", repeat: "daily", until: "2020-01-01T00:00" }, []],
  ])("%s", (_, part, fields) => {
    expect(Object.keys(planErrors(plan(part), ZONE, NOW))).toEqual(fields);
  });
});

describe("what is sent", () => {
  const once = {
    record_id: 7,
    model_name: "FeatureFlag",
    scheduled_at: "2026-03-02T08:00:00.000Z",
    is_recurring: false,
    recurrence_interval: null,
    cron_expression: null,
    end_date: null,
  };
  it.each<[string, Partial<PlanDraft>, object]>([
    ["on", {}, { ...once, payload: { operation: "update_status", value: true } }],
    ["off", { kind: "off" }, { ...once, payload: { operation: "update_status", value: false } }],
    [
      "a rollout, weekly until a day",
      { kind: "rollout", percent: "25", condition: "1", repeat: "weekly", until: "2026-04-01T09:00" },
      {
        ...once,
        payload: { operation: "set_rollout", value: { rollout_percentage: 25, condition: 1 } },
        is_recurring: true,
        recurrence_interval: "weekly",
        end_date: "2026-04-01T07:00:00.000Z",
      },
    ],
    [
      "by cron",
      { repeat: "cron", cron: " 0 9 * * * " },
      {
        ...once,
        payload: { operation: "update_status", value: true },
        is_recurring: true,
        cron_expression: "0 9 * * *",
      },
    ],
    [
      "a ramp never repeats",
      { kind: "ramp", percent: "50", step: "5", everyMinutes: "30", repeat: "daily" },
      {
        ...once,
        payload: { operation: "ramp", value: { to: 50, step: 5, every_minutes: 30, condition: 0 } },
      },
    ],
  ])("%s", (_, part, body) => {
    expect(toSchedule(plan(part), 7, ZONE)).toEqual(body);
  });
});
