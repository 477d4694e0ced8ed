import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FlagFilters } from "../types.ts";
import { nextCron, parseCron } from "./cron.ts";
import { applyOperation, type Operation } from "./operation.ts";
import { INTERVALS, nextRun } from "./recurrence.ts";

const at = (text: string) => Date.parse(text);
const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString().slice(0, 16));

describe("cron", () => {
  it.each([
    ["*/15 * * * *", "2026-03-01T10:07:00Z", "2026-03-01T10:15"],
    ["0 9 * * 1-5", "2026-03-06T09:00:00Z", "2026-03-09T09:00"],
    ["30 23 28-31 * *", "2026-02-28T23:30:00Z", "2026-03-28T23:30"],
    ["0 0 29 2 *", "2026-01-01T00:00:00Z", "2028-02-29T00:00"],
    ["0 0 1,15 * 1", "2026-03-02T00:00:00Z", "2026-03-09T00:00"],
    ["5 4 * * 7", "2026-03-02T00:00:00Z", "2026-03-08T04:05"],
    ["0 0 31 2 *", "2026-01-01T00:00:00Z", null],
    ["59 23 31 12 *", "2026-12-31T23:59:30Z", "2027-12-31T23:59"],
  ])("%s after %s", (text, after, expected) => {
    expect(iso(nextCron(parseCron(text)!, at(after)))).toBe(expected);
  });

  it.each([
    "",
    "* * * *",
    "60 * * * *",
    "* 24 * * *",
    "* * 0 * *",
    "*/0 * * * *",
    "5-1 * * * *",
    "a * * * *",
  ])("%j is none", (text) => expect(parseCron(text)).toBeNull());
});

describe("nextRun", () => {
  it.each([
    ["daily", "2026-03-01T10:00:00Z", "2026-03-01T10:00:30Z", "2026-03-02T10:00"],
    ["daily", "2026-03-01T10:00:00Z", "2026-03-05T11:00:00Z", "2026-03-06T10:00"],
    ["weekly", "2026-03-01T10:00:00Z", "2026-03-01T10:00:30Z", "2026-03-08T10:00"],
    ["monthly", "2026-01-31T10:00:00Z", "2026-01-31T10:00:30Z", "2026-02-28T10:00"],
    ["monthly", "2026-01-31T10:00:00Z", "2026-02-28T10:00:30Z", "2026-03-31T10:00"],
    ["yearly", "2024-02-29T10:00:00Z", "2024-02-29T10:01:00Z", "2025-02-28T10:00"],
  ] as const)("%s from %s at %s", (interval, due, now, expected) => {
    expect(iso(nextRun({ interval, cron: null }, at(due), at(now)))).toBe(expected);
  });

  it("lies ahead, whatever was missed", () => {
    const time = fc.integer({ min: at("2020-01-01"), max: at("2030-01-01") });
    fc.assert(
      fc.property(fc.constantFrom(...INTERVALS), time, time, (interval, due, now) => {
        expect(nextRun({ interval, cron: null }, Math.min(due, now), now)).toBeGreaterThan(now);
      }),
    );
  });

  it("is none for what happens once", () => expect(nextRun({ interval: null, cron: null }, 0, 1)).toBeNull());
});

const filters: FlagFilters = {
  groups: [{ rollout_percentage: 10 }, { properties: [], rollout_percentage: 50 }],
  payloads: { true: "1" },
};
const apply = (operation: Operation, state: FlagFilters = filters) =>
  applyOperation({ active: true, filters: state }, operation);

describe("applyOperation", () => {
  it.each<[Operation, object]>([
    [{ operation: "update_status", value: false }, { change: { active: false } }],
    [
      { operation: "add_release_condition", value: { groups: [{ rollout_percentage: 5 }] } },
      {
        change: {
          filters: { groups: [...filters.groups, { rollout_percentage: 5 }], payloads: { true: "1" } },
        },
      },
    ],
    [
      {
        operation: "update_variants",
        value: { variants: [{ key: "a", rollout_percentage: 100 }], payloads: { a: "2" } },
      },
      { change: { filters: { multivariate: { variants: [{ key: "a" }] }, payloads: { a: "2" } } } },
    ],
    [
      { operation: "set_rollout", value: { rollout_percentage: 0, condition: 1 } },
      { change: { filters: { groups: [{ rollout_percentage: 10 }, { rollout_percentage: 0 }] } } },
    ],
    [{ operation: "set_rollout", value: { rollout_percentage: 0, condition: 7 } }, { ok: false }],
    [
      { operation: "ramp", value: { to: 100, step: 25, every_minutes: 30 } },
      { change: { filters: { groups: [{ rollout_percentage: 35 }, {}] } }, againInMinutes: 30 },
    ],
    [{ operation: "ramp", value: { to: 20, step: 25, every_minutes: 30 } }, { againInMinutes: null }],
    [{ operation: "ramp", value: { to: 20, step: 25, every_minutes: 30, condition: 3 } }, { ok: false }],
  ])("%j", (operation, expected) => expect(apply(operation)).toMatchObject(expected));

  it("ramps reach their end, up or down", () => {
    const percent = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(percent, percent, fc.integer({ min: 1, max: 50 }), (from, to, step) => {
        let state: FlagFilters = { groups: [{ rollout_percentage: from }] };
        for (let run = 0; run < 101; run++) {
          const applied = apply({ operation: "ramp", value: { to, step, every_minutes: 1 } }, state);
          if (!applied.ok) throw new Error(applied.detail);
          state = applied.change.filters ?? state;
          if (applied.againInMinutes === null) break;
        }
        expect(state.groups[0]?.rollout_percentage).toBe(to);
      }),
    );
  });
});
