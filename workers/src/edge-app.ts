import { Hono } from "hono";
import type { EdgeEnv } from "./env.ts";

/** The edge Worker's routes: capture, flags, config, scripts; everything else under `/api` goes to the API Worker. */
export function createEdgeApp(): Hono<{ Bindings: EdgeEnv }> {
  const app = new Hono<{ Bindings: EdgeEnv }>();
  app.all("/api/*", (c) => c.env.API.fetch(c.req.raw));
  return app;
}
