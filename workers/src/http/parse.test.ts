import { describe, expect, test } from "vitest";
import * as z from "zod";
import { ApiError } from "./errors.ts";
import { isDeeperThan, parseInput } from "./parse.ts";

const schema = z.object({
  key: z.string().min(1).max(5),
  kind: z.enum(["a", "b"]).optional(),
  groups: z.array(z.object({ share: z.number().max(100) })).optional(),
});

const problem = (value: unknown) => {
  try {
    parseInput(schema, value);
  } catch (error) {
    if (error instanceof ApiError) return error.body();
    throw error;
  }
  return null;
};

describe("parseInput", () => {
  test("hands on what fits, without unknown keys", () => {
    expect(parseInput(schema, { key: "k", extra: 1 })).toEqual({ key: "k" });
  });

  test.each<[unknown, string, string | null, string]>([
    [{}, "required", "key", "This field is required."],
    [{ key: null }, "null", "key", "This field may not be null."],
    [{ key: "" }, "blank", "key", "This field may not be blank."],
    [{ key: "toolong" }, "max_length", "key", "Ensure this field has no more than 5 characters."],
    [{ key: 5 }, "invalid_input", "key", "Invalid input: expected string, received number"],
    [{ key: "k", kind: "c" }, "invalid_choice", "kind", '"c" is not a valid choice: use one of "a", "b".'],
    [{ key: "k", groups: [{ share: 1 }, {}] }, "required", "groups__1__share", "This field is required."],
    [
      { key: "k", groups: [{ share: 101 }] },
      "invalid_input",
      "groups__0__share",
      "Too big: expected number to be <=100",
    ],
    [[], "invalid_input", null, "Invalid input: expected object, received array"],
  ])("%j", (value, code, attr, detail) => {
    expect(problem(value)).toEqual({ type: "validation_error", code, attr, detail });
  });
});

test.each<[string, number, boolean]>([
  ["[]", 0, false],
  ["[[]]", 0, true],
  ['{"a":[1,{"b":[]}]}', 3, false],
  ['{"a":[1,{"b":[]}]}', 2, true],
  ["[".repeat(50_000) + "]".repeat(50_000), 500, true],
])("nesting %#", (text, limit, expected) => expect(isDeeperThan(JSON.parse(text), limit)).toBe(expected));
