import { describe, expect, it } from "vitest";
import { makeFlagPrefix, makeIdentifier, rolloutHash, variantHash } from "./bucket.ts";
import { knownIdentifier } from "./known-identifiers.ts";

const FLAGS = 50;
const prefixes = Array.from({ length: FLAGS }, (_, index) => makeFlagPrefix(`flag-${index}`, index));

describe("known identifiers", () => {
  it("hash as new ones do, at first and when asked again", () => {
    const owner = {};
    for (const text of ["user-1", "", "é".repeat(120), "x".repeat(400), "user-1"]) {
      for (const prefix of [...prefixes, ...prefixes]) {
        const known = knownIdentifier(owner, FLAGS, text);
        expect(rolloutHash(prefix, known)).toBe(rolloutHash(prefix, makeIdentifier(text)));
        expect(variantHash(prefix, known)).toBe(variantHash(prefix, makeIdentifier(text)));
      }
    }
  });

  it("are the same object while they are asked for", () => {
    const owner = {};
    expect(knownIdentifier(owner, FLAGS, "a")).toBe(knownIdentifier(owner, FLAGS, "a"));
  });

  it("belong to one set of flags: the same place means another flag elsewhere", () => {
    expect(knownIdentifier({}, FLAGS, "a")).not.toBe(knownIdentifier({}, FLAGS, "a"));
  });

  it.each([1, 50, 500])("of %i flags go when many others came since, those asked for stay", (flags) => {
    const owner = {};
    const gone = knownIdentifier(owner, flags, "gone");
    const kept = knownIdentifier(owner, flags, "kept");
    for (let i = 0; i < 5_000; i++) {
      knownIdentifier(owner, flags, `user-${i}`);
      if (i % 100 === 0) expect(knownIdentifier(owner, flags, "kept")).toBe(kept);
    }
    expect(knownIdentifier(owner, flags, "gone")).not.toBe(gone);
  });
});
