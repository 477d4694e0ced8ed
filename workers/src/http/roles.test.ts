import { expect, test } from "vitest";
import { levelOf, ROLES, roleAtLeast, roleOfLevel } from "./roles.ts";

test("a role may do what those before it may", () => {
  for (const [index, role] of ROLES.entries()) {
    expect(ROLES.map((needed) => roleAtLeast(role, needed))).toEqual(ROLES.map((_, at) => at <= index));
  }
});

test.each([
  ["viewer", 1],
  ["member", 1],
  ["admin", 8],
  ["owner", 15],
] as const)("%s is level %d", (role, level) => {
  expect(levelOf(role)).toBe(level);
});

test.each([
  [1, "member"],
  [8, "admin"],
  [15, "owner"],
  [3, null],
])("level %d is %s", (level, role) => {
  expect(roleOfLevel(level)).toBe(role);
});
