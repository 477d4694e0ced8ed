import { Hono } from "hono";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import type { Deps } from "../deps.ts";
import { ApiError } from "./errors.ts";
import { answerError } from "./on-error.ts";
import { pageOf, pageQuery } from "./page.ts";
import { registerRoutes } from "./register.ts";
import { type ApiRoute, route, underProject } from "./route.ts";
import type { ApiHonoEnv } from "./types.ts";

const open = { access: { kind: "public" }, tag: "t", summary: "s" } as const;

const ROUTES: readonly ApiRoute[] = [
  route({
    ...open,
    method: "get",
    paths: ["/api/things/"],
    query: pageQuery,
    response: z.object({ count: z.number() }),
    handler: async ({ c, query }) => pageOf(c, query, 250, [query.limit, query.offset]),
  }),
  route({
    ...open,
    method: "post",
    paths: ["/api/things/", "/api/aliases/"],
    body: z.object({ name: z.string().min(1) }),
    response: z.object({ name: z.string() }),
    status: 201,
    handler: async ({ body }) => ({ name: body.name }),
  }),
  route({ ...open, method: "delete", paths: ["/api/things/:thing/"], handler: async () => undefined }),
  route({
    ...open,
    method: "get",
    paths: ["/api/things/:thing/"],
    response: z.object({ thing: z.string() }),
    async handler({ param }) {
      if (param("thing") === "busy") throw new ApiError("throttled", "Later.", { retryAfterSeconds: 1.2 });
      if (param("thing") === "bug") throw new Error("secret detail");
      if (param("thing") === "liar") return { wrong: 1 };
      return { thing: param("thing"), none: param("other") };
    },
  }),
];

function makeApp(checkAnswers = false) {
  const app = new Hono<ApiHonoEnv>({ strict: false });
  const deps = { config: { edgeUrl: "https://edge.test", checkAnswers } } as unknown as Deps;
  app.onError((error, c) => answerError(error, c));
  app.use(async (c, next) => {
    c.set("deps", deps);
    c.set("requestId", "r1");
    await next();
  });
  registerRoutes(app, ROUTES);
  return app;
}

async function ask(method: string, path: string, body?: string, app = makeApp()) {
  const response = await app.request(path, { method, ...(body === undefined ? {} : { body }) });
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : JSON.parse(text), headers: response.headers };
}

describe("a route", () => {
  test.each<[string, string, string | undefined, number, unknown]>([
    ["POST", "/api/things/", '{"name":"a","extra":1}', 201, { name: "a" }],
    ["POST", "/api/things", '{"name":"a"}', 201, { name: "a" }],
    ["POST", "/api/aliases/", '{"name":"a"}', 201, { name: "a" }],
    ["DELETE", "/api/things/7/", undefined, 204, null],
    ["GET", "/api/things/7", undefined, 200, { thing: "7", none: "" }],
    ["GET", "/api/things/a%2Fb/", undefined, 200, { thing: "a/b", none: "" }],
  ])("%s %s", async (method, path, body, status, expected) => {
    expect(await ask(method, path, body)).toMatchObject({ status, body: expected });
  });

  test.each<[string, string | undefined, string, string | null]>([
    ["a body that is no JSON", "{", "parse_error", null],
    ["no body", undefined, "required", "name"],
    ["an empty body", "  ", "required", "name"],
    ["a body of another shape", "[]", "invalid_input", null],
    ["a faulty field", '{"name":""}', "blank", "name"],
  ])("refuses %s", async (_, body, code, attr) => {
    expect(await ask("POST", "/api/things/", body)).toMatchObject({ status: 400, body: { code, attr } });
  });

  test("answers 405 with what is allowed", async () => {
    const { status, headers, body } = await ask("PUT", "/api/things/7/");
    expect({ status, allow: headers.get("allow") }).toEqual({ status: 405, allow: "DELETE, GET" });
    expect(body.code).toBe("method_not_allowed");
  });

  test("says when to come back", async () => {
    const { status, headers } = await ask("GET", "/api/things/busy/");
    expect({ status, after: headers.get("retry-after") }).toEqual({ status: 429, after: "2" });
  });

  test("tells nothing of a bug but the request's id", async () => {
    const { status, body } = await ask("GET", "/api/things/bug/");
    expect(status).toBe(500);
    expect(body).toEqual({
      type: "server_error",
      code: "error",
      detail: "A server error occurred. Request ID: r1.",
      attr: null,
    });
  });

  test("is held against its description only when asked for", async () => {
    expect((await ask("GET", "/api/things/liar/")).status).toBe(200);
    expect((await ask("GET", "/api/things/liar/", undefined, makeApp(true))).status).toBe(500);
  });
});

describe("pages", () => {
  test.each<[string, [number, number], string | null, string | null]>([
    ["", [100, 0], "?limit=100&offset=100", null],
    ["?limit=50&offset=200", [50, 200], null, "?limit=50&offset=150"],
    ["?limit=50&offset=20", [50, 20], "?limit=50&offset=70", "?limit=50&offset=0"],
    ["?limit=5000", [1000, 0], null, null],
    ["?limit=-1&offset=x", [100, 0], "?limit=100&offset=100", null],
    ["?limit=&offset=", [100, 0], "?limit=100&offset=100", null],
    ["?search=a%26b&limit=100", [100, 0], "?search=a%26b&limit=100&offset=100", null],
    ["?limit=100&personal_api_key=phx_secret", [100, 0], "?limit=100&offset=100", null],
  ])("%j", async (query, results, next, previous) => {
    const link = (text: string | null) => (text === null ? null : `https://edge.test/api/things/${text}`);
    const { body } = await ask("GET", `/api/things/${query}`);
    expect(body).toEqual({ count: 250, results, next: link(next), previous: link(previous) });
  });
});

test("a path below a project has two spellings", () => {
  expect(underProject("flags/")).toEqual([
    "/api/projects/:project_id/flags/",
    "/api/environments/:project_id/flags/",
  ]);
});
