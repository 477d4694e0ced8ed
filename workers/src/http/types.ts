import type { Context, Hono } from "hono";
import type { Deps } from "../deps.ts";
import type { ApiBindings } from "../env.ts";

/** What every handler of the API Worker finds in its context. */
export interface ApiHonoEnv {
  Bindings: ApiBindings;
  Variables: {
    deps: Deps;
    requestId: string;
    /** Who asks, once that is known: `session:<user>`, `personal:<user>` or `secret:<key>`. */
    actor?: string;
  };
}

export type ApiContext = Context<ApiHonoEnv>;
export type ApiHono = Hono<ApiHonoEnv>;
