import fc from "fast-check";
import { v5 } from "uuid";
import { describe, expect, it } from "vitest";
import { derivedUuid, distinctKey, ID_NAMESPACE, keyOf, personIdOf, sessionKey } from "./identity.ts";

describe("derived identifiers", () => {
  it("is uuid v5 of any name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => derivedUuid(name) === v5(name, ID_NAMESPACE)),
    );
  });

  it.each([
    [1, "user-1"],
    [42, "😀"],
    [7, ""],
  ])("person of %s/%s: id, key and distinct key agree", (environmentId, distinctId) => {
    const person = personIdOf(environmentId, distinctId);
    expect(person).toBe(v5(`${environmentId}:${distinctId}`, ID_NAMESPACE));
    expect(distinctKey(environmentId, distinctId)).toBe(keyOf(person));
  });

  it("separates environments", () => {
    expect(personIdOf(1, "a")).not.toBe(personIdOf(2, "a"));
    expect(distinctKey(1, "1:a")).not.toBe(distinctKey(11, ":a"));
  });

  it("reads keys as unsigned 64-bit decimals", () => {
    expect(keyOf("ffffffff-ffff-ffff-0000-000000000000")).toBe("18446744073709551615");
    expect(keyOf("00000000-0000-0001-ffff-ffffffffffff")).toBe("1");
  });

  it("has key 0 for no session", () => {
    expect(sessionKey(1, "")).toBe("0");
    expect(sessionKey(1, "s")).toBe(distinctKey(1, "s"));
  });
});
