import { assetPaths } from "@edgewise/core/config/static-scripts.ts";
import type { EdgeContext } from "../cors.ts";

/** The first of `paths` that the asset binding has. */
export async function fetchScript(assets: Fetcher, paths: readonly string[]): Promise<Response | null> {
  for (const path of paths) {
    const response = await assets.fetch(`http://assets.invalid${path}`);
    if (response.ok) return response;
    await response.body?.cancel();
  }
  return null;
}

/** `GET /static/…`: SDK scripts of the versions we have; a plain 404 lets the SDK fall back (WIRE.md 1.8). */
export async function staticScript(c: EdgeContext): Promise<Response> {
  const url = new URL(c.req.url);
  const paths = assetPaths(url.pathname, url.searchParams.get("v") ?? undefined);
  const found = await fetchScript(c.env.STATIC, paths);
  if (!found)
    return new Response("No such script.", { status: 404, headers: { "Cache-Control": "no-store" } });
  const versioned = /^\/static\/\d/.test(url.pathname) && !url.pathname.endsWith("/toolbar.js");
  return new Response(found.body, {
    headers: {
      "Content-Type": "text/javascript; charset=utf-8",
      "Cache-Control": versioned ? "public, max-age=31536000, immutable" : "public, max-age=3600",
    },
  });
}
