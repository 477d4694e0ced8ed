import * as z from "zod";
import { ERROR_CODES, type ErrorCode } from "./errors.ts";
import { BODY_EXAMPLES } from "./openapi-examples.ts";
import { operationId } from "./operation-id.ts";
import type { ApiRoute } from "./route.ts";

type JsonSchema = { [key: string]: unknown };

const JSON_TYPE = "application/json";

const errorSchema = z.object({
  type: z.string(),
  code: z.string(),
  detail: z.string(),
  attr: z.string().nullable(),
});

/** The API's description (OpenAPI 3.1), made from the routes themselves. */
export function describeApi(routes: readonly ApiRoute[], serverUrl: string): JsonSchema {
  const paths: Record<string, JsonSchema> = {};
  for (const route of routes) {
    const path = templateOf(route.paths[0]!);
    paths[path] = { ...paths[path], [route.method]: describeRoute(route, route.paths[0]!) };
  }
  for (const route of routes) addSpellings(paths, route);
  const tags = [...new Set(routes.map(({ tag }) => tag))].sort().map((name) => ({ name }));
  return {
    openapi: "3.1.0",
    info: {
      title: "Edgewise API",
      version: "1.0.0",
      description:
        "The web app uses this API and nothing else. Paths and fields follow PostHog's public API.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: serverUrl }],
    tags,
    paths,
    components: {
      schemas: { Error: schemaOf(errorSchema, "output") },
      securitySchemes: {
        personalApiKey: { type: "http", scheme: "bearer" },
        session: { type: "apiKey", in: "cookie", name: "edgewise.session_token" },
      },
    },
  };
}

/** Another spelling of a path refers to it; one that is described for other methods gets this one too. */
function addSpellings(paths: Record<string, JsonSchema>, route: ApiRoute): void {
  const [first = "", ...rest] = route.paths;
  for (const spelling of rest) {
    const path = templateOf(spelling);
    const known = paths[path];
    if (!known && sameParameters(first, spelling)) paths[path] = { $ref: pointerTo(templateOf(first)) };
    else if (!known) paths[path] = { [route.method]: describeRoute(route, spelling) };
    else if (!("$ref" in known)) known[route.method] ??= describeRoute(route, spelling);
  }
}

/** A path with other parameters can't be described by reference: they belong to the description. */
const sameParameters = (one: string, other: string): boolean =>
  namesIn(one).sort().join() === namesIn(other).sort().join();
const namesIn = (path: string): string[] => [...path.matchAll(/:(\w+)/g)].map(([, name = ""]) => name);

const templateOf = (path: string): string => path.replaceAll(/:(\w+)/g, "{$1}");
const pointerTo = (path: string): string =>
  `#/paths/${path.replaceAll("~", "~0").replaceAll("/", "~1").replaceAll("{", "%7B").replaceAll("}", "%7D")}`;

function describeRoute(route: ApiRoute, path: string): JsonSchema {
  const { access } = route;
  const example = BODY_EXAMPLES[`${route.method.toUpperCase()} ${route.paths[0]}`];
  const guarded = access.kind !== "public";
  const failures: ErrorCode[] = guarded
    ? ["invalid_input", "not_authenticated", "permission_denied", "not_found"]
    : ["invalid_input"];
  return {
    operationId: operationId(route.method, path),
    summary: route.summary,
    tags: [route.tag],
    security: guarded ? [{ personalApiKey: [] }, { session: [] }] : [],
    ...(guarded && access.scope !== null ? { description: `Required scope: \`${access.scope}\`` } : {}),
    // Every spelling of the path, and who may call it: the permission tests read these.
    "x-paths": route.paths,
    "x-access": access,
    parameters: [...pathParameters(path), ...queryParameters(route.query)],
    ...(route.body ? { requestBody: { content: content(schemaOf(route.body, "input"), example) } } : {}),
    responses: {
      [route.status]: route.response
        ? { description: "Success", content: content(schemaOf(route.response, "output")) }
        : { description: "Success" },
      ...Object.fromEntries(failures.map((code) => [ERROR_CODES[code].status, failure(code)])),
    },
  };
}

const content = (schema: JsonSchema, example?: unknown) => ({
  [JSON_TYPE]: example === undefined ? { schema } : { schema, example },
});
const failure = (code: string) => ({
  description: code,
  content: content({ $ref: "#/components/schemas/Error" }),
});

const pathParameters = (path: string) =>
  namesIn(path).map((name) => ({ name, in: "path", required: true, schema: { type: "string" } }));

function queryParameters(query: z.ZodType | undefined): JsonSchema[] {
  if (!query) return [];
  const { properties = {}, required = [] } = schemaOf(query, "input");
  return Object.entries(properties as JsonSchema).map(([name, schema]) => ({
    name,
    in: "query",
    required: (required as string[]).includes(name),
    schema,
  }));
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): JsonSchema {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return inline(described) as JsonSchema;
}

/** The only recursive schema is "any JSON": its references become the empty schema, which says the same. */
function inline(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inline);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  if (entries.some(([key, target]) => key === "$ref" && String(target).startsWith("#"))) return {};
  return Object.fromEntries(
    entries.filter(([key]) => key !== "$defs").map(([key, inner]) => [key, inline(inner)]),
  );
}
