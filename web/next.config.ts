import path from "node:path";
import type { NextConfig } from "next";

const policy = (ancestors: string) => ({
  key: "Content-Security-Policy",
  value: `frame-ancestors ${ancestors}; base-uri 'self'; object-src 'none'`,
});
const SECRET_LINK = [
  { key: "X-Robots-Tag", value: "noindex, nofollow" },
  // The address is the key: it is told to nobody.
  { key: "Referrer-Policy", value: "no-referrer" },
];

const SECURITY_HEADERS = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "same-origin" },
];

/** Types are checked by `npm run check` (TypeScript 7 has no API that Next could call). */
const config: NextConfig = {
  // Lets several development servers of one checkout run side by side.
  distDir: process.env.EDGEWISE_WEB_DIST ?? ".next",
  agentRules: false,
  poweredByHeader: false,
  reactStrictMode: true,
  headers: async () => [
    { source: "/:path*", headers: SECURITY_HEADERS },
    {
      source: "/((?!embed/).*)",
      headers: [policy("'none'"), { key: "X-Frame-Options", value: "DENY" }],
    },
    { source: "/embed/:path*", headers: [policy("*"), ...SECRET_LINK] },
    { source: "/:page(shared|unsubscribe)/:path*", headers: SECRET_LINK },
  ],
  devIndicators: false,
  skipTrailingSlashRedirect: true,
  transpilePackages: ["@edgewise/core"],
  turbopack: { root: path.join(import.meta.dirname, "..") },
  typescript: { ignoreBuildErrors: true },
};

export default config;
