import { Hono } from "hono";
import type { ApiEnv } from "./env.ts";

/** The API Worker's routes: public REST, auth, queries. */
export function createApiApp(): Hono<{ Bindings: ApiEnv }> {
  const app = new Hono<{ Bindings: ApiEnv }>();
  app.get("/api/_health", (c) => c.json({ status: "ok" }));
  return app;
}
