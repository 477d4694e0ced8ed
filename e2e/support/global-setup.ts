import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Credentials } from "@edgewise/scripts/stack/credentials.ts";
import { type Stack, startStack } from "@edgewise/scripts/stack/stack.ts";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    credentials: Credentials;
    engines: Pick<Stack, "warehouse" | "mysql" | "apiSocket">;
  }
}

/** One instance for all end-to-end tests, each of which makes its own project. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), "edgewise-e2e-"));
  const stack = await startStack({ dataDir, log: (line) => process.stderr.write(`[stack] ${line}\n`) });
  project.provide("credentials", stack.credentials);
  const { warehouse, mysql, apiSocket } = stack;
  project.provide("engines", { warehouse, mysql, apiSocket });
  return async () => {
    await stack.stop();
    if (process.env.EDGEWISE_KEEP_LOGS)
      process.stderr.write(readFileSync(join(dataDir, "workerd/run/workerd.log"), "utf8"));
    rmSync(dataDir, { recursive: true, force: true });
  };
}
