import type { FlagFilters } from "@edgewise/core/flags/types.ts";
import { flagRow } from "@edgewise/db/local/testing/flag-row.ts";
import type { FlagRow } from "@edgewise/db/mysql/repos/flags.ts";
import { describe, expect, test } from "vitest";
import { describeFlag, isSimple, statusOf } from "./describe.ts";

const NOW = new Date("2026-03-01T00:00:00Z");
const LONG_AGO = new Date("2026-01-01T00:00:00Z");

const flag = (filters: Partial<FlagFilters>, change: Partial<FlagRow> = {}): FlagRow => ({
  id: 1,
  projectId: 1,
  ...flagRow("k", LONG_AGO),
  filters: { groups: [], ...filters },
  ...change,
});

const open = { properties: [], rollout_percentage: 100 };
const byEmail = { properties: [{ key: "email", value: "x" }], rollout_percentage: 100 };
const variants = (...shares: number[]) => ({
  variants: shares.map((rollout_percentage, index) => ({ key: `v${index}`, rollout_percentage })),
});

describe("statusOf of a flag that", () => {
  test.each<[string, number | null, string]>([
    ["was asked for lately", NOW.getTime() - 1, "ACTIVE"],
    ["nobody asked for in 30 days", LONG_AGO.getTime(), "STALE"],
    ["was never counted", null, "ACTIVE"],
  ])("%s", (_name, last, status) => {
    expect(statusOf(flag({ groups: [byEmail] }), NOW, last).status).toBe(status);
  });
});

describe("statusOf", () => {
  test.each<[string, FlagRow, string]>([
    ["deleted", flag({ groups: [open] }, { deleted: true, active: false }), "DELETED"],
    ["switched off", flag({ groups: [open] }, { active: false }), "INACTIVE"],
    ["on for everyone, long ago", flag({ groups: [open] }), "STALE"],
    ["without a rollout everyone is meant", flag({ groups: [{}] }), "STALE"],
    ["on for everyone, lately", flag({ groups: [open] }, { updatedAt: NOW }), "ACTIVE"],
    ["a part of everyone", flag({ groups: [{ rollout_percentage: 50 }] }), "ACTIVE"],
    ["some only", flag({ groups: [byEmail] }), "ACTIVE"],
    ["some, then everyone", flag({ groups: [byEmail, open] }), "STALE"],
    ["several variants", flag({ groups: [open], multivariate: variants(50, 50) }), "ACTIVE"],
    ["one variant for all", flag({ groups: [open], multivariate: variants(0, 100) }), "STALE"],
    [
      "an override for all",
      flag({ groups: [{ ...open, variant: "v0" }], multivariate: variants(50, 50) }),
      "STALE",
    ],
    ["a holdout", flag({ groups: [open], holdout: { id: 1, exclusion_percentage: 10 } }), "ACTIVE"],
    ["early access", flag({ groups: [open], feature_enrollment: true }), "ACTIVE"],
    ["no conditions", flag({ groups: [] }), "ACTIVE"],
  ])("%s", (_, row, expected) => {
    expect(statusOf(row, NOW).status).toBe(expected);
  });
});

describe("isSimple", () => {
  test.each<[string, Partial<FlagFilters>, boolean]>([
    ["one open condition", { groups: [open] }, true],
    ["a percentage", { groups: [{ rollout_percentage: 5 }] }, true],
    ["no condition", { groups: [] }, false],
    ["two conditions", { groups: [open, open] }, false],
    ["properties", { groups: [byEmail] }, false],
    ["variants", { groups: [open], multivariate: variants(100) }, false],
  ])("%s", (_, filters, expected) => {
    expect(isSimple(flag(filters))).toBe(expected);
  });
});

test("a description holds what people change, not who and when", () => {
  const described = describeFlag(flag({ groups: [open] }));
  expect(described).toMatchObject({ key: "k", filters: { groups: [open] }, active: true });
  for (const name of ["id", "version", "created_at", "updated_at", "created_by"])
    expect(described).not.toHaveProperty(name);
});
