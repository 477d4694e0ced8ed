import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decideMerge, mergePersons, type PersonState, undoMerge } from "./merge.ts";

const anonymous = { isIdentified: false };
const identified = { isIdentified: true };

describe("decideMerge", () => {
  it.each([
    ["neither exists", null, null, false, "create"],
    ["only the target", null, identified, false, "attach_source"],
    ["only the source", anonymous, null, false, "attach_target"],
    ["only the source, identified: still attached", identified, null, false, "attach_target"],
    ["anonymous into anonymous", anonymous, anonymous, false, "merge"],
    ["anonymous into identified", anonymous, identified, false, "merge"],
    ["identified source", identified, anonymous, false, "refuse"],
    ["identified into identified", identified, identified, false, "refuse"],
    ["identified source, forced", identified, identified, true, "merge"],
  ] as const)("%s", (_name, source, target, force, expected) => {
    expect(decideMerge(source, target, force)).toBe(expected);
  });
});

const person = (properties: PersonState["properties"], rest: Partial<PersonState> = {}): PersonState => ({
  properties,
  isIdentified: false,
  createdAt: 1000,
  version: 1,
  ...rest,
});

describe("mergePersons", () => {
  it("lets the target's properties win and takes the rest", () => {
    const source = person({ a: 1, b: 1 }, { createdAt: 500, version: 7 });
    const { person: merged, taken } = mergePersons(source, person({ b: 2, c: 2 }));
    expect(merged).toEqual({
      properties: { a: 1, b: 2, c: 2 },
      isIdentified: true,
      createdAt: 500,
      version: 8,
    });
    expect(taken).toEqual(["a"]);
  });
});

describe("undoMerge", () => {
  const source = person({ a: 1, b: 1 }, { createdAt: 500, version: 7 });
  const target = person({ b: 2 });
  const record = { source, targetBefore: { createdAt: 1000, isIdentified: false }, taken: ["a"] };

  it("gives back what was taken and is unchanged", () => {
    const undone = undoMerge(record, mergePersons(source, target).person, 8);
    expect(undone.removed).toEqual(["a"]);
    expect(undone.target).toMatchObject({ properties: { b: 2 }, createdAt: 1000, version: 9 });
    expect(undone.source).toMatchObject({ properties: { a: 1, b: 1 }, createdAt: 500, version: 9 });
  });

  it("keeps what was set after the merge", () => {
    const after = { ...mergePersons(source, target).person, properties: { a: "new", b: 2, d: 4 } };
    expect(undoMerge(record, after, 8)).toMatchObject({
      removed: [],
      target: { properties: { a: "new", b: 2, d: 4 } },
    });
  });

  it("has no person to bring back when only an ID was attached", () => {
    const attach = { source: null, targetBefore: { createdAt: 1000, isIdentified: false }, taken: [] };
    expect(undoMerge(attach, target, 0)).toMatchObject({ source: null, removed: [] });
  });

  it("restores both sides' properties right after any merge", () => {
    const properties = fc.dictionary(fc.constantFrom("a", "b", "c", "d"), fc.integer());
    fc.assert(
      fc.property(properties, properties, fc.nat(), fc.nat(), (left, right, t1, t2) => {
        const before = { source: person(left, { createdAt: t1 }), target: person(right, { createdAt: t2 }) };
        const merged = mergePersons(before.source, before.target);
        const record = { source: before.source, targetBefore: before.target, taken: merged.taken };
        const undone = undoMerge(record, merged.person, before.source.version + 1);
        expect(undone.source?.properties).toEqual(left);
        expect(undone.target.properties).toEqual(right);
        expect(undone.target.createdAt).toBe(t2);
        expect(undone.target.version).toBeGreaterThan(merged.person.version);
      }),
    );
  });
});
