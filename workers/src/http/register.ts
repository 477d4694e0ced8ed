import type { OpenAPIHono, RouteConfig } from "@hono/zod-openapi";
import { ApiError, ERROR_CODES } from "./errors.ts";
import type { ApiRoute } from "./route.ts";
import type { ApiHonoEnv } from "./types.ts";

/** Serves every route under all its paths, describes each once, and answers 405 for a wrong method. */
export function registerRoutes(app: OpenAPIHono<ApiHonoEnv>, routes: readonly ApiRoute[]): void {
  const methods = new Map<string, string[]>();
  for (const route of routes) {
    for (const spelled of route.paths) {
      // A router that is not strict takes the slash off the request, so the route must not have one.
      const path = spelled.replace(/\/$/, "");
      app.on(route.method.toUpperCase(), path, (c) => route.serve(c));
      methods.set(path, [...(methods.get(path) ?? []), route.method.toUpperCase()]);
    }
    app.openAPIRegistry.registerPath(describeRoute(route));
  }
  for (const [path, allowed] of methods) {
    app.all(path, (c) => {
      c.header("Allow", allowed.join(", "));
      throw new ApiError("method_not_allowed", `Method "${c.req.method}" not allowed.`);
    });
  }
}

const JSON_TYPE = "application/json";

function describeRoute(route: ApiRoute): RouteConfig {
  const path = route.paths[0]!;
  const names = [...path.matchAll(/:(\w+)/g)].map((match) => match[1]!);
  const errors =
    route.access.kind === "public"
      ? ["invalid_input"]
      : ["invalid_input", "not_authenticated", "permission_denied", "not_found"];
  const failures = errors.map((code) => {
    const { status } = ERROR_CODES[code as keyof typeof ERROR_CODES];
    return [
      status,
      { description: code, content: { [JSON_TYPE]: { schema: { $ref: "#/components/schemas/Error" } } } },
    ];
  });
  const success = route.response
    ? { description: "Success", content: { [JSON_TYPE]: { schema: route.response } } }
    : { description: "Success" };
  return {
    method: route.method,
    path: path.replaceAll(/:(\w+)/g, "{$1}"),
    summary: route.summary,
    tags: [route.tag],
    ...scopeNote(route),
    request: {
      ...(route.query ? { query: route.query as never } : {}),
      ...(route.body ? { body: { content: { [JSON_TYPE]: { schema: route.body } } } } : {}),
    },
    parameters: names.map((name) => ({
      name,
      in: "path" as const,
      required: true,
      schema: { type: "string" as const },
    })),
    responses: { [route.status]: success, ...Object.fromEntries(failures) },
  };
}

function scopeNote({ access }: ApiRoute): { security?: Record<string, string[]>[]; description?: string } {
  if (access.kind === "public") return { security: [] };
  const security: Record<string, string[]>[] = [{ personalApiKey: [] }, { session: [] }];
  return access.scope === null
    ? { security }
    : { security, description: `Required scope: \`${access.scope}\`` };
}
