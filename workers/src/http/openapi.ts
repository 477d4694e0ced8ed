import * as z from "zod";
import { ERROR_CODES, type ErrorCode } from "./errors.ts";
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
    paths[path] = { ...paths[path], [route.method]: describeRoute(route) };
  }
  for (const route of routes) addSpellings(paths, route);
  return {
    openapi: "3.1.0",
    info: { title: "Edgewise API", version: "1.0.0" },
    servers: [{ url: serverUrl }],
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
  const [first = "", ...rest] = route.paths.map(templateOf);
  for (const path of rest) {
    const known = paths[path];
    if (!known) paths[path] = { $ref: pointerTo(first) };
    else if (!("$ref" in known)) known[route.method] ??= describeRoute(route);
  }
}

const templateOf = (path: string): string => path.replaceAll(/:(\w+)/g, "{$1}");
const pointerTo = (path: string): string =>
  `#/paths/${path.replaceAll("~", "~0").replaceAll("/", "~1").replaceAll("{", "%7B").replaceAll("}", "%7D")}`;

function describeRoute(route: ApiRoute): JsonSchema {
  const { access } = route;
  const guarded = access.kind !== "public";
  const failures: ErrorCode[] = guarded
    ? ["invalid_input", "not_authenticated", "permission_denied", "not_found"]
    : ["invalid_input"];
  return {
    summary: route.summary,
    tags: [route.tag],
    security: guarded ? [{ personalApiKey: [] }, { session: [] }] : [],
    ...(guarded && access.scope !== null ? { description: `Required scope: \`${access.scope}\`` } : {}),
    // Every spelling of the path, and who may call it: the permission tests read these.
    "x-paths": route.paths,
    "x-access": access,
    parameters: [...pathParameters(route.paths[0]!), ...queryParameters(route.query)],
    ...(route.body ? { requestBody: { content: content(schemaOf(route.body, "input")) } } : {}),
    responses: {
      [route.status]: route.response
        ? { description: "Success", content: content(schemaOf(route.response, "output")) }
        : { description: "Success" },
      ...Object.fromEntries(failures.map((code) => [ERROR_CODES[code].status, failure(code)])),
    },
  };
}

const content = (schema: JsonSchema) => ({ [JSON_TYPE]: { schema } });
const failure = (code: string) => ({
  description: code,
  content: content({ $ref: "#/components/schemas/Error" }),
});

const pathParameters = (path: string) =>
  [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));

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
