import { expect, it } from "vitest";
import { safeNextPath } from "./next-path.ts";

it.each([
  [null, "/"],
  ["", "/"],
  ["/project/1/live?event=a", "/project/1/live?event=a"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["https://evil.example", "/"],
  ["javascript:alert(1)", "/"],
])("safeNextPath(%j) is %j", (next, expected) => {
  expect(safeNextPath(next)).toBe(expected);
});
