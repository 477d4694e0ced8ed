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
  expect(audited).toContain("PATCH /api/projects/:project_id/");
  expect(audited.filter((name) => /^GET|\/query\/$/.test(name))).toEqual([]);
});

test("a forgotten entry is a failure", () => {
  const count = (entries: number, ...tables: string[]) => ({ entries, tables: new Set(tables) });
  const making = API_ROUTES.find((route) => mustBeAudited(route) && route.method === "post")!;
  expect(() => requireAudited(making, count(0))).toThrow(/nothing in the audit log/);
  expect(() => requireAudited(making, count(1))).not.toThrow();
  expect(() => requireAudited(making, undefined)).not.toThrow();
  const changing = API_ROUTES.find((route) => mustBeAudited(route) && route.method === "patch")!;
  expect(() => requireAudited(changing, count(0, "projects"))).toThrow(/it wrote projects/);
  expect(() => requireAudited(changing, count(1, "projects"))).not.toThrow();
  expect(() => requireAudited(changing, count(0))).not.toThrow();
});
