import { describe, expect, it } from "vitest";
import type { FlagPlace, StatePart } from "./types.ts";
import { describeOwn, describeRequest, fieldName, shortValue } from "./words.ts";

const place = (own: readonly StatePart[], is_default = false): FlagPlace => ({
  environment_id: 2,
  name: "Staging",
  is_default,
  active: true,
  filters: { groups: [] },
  own,
});

describe("which override applies", () => {
  it.each<[FlagPlace, string]>([
    [place(["active", "filters"], true), "Environments without settings of their own follow this one"],
    [place([]), "As in Production"],
    [place(["active"]), "Switch set here, conditions as in Production"],
    [place(["filters"]), "Conditions set here, switch as in Production"],
    [place(["active", "filters"]), "Switch and conditions set here"],
  ])("%# %s", (given, text) => {
    expect(describeOwn(given, "Production")).toBe(text);
  });
});

describe("a difference", () => {
  it.each<[string, unknown, string | null]>([
    ["active", true, "on"],
    ["active", false, "off"],
    ["filters.payloads", null, "none"],
    ["filters.groups", [{ rollout_percentage: 5 }], "5 % of everyone"],
    ["filters.early_exit", true, "yes"],
    ["filters.multivariate", { variants: [] }, null],
    ["filters.aggregation_group_type_index", 0, "0"],
  ])("%s %j", (field, value, text) => {
    expect(shortValue(field, value)).toBe(text);
  });

  it("names fields it knows and keeps the others", () => {
    expect(fieldName("filters.groups")).toBe("Release conditions");
    expect(fieldName("filters.new_one")).toBe("filters.new_one");
  });
});

describe("a waiting change", () => {
  it.each<[Record<string, unknown>, string]>([
    [{ active: true, version: 3, has_encrypted_payloads: false }, "switch on"],
    [{ active: false, filters: {} }, "switch off, new conditions"],
    [{ deleted: true }, "delete"],
    [{ archived: false }, "bring back from the archive"],
    [{ environments: { 2: null } }, "other settings in single environments"],
    [{ evaluation_runtime: "server" }, "new evaluation runtime"],
    [{ version: 2 }, "no change"],
  ])("%j", (change, text) => {
    expect(describeRequest(change)).toBe(text);
  });
});
