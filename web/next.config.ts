import path from "node:path";
import type { NextConfig } from "next";

/** Types are checked by `npm run check` (TypeScript 7 has no API that Next could call). */
const config: NextConfig = {
  agentRules: false,
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  skipTrailingSlashRedirect: true,
  transpilePackages: ["@edgewise/core"],
  turbopack: { root: path.join(import.meta.dirname, "..") },
  typescript: { ignoreBuildErrors: true },
};

export default config;
