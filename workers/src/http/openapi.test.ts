import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "vitest";
import * as z from "zod";
import { API_ROUTES } from "../routes/api/index.ts";
import { describeApi } from "./openapi.ts";
import { BODY_EXAMPLES } from "./openapi-examples.ts";
import { route } from "./route.ts";

const access = { kind: "project", scope: "survey:write", role: "admin" } as const;

const routes = [
  route({
    method: "post",
    paths: ["/api/projects/:project_id/things/:thing/", "/api/environments/:project_id/things/:thing/"],
    access,
    summary: "Make a thing",
    tag: "things",
    query: z.object({ dry: z.string().optional(), limit: z.coerce.number() }),
    body: z.object({ name: z.string(), extra: z.json().optional(), at: z.string().transform(Number) }),
    response: z.object({ id: z.number().int(), at: z.number() }),
    status: 201,
    handler: async () => ({ id: 1, at: 1 }),
  }),
  route({
    method: "delete",
    paths: ["/api/projects/:project_id/things/:thing/"],
    access: { kind: "public" },
    summary: "Forget a thing",
    tag: "things",
    handler: async () => undefined,
  }),
];
const document = JSON.parse(JSON.stringify(describeApi(routes, "https://edge.test")));
const { post, delete: remove } = document.paths["/api/projects/{project_id}/things/{thing}/"];

test("a route is described where it is, once, with all its spellings", () => {
  expect(Object.keys(document.paths)).toHaveLength(2);
  expect(document.paths["/api/environments/{project_id}/things/{thing}/"]).toEqual({
    $ref: "#/paths/~1api~1projects~1%7Bproject_id%7D~1things~1%7Bthing%7D~1",
  });
  expect(document.servers).toEqual([{ url: "https://edge.test" }]);
  expect(post).toMatchObject({
    summary: "Make a thing",
    tags: ["things"],
    description: "Required scope: `survey:write`",
    "x-paths": routes[0]!.paths,
    "x-access": access,
  });
});

test("parameters come from the path and the query", () => {
  expect(post.parameters).toMatchObject([
    { name: "project_id", in: "path", required: true },
    { name: "thing", in: "path", required: true },
    { name: "dry", in: "query", required: false, schema: { type: "string" } },
    { name: "limit", in: "query" },
  ]);
});

test("bodies are described as they are sent, answers as they come; any JSON is anything", () => {
  const { properties, required } = post.requestBody.content["application/json"].schema;
  expect(properties).toEqual({ name: { type: "string" }, extra: {}, at: { type: "string" } });
  expect(required).toEqual(["name", "at"]);
  expect(post.responses["201"].content["application/json"].schema.properties.id.type).toBe("integer");
});

test("what may go wrong, and what a public route doesn't ask", () => {
  expect(Object.keys(post.responses)).toEqual(["201", "400", "401", "403", "404"]);
  expect(post.security).toEqual([{ personalApiKey: [] }, { session: [] }]);
  expect(Object.keys(remove.responses)).toEqual(["204", "400"]);
  expect(remove.security).toEqual([]);
});

test("the whole description is valid OpenAPI 3.1, names each operation once and every path parameter", async () => {
  const whole = JSON.parse(JSON.stringify(describeApi(API_ROUTES, "https://edge.test")));
  expect(await new Validator().validate(whole)).toMatchObject({ valid: true });
  const operations = Object.entries<
    Record<string, { operationId: string; parameters: { name: string; in: string }[] }>
  >(whole.paths).flatMap(([path, methods]) =>
    "$ref" in methods ? [] : Object.values(methods).map((operation) => ({ path, ...operation })),
  );
  const ids = operations.map((operation) => operation.operationId);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  for (const { path, parameters } of operations) {
    const declared = parameters.flatMap((one) => (one.in === "path" ? [one.name] : [])).sort();
    expect({ path, declared }).toEqual({
      path,
      declared: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort(),
    });
  }
});

test("every example belongs to a route, which takes it", () => {
  const routes = new Map(API_ROUTES.map((one) => [`${one.method.toUpperCase()} ${one.paths[0]}`, one]));
  for (const [name, example] of Object.entries(BODY_EXAMPLES)) {
    const parsed = routes.get(name)?.body?.safeParse(example);
    expect({ name, success: parsed?.success, error: parsed?.error?.message }).toEqual({
      name,
      success: true,
      error: undefined,
    });
  }
});
