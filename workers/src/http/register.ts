import { ApiError } from "./errors.ts";
import type { ApiRoute } from "./route.ts";
import type { ApiHono } from "./types.ts";

/** Serves every route under all its paths, and answers 405 for a wrong method. */
export function registerRoutes(app: ApiHono, routes: readonly ApiRoute[]): void {
  const methods = new Map<string, string[]>();
  for (const route of routes) {
    for (const spelled of route.paths) {
      // A router that is not strict takes the slash off the request, so the route must not have one.
      const path = spelled.replace(/\/$/, "");
      const method = route.method.toUpperCase();
      app.on(method, path, (c) => route.serve(c));
      methods.set(path, [...(methods.get(path) ?? []), method]);
    }
  }
  for (const [path, allowed] of methods) {
    app.all(path, (c) => {
      c.header("Allow", allowed.join(", "));
      throw new ApiError("method_not_allowed", `Method "${c.req.method}" not allowed.`);
    });
  }
}
