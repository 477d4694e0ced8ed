import { describe, expect, test } from "vitest";
import type { ApiError } from "./errors.ts";
import { parseJsonList } from "./json-list.ts";

describe("parseJsonList", () => {
  test.each<[string | undefined, unknown[]]>([
    [undefined, []],
    ["", []],
    ["[]", []],
    ['["a", 1, {"b": 2}]', ["a", 1, { b: 2 }]],
  ])("%j is %j", (text, expected) => {
    expect(parseJsonList("tags", text, '["a"]')).toEqual(expected);
  });

  test.each(["old", "{}", "null", "[", '"a"'])("%s is refused with a way out", (text) => {
    const parse = () => parseJsonList("tags", text, '["a"]');
    expect(parse).toThrow('Use a JSON list, e.g. ["a"].');
    try {
      parse();
    } catch (error) {
      expect((error as ApiError).options.attr).toBe("tags");
    }
  });
});
