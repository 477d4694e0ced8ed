import { describe, expect, it } from "vitest";
import { type GroupIndex, groupColumns, groupUpdate, unknownGroupTypes } from "./groups.ts";
import type { JsonObject, JsonValue } from "./types.ts";

const indexes: Record<string, number | null> = { company: 0, team: 3, sixth: null };
const indexOf: GroupIndex = (type) => indexes[type];

describe("unknownGroupTypes", () => {
  it.each<[string, JsonValue[], string[]]>([
    ["none", [{ event: "e" }, 1, null], []],
    ["known", [{ properties: { $groups: { company: "a", sixth: "b" } } }], []],
    [
      "unknown, each once",
      [{ properties: { $groups: { a: "1" } } }, { properties: { $groups: { a: "2", b: "1" } } }],
      ["a", "b"],
    ],
    ["group identify", [{ event: "$groupidentify", properties: { $group_type: "org" } }], ["org"]],
    ["group type of other events", [{ event: "e", properties: { $group_type: "org" } }], []],
    ["groups that are no object", [{ properties: { $groups: "x" } }], []],
  ])("%s", (_name, events, expected) => {
    expect([...unknownGroupTypes(events, indexOf)]).toEqual(expected);
  });
});

describe("groupColumns", () => {
  it("writes columns and properties by index", () => {
    const properties: JsonObject = { $groups: { company: "acme", team: 7, sixth: "x", empty: "" } };
    expect(groupColumns(properties, indexOf)).toEqual({
      columns: ',"group_0":"acme","group_3":"7"',
      refused: ["sixth"],
    });
    expect(properties).toMatchObject({ $group_0: "acme", $group_3: "7" });
  });
});

describe("groupUpdate", () => {
  it.each<[string, JsonObject, unknown]>([
    [
      "full",
      { $group_type: "company", $group_key: "a", $group_set: { x: 1 } },
      { type: "company", index: 0, key: "a", set: { x: 1 } },
    ],
    [
      "numeric key, no set",
      { $group_type: "team", $group_key: 5 },
      { type: "team", index: 3, key: "5", set: {} },
    ],
    ["no key", { $group_type: "company" }, "invalid_group_identify"],
    ["no type", { $group_key: "a" }, "invalid_group_identify"],
    ["no index left", { $group_type: "sixth", $group_key: "a" }, "group_type_limit"],
  ])("%s", (_name, properties, expected) => {
    expect(groupUpdate(properties, indexOf)).toEqual(expected);
  });
});
