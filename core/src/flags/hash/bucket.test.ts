import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  holdoutHash,
  isInHoldout,
  isInRollout,
  makeFlagPrefix,
  makeIdentifier,
  pickVariant,
  rolloutHash,
  variantBounds,
  variantHash,
} from "./bucket.ts";

const id = fc.string({ unit: "binary", minLength: 1, maxLength: 40 });
const key = fc.stringMatching(/^[a-z0-9-]{1,60}$/);

describe("hashes", () => {
  it("lie between 0 and 1 and are stable", () => {
    fc.assert(
      fc.property(key, id, (flag, person) => {
        const hash = rolloutHash(makeFlagPrefix(flag), makeIdentifier(person));
        expect(hash).toBeGreaterThanOrEqual(0);
        expect(hash).toBeLessThanOrEqual(1);
        expect(rolloutHash(makeFlagPrefix(flag), makeIdentifier(person))).toBe(hash);
      }),
    );
  });

  it("of an empty identifier are 0, except for holdouts", () => {
    const prefix = makeFlagPrefix("beta-search");
    const nobody = makeIdentifier("");
    expect(rolloutHash(prefix, nobody)).toBe(0);
    expect(variantHash(prefix, nobody)).toBe(0);
    expect(holdoutHash(nobody)).toBeGreaterThan(0);
  });

  it("read 200 characters of an identifier", () => {
    const prefix = makeFlagPrefix("x");
    const long = "é".repeat(200);
    expect(rolloutHash(prefix, makeIdentifier(`${long}tail`))).toBe(
      rolloutHash(prefix, makeIdentifier(long)),
    );
  });
});

describe("rollout", () => {
  it("only ever adds people when the percentage grows", () => {
    const percentage = fc.double({ min: 0, max: 100, noNaN: true });
    fc.assert(
      fc.property(key, id, percentage, percentage, (flag, person, a, b) => {
        const hash = rolloutHash(makeFlagPrefix(flag), makeIdentifier(person));
        if (isInRollout(hash, Math.min(a, b))) expect(isInRollout(hash, Math.max(a, b))).toBe(true);
      }),
    );
  });

  it("takes about its share of people", () => {
    const prefix = makeFlagPrefix("share");
    const people = Array.from({ length: 20_000 }, (_, i) => rolloutHash(prefix, makeIdentifier(`user-${i}`)));
    expect(people.filter((hash) => isInRollout(hash, 30)).length / people.length).toBeCloseTo(0.3, 1);
  });
});

describe("holdouts", () => {
  it.each([
    [0.05, 10, true],
    [0.2, 10, false],
    [1, 100, true],
    [1, 250, true],
    [0.5, -5, false],
  ])("hash %f in %i %%: %s", (hash, percentage, member) =>
    expect(isInHoldout(hash, percentage)).toBe(member),
  );
});

describe("variants", () => {
  it("are picked exactly when their weights sum to 100 %", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 100 }), { minLength: 1, maxLength: 8 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (weights, hash) => {
          const bounds = variantBounds(weights);
          const index = pickVariant(hash, bounds);
          if (index < 0) expect(hash).toBeGreaterThanOrEqual(bounds.at(-1)!);
          else {
            expect(hash).toBeLessThan(bounds[index]!);
            expect(hash).toBeGreaterThanOrEqual(index === 0 ? 0 : bounds[index - 1]!);
          }
        },
      ),
    );
  });
});
