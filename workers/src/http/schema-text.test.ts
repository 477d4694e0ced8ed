import { expect, test } from "vitest";
import * as z from "zod";
import { type JsonSchema, schemaText } from "./schema-text.ts";

const deep = (levels: number): z.ZodType => (levels === 0 ? z.string() : z.object({ a: deep(levels - 1) }));

test.each<[z.ZodType, string]>([
  [z.string(), "string"],
  [z.int(), "number"],
  [z.iso.date().nullable(), "string | null"],
  [z.enum(["on", "off"]), '"on" | "off"'],
  [z.literal(3), "3"],
  [z.array(z.union([z.string(), z.number()])), "(string | number)[]"],
  [z.array(z.object({ id: z.number() })), "{\n  id: number\n}[]"],
  [z.record(z.string(), z.boolean()), "{ [name]: boolean }"],
  [z.object({}), "{}"],
  [
    z.object({ name: z.string().describe("shown in lists"), at: z.iso.datetime().optional() }),
    "{\n  name: string  // shown in lists\n  at?: string  // date-time\n}",
  ],
  [deep(4), "{\n  a: {\n    a: {\n      a: { a }\n    }\n  }\n}"],
  [z.unknown(), "unknown"],
])("%#", (schema, text) => {
  expect(schemaText(z.toJSONSchema(schema) as JsonSchema)).toBe(text);
});

test("a reference is told by its name", () => {
  expect(schemaText({ $ref: "#/components/schemas/Error" })).toBe("Error");
});
