import { siteOrigin } from "@/lib/site-origin";

/** Pages that are somebody's, and links that are keys, are nothing for search engines. */
const PRIVATE = [
  "/api/",
  "/project/",
  "/shared/",
  "/embed/",
  "/invite/",
  "/unsubscribe/",
  "/early-access/",
  "/mailbox",
  "/account",
  "/organizations",
  "/home",
  "/reset-password",
  "/verify-email",
];

export function GET(request: Request): Response {
  const lines = [
    "User-agent: *",
    "Allow: /api/docs/",
    ...PRIVATE.map((path) => `Disallow: ${path}`),
    "",
    `Sitemap: ${siteOrigin(request)}/sitemap.xml`,
    "",
  ];
  return new Response(lines.join("\n"), { headers: { "content-type": "text/plain" } });
}

export const dynamic = "force-dynamic";
