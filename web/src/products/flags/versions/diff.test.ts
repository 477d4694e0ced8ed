import { describe, expect, it } from "vitest";
import { differences } from "./diff.ts";

describe("what changed between two versions", () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>, [string, unknown, unknown][]]>([
    ["nothing", { key: "a", filters: { groups: [] } }, { key: "a", filters: { groups: [] } }, []],
    ["the version's own number does not count", { version: 1 }, { version: 2 }, []],
    ["the switch", { active: true }, { active: false }, [["active", true, false]]],
    [
      "one part of the filters",
      { filters: { groups: [{}], payloads: {} } },
      { filters: { groups: [], payloads: {} } },
      [["filters.groups", [{}], []]],
    ],
    [
      "absent, null and empty are the same",
      { filters: { payloads: {}, holdout: null } },
      { filters: {} },
      [],
    ],
    ["a new part", { filters: {} }, { filters: { early_exit: true } }, [["filters.early_exit", null, true]]],
  ])("%s", (_name, before, after, expected) =>
    expect(differences(before, after).map((change) => [change.field, change.before, change.after])).toEqual(
      expected,
    ),
  );
});
