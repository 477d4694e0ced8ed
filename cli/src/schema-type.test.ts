import { describe, expect, test } from "vitest";
import { schemaType } from "./schema-type.ts";

describe("types of payload schemas", () => {
  test.each<[unknown, string]>([
    [{}, "unknown"],
    [false, "never"],
    [{ type: "string" }, "string"],
    [{ type: ["integer", "null"] }, "number | null"],
    [{ const: "x" }, '"x"'],
    [{ enum: ["a", 1, null] }, '"a" | 1 | null'],
    [{ type: "array" }, "unknown[]"],
    [{ items: { type: "number" } }, "number[]"],
    [{ type: "array", items: { enum: ["a", "b"] } }, '("a" | "b")[]'],
    [{ anyOf: [{ type: "string" }, { type: "number" }] }, "string | number"],
    [
      { allOf: [{ properties: { a: {} } }, { type: "object" }] },
      '({ "a"?: unknown }) & (Record<string, unknown>)',
    ],
    [{ type: "object", additionalProperties: { type: "number" } }, "Record<string, number>"],
    [
      { type: "object", required: ["a"], properties: { a: { type: "string" }, b: { type: "boolean" } } },
      '{ "a": string; "b"?: boolean }',
    ],
  ])("%j is %s", (schema, type) => expect(schemaType(schema)).toBe(type));
});
