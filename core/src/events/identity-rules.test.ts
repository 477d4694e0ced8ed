import { describe, expect, it } from "vitest";
import { type IdentityResult, identityRequest, idText, isIllegalId } from "./identity-rules.ts";
import type { JsonObject, JsonValue } from "./types.ts";

describe("isIllegalId", () => {
  it.each([
    ["", true],
    ["   ", true],
    ["anonymous", true],
    ["ANONYMOUS", true],
    ["Guest", true],
    ["distinct_id", true],
    ["distinctId", true],
    ["id", true],
    ["email", true],
    ["not_authenticated", true],
    ["true", true],
    ["FALSE", true],
    ["undefined", true],
    ["Undefined", true],
    ["null", true],
    ["0", true],
    ["NaN", true],
    ["None", true],
    ["none", true],
    ["[object Object]", true],
    ['"null"', true],
    ["'guest'", true],
    ['" "', true],
    ["NULL", false],
    ["nan", false],
    ["user-1", false],
    ["00", false],
    ["guest-7", false],
    ["'", false],
  ])("%j → %s", (id, expected) => {
    expect(isIllegalId(id)).toBe(expected);
  });
});

describe("identityRequest", () => {
  const merge = (source: string, force = false): IdentityResult => ({
    request: { kind: "merge", source, force },
  });
  const nothing: IdentityResult = { request: undefined };

  it.each<[string, string, string, JsonObject, IdentityResult]>([
    ["first identify", "$identify", "user", { $anon_distinct_id: "anon" }, merge("anon")],
    ["identify without anonymous id", "$identify", "user", {}, { request: { kind: "identified" } }],
    [
      "identify with the same id",
      "$identify",
      "user",
      { $anon_distinct_id: "user" },
      { request: { kind: "identified" } },
    ],
    ["numeric anonymous id", "$identify", "user", { $anon_distinct_id: 7 }, merge("7")],
    ["alias", "$create_alias", "user", { alias: "other" }, merge("other")],
    ["alias of itself", "$create_alias", "user", { alias: "user" }, nothing],
    ["alias without alias", "$create_alias", "user", {}, { warning: "merge_without_source" }],
    ["forced merge", "$merge_dangerously", "user", { alias: "old" }, merge("old", true)],
    [
      "illegal target",
      "$identify",
      "guest",
      { $anon_distinct_id: "anon" },
      { warning: "illegal_distinct_id" },
    ],
    ["illegal target alone", "$identify", "null", {}, { warning: "illegal_distinct_id" }],
    ["illegal source", "$create_alias", "user", { alias: "undefined" }, { warning: "illegal_distinct_id" }],
    ["blank source", "$merge_dangerously", "user", { alias: "  " }, { warning: "illegal_distinct_id" }],
    ["other events", "$pageview", "user", { alias: "x", $anon_distinct_id: "y" }, nothing],
  ])("%s", (_name, event, distinctId, properties, expected) => {
    expect(identityRequest(event, distinctId, properties)).toEqual(expected);
  });
});

describe("idText", () => {
  it.each<[JsonValue | undefined, string]>([
    ["a", "a"],
    [7, "7"],
    [true, "true"],
    [{ a: 1 }, '{"a":1}'],
    [["x"], '["x"]'],
    [null, ""],
    [undefined, ""],
  ])("%j", (value, expected) => {
    expect(idText(value)).toBe(expected);
  });
});
