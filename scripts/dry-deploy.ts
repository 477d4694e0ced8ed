/** `npm run dry-deploy`: bundles both Workers exactly as a deployment would, and uploads nothing. */
import { spawnSync } from "node:child_process";
import { ROOT } from "./stack/paths.ts";
import { staticDirectory } from "./stack/static.ts";

await staticDirectory();
for (const [config, outDir] of [
  ["wrangler.toml", "dist/edge"],
  ["wrangler.api.toml", "dist/api"],
] as const) {
  const run = spawnSync("wrangler", ["deploy", "--dry-run", "-c", config, "--outdir", outDir], {
    cwd: ROOT,
    stdio: "inherit",
    env: { ...process.env, WRANGLER_SEND_METRICS: "false" },
  });
  if (run.status !== 0) process.exit(1);
}
