import { expect, test } from "vitest";
import * as z from "zod";
import { describeApi } from "./openapi.ts";
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
