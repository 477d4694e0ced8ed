import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyPersonUpdate } from "./apply-person-update.ts";
import type { JsonObject, PersonUpdate } from "./types.ts";

const cases: [string, JsonObject, Partial<PersonUpdate>, JsonObject][] = [
  ["set overwrites", { a: 1 }, { set: { a: 2, b: 3 } }, { a: 2, b: 3 }],
  ["set_once keeps what is there", { a: 1 }, { setOnce: { a: 2, b: 3 } }, { a: 1, b: 3 }],
  ["set wins over set_once", {}, { setOnce: { a: 1 }, set: { a: 2 } }, { a: 2 }],
  ["null counts as defined for set_once", { a: null }, { setOnce: { a: 1 } }, { a: null }],
  ["unset deletes, also what set just wrote", { a: 1 }, { set: { b: 2 }, unset: ["a", "b", "c"] }, {}],
  ["objects are replaced, not merged", { a: { x: 1 } }, { set: { a: { y: 2 } } }, { a: { y: 2 } }],
  [
    "prototype names are plain keys",
    {},
    { set: { constructor: 1 }, setOnce: { toString: 2 } },
    JSON.parse('{"constructor":1,"toString":2}'),
  ],
];

describe("applyPersonUpdate", () => {
  it.each(cases)("%s", (_name, before, update, expected) => {
    expect(applyPersonUpdate(before, { always: true, ...update })).toEqual(expected);
  });

  it("keeps __proto__ as data", () => {
    const set = JSON.parse('{"__proto__":{"admin":true}}') as JsonObject;
    const after = applyPersonUpdate({}, { always: true, set });
    expect(JSON.stringify(after)).toBe('{"__proto__":{"admin":true}}');
    expect((after as { admin?: unknown }).admin).toBeUndefined();
  });

  it("returns the same object when nothing changes, and never changes its input", () => {
    const object = fc.dictionary(
      fc.constantFrom("a", "b", "c"),
      fc.oneof(fc.integer(), fc.constant({ x: 1 })),
    );
    fc.assert(
      fc.property(
        object,
        object,
        object,
        fc.array(fc.constantFrom("a", "b")),
        (before, set, setOnce, unset) => {
          const copy = structuredClone(before);
          const after = applyPersonUpdate(before, { always: true, set, setOnce, unset });
          expect(before).toEqual(copy);
          if (unset.length === 0)
            expect(after === before).toBe(JSON.stringify(sorted(after)) === JSON.stringify(sorted(before)));
          expect(applyPersonUpdate(after, { always: true, set: after })).toBe(after);
        },
      ),
    );
  });
});

const sorted = (value: JsonObject) => Object.entries(value).sort(([a], [b]) => a.localeCompare(b));
