/** `npm run check`: formatting, lint, types, dead code. Writes nothing; runs all of them, fails if any fails. */
import { spawnSync } from "node:child_process";

const steps: [name: string, command: string, args: string[]][] = [
  ["format and lint", "biome", ["ci", "--error-on-warnings", "."]],
  ["types", "turbo", ["run", "typecheck", "--output-logs=errors-only"]],
  ["types of the scripts", "tsc", ["--noEmit", "-p", "tsconfig.json"]],
  ["dead code", "knip", ["--no-progress"]],
];

const failed: string[] = [];
for (const [name, command, args] of steps) {
  process.stdout.write(`• ${name}\n`);
  const result = spawnSync(command, args, {
    stdio: "inherit",
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1" },
  });
  if (result.status !== 0) failed.push(name);
}
if (failed.length > 0) {
  process.stderr.write(`check failed: ${failed.join(", ")}\n`);
  process.exit(1);
}
process.stdout.write("check passed\n");
