import { siteOrigin } from "@/lib/site-origin";
import { PUBLIC_PATHS } from "@/site/paths";

/** Every public page, for search engines. */
export function GET(request: Request): Response {
  const origin = siteOrigin(request);
  const urls = PUBLIC_PATHS.map((path) => `<url><loc>${origin}${path}</loc></url>`);
  return new Response(
    `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls.join("")}</urlset>\n`,
    { headers: { "content-type": "application/xml" } },
  );
}

export const dynamic = "force-dynamic";
