import { expect, test } from "vitest";
import { API_ROUTES } from "../routes/api/index.ts";
import { mustBeAudited, requireAudited, UNAUDITED } from "./audited.ts";

const nameOf = ({ method, paths }: { method: string; paths: readonly string[] }) =>
  `${method.toUpperCase()} ${paths[0]}`;

test("every exception is a route, and says why", () => {
  const names = new Set(API_ROUTES.map(nameOf));
  for (const [name, reason] of Object.entries(UNAUDITED)) {
    expect(names, name).toContain(name);
    expect(reason.length, name).toBeGreaterThan(20);
  }
});

test("what makes or ends something has to be in the log, reading and computing has not", () => {
  const audited = API_ROUTES.filter(mustBeAudited).map(nameOf);
  expect(audited.length).toBeGreaterThan(80);
  expect(audited).toContain("POST /api/projects/:project_id/feature_flags/");
  expect(audited).toContain("DELETE /api/personal_api_keys/:key_id/");
  expect(audited.filter((name) => /^(GET|PATCH|PUT)|\/query\/$/.test(name))).toEqual([]);
});

test("a forgotten entry is a failure", () => {
  const route = API_ROUTES.find(mustBeAudited)!;
  expect(() => requireAudited(route, { entries: 0 })).toThrow(/nothing in the audit log/);
  expect(() => requireAudited(route, { entries: 1 })).not.toThrow();
  expect(() => requireAudited(route, undefined)).not.toThrow();
});
