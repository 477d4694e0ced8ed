import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ACCESS_LEVELS, type AccessRule, accessLevel, hiddenFrom, levelAtLeast } from "./level.ts";

const rule = (subject: AccessRule["subject"], subjectId: string, level: AccessRule["level"]): AccessRule => ({
  resource: "dashboard",
  resourceId: 1,
  subject,
  subjectId,
  level,
});
const everybody = (level: AccessRule["level"]) => rule("default", "", level);
const ann = (role: "viewer" | "member" | "admin" | "owner") => ({ userId: "ann", role });

test.each<[string, AccessRule[], Parameters<typeof ann>[0], string]>([
  ["no rule, a viewer", [], "viewer", "viewer"],
  ["no rule, a member", [], "member", "editor"],
  ["no rule, an admin", [], "admin", "manager"],
  ["closed to everybody", [everybody("none")], "member", "none"],
  ["closed to everybody but admins", [everybody("none")], "admin", "manager"],
  ["closed, and an owner", [everybody("none"), rule("member", "ann", "none")], "owner", "manager"],
  ["read-only for everybody", [everybody("viewer")], "member", "viewer"],
  ["the role's rule is nearer", [everybody("none"), rule("role", "member", "viewer")], "member", "viewer"],
  [
    "one's own rule is nearest",
    [rule("role", "member", "none"), rule("member", "ann", "editor")],
    "member",
    "editor",
  ],
  ["one's own rule may also take", [everybody("editor"), rule("member", "ann", "none")], "member", "none"],
  ["a rule of another role", [rule("role", "viewer", "none")], "member", "editor"],
  ["a rule of another person", [rule("member", "bob", "none")], "member", "editor"],
  ["a viewer stays one", [rule("member", "ann", "manager")], "viewer", "viewer"],
  ["a member becomes manager", [rule("member", "ann", "manager")], "member", "manager"],
])("%s", (_, rules, role, expected) => {
  expect(accessLevel(rules, "dashboard", 1, ann(role))).toBe(expected);
  expect(hiddenFrom(rules, "dashboard", ann(role))).toEqual(expected === "none" ? [1] : []);
});

test("rules of another object or kind change nothing", () => {
  const rules = [everybody("none")];
  expect(accessLevel(rules, "dashboard", 2, ann("member"))).toBe("editor");
  expect(accessLevel(rules, "feature_flag", 1, ann("member"))).toBe("editor");
});

test("no rules give a viewer more than reading, nor take anything from an admin", () => {
  const anyRule = fc.record({
    resource: fc.constant("dashboard" as const),
    resourceId: fc.constantFrom(1, 2),
    subject: fc.constantFrom("default" as const, "role" as const, "member" as const),
    subjectId: fc.constantFrom("", "ann", "bob", "viewer", "member", "admin"),
    level: fc.constantFrom(...ACCESS_LEVELS),
  });
  fc.assert(
    fc.property(fc.array(anyRule), (rules) => {
      expect(levelAtLeast("viewer", accessLevel(rules, "dashboard", 1, ann("viewer")))).toBe(true);
      expect(accessLevel(rules, "dashboard", 1, ann("admin"))).toBe("manager");
    }),
  );
});
