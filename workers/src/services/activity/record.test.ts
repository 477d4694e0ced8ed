import { expect, test } from "vitest";
import { changesBetween } from "./record.ts";

test.each<[string, Record<string, unknown>, Record<string, unknown>, object[]]>([
  ["nothing", { a: 1 }, { a: 1 }, []],
  ["equal objects are the same", { a: { b: [1] } }, { a: { b: [1] } }, []],
  ["a change", { a: 1 }, { a: 2 }, [{ type: "T", action: "changed", field: "a", before: 1, after: 2 }]],
  ["a first value", {}, { a: 1 }, [{ type: "T", action: "created", field: "a", before: null, after: 1 }]],
  [
    "null is no value",
    { a: null },
    { a: 1 },
    [{ type: "T", action: "created", field: "a", before: null, after: 1 }],
  ],
  [
    "a value taken away",
    { a: 1 },
    {},
    [{ type: "T", action: "deleted", field: "a", before: 1, after: null }],
  ],
])("%s", (_, before, after, expected) => {
  expect(changesBetween("T", before, after)).toEqual(expected);
});
