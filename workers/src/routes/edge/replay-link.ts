import type { EdgeContext } from "./cors.ts";
import { nowhere } from "./nowhere.ts";

/**
 * `/project/<token>/replay/<session>`: what SDKs make of `api_host` for a link to a recording (WIRE.md 1). The web app
 * knows the same path.
 */
export function replayLink(c: EdgeContext): Response {
  if (!c.env.WEB_URL) return nowhere(c);
  const { pathname, search } = new URL(c.req.url);
  return c.redirect(new URL(pathname + search, c.env.WEB_URL).href, 302);
}
