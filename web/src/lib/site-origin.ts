/**
 * Where the world finds the public pages: `EDGEWISE_SITE_URL`, as the build had it. Empty where nothing was said, since
 * one build serves every place; pages name no canonical address then.
 */
export const SITE_URL: string = (process.env.EDGEWISE_SITE_URL ?? "").replace(/\/$/, "");

/** The origin by which a request came, seen through a reverse proxy, unless the build was told its own. */
export function siteOrigin(request: Request): string {
  if (SITE_URL) return SITE_URL;
  const url = new URL(request.url);
  const host = request.headers.get("x-forwarded-host") ?? request.headers.get("host") ?? url.host;
  const scheme = request.headers.get("x-forwarded-proto")?.split(",")[0] ?? url.protocol.slice(0, -1);
  return `${scheme}://${host}`;
}
