import path from "node:path";
import type { NextConfig } from "next";

const SECRET_LINK = [
  { key: "X-Robots-Tag", value: "noindex, nofollow" },
  // The address is the key: it is told to nobody.
  { key: "Referrer-Policy", value: "no-referrer" },
];

/** The content security policy, which differs with each answer, is set in `src/proxy.ts`. */
const SECURITY_HEADERS = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), payment=()" },
];

/** Types are checked by `npm run check` (TypeScript 7 has no API that Next could call). */
const config: NextConfig = {
  // Lets several development servers of one checkout run side by side.
  distDir: process.env.EDGEWISE_WEB_DIST ?? ".next",
  agentRules: false,
  // Read where the site is built, for the browser too.
  env: { EDGEWISE_SITE_URL: process.env.EDGEWISE_SITE_URL ?? "" },
  poweredByHeader: false,
  reactStrictMode: true,
  headers: async () => [
    { source: "/:path*", headers: SECURITY_HEADERS },
    { source: "/((?!embed/).*)", headers: [{ key: "X-Frame-Options", value: "DENY" }] },
    { source: "/embed/:path*", headers: SECRET_LINK },
    { source: "/:page(shared|unsubscribe)/:path*", headers: SECRET_LINK },
  ],
  devIndicators: false,
  skipTrailingSlashRedirect: true,
  transpilePackages: ["@edgewise/core"],
  turbopack: { root: path.join(import.meta.dirname, "..") },
  typescript: { ignoreBuildErrors: true },
};

export default config;
