import { expect, it } from "vitest";
import { type AccessMap, describeScopes, toScopes } from "./scopes.ts";

it.each([
  [{}, []],
  [{ query: "read", feature_flag: "write", person: "none" }, ["query:read", "feature_flag:write"]],
  [{ unknown: "write" }, []],
] as [AccessMap, string[]][])("toScopes(%j)", (access, scopes) => expect(toScopes(access)).toEqual(scopes));

it.each([
  [["*"], "everything you may do"],
  [[], "nothing"],
  [["query:read", "feature_flag:write"], "Queries (read), Feature flags (write)"],
  [["dashboard:read"], "dashboard (read)"],
])("describeScopes(%j)", (scopes, text) => expect(describeScopes(scopes)).toBe(text));
