import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { init } from "@launchdarkly/node-server-sdk";
import { FileDataSourceFactory } from "@launchdarkly/node-server-sdk/integrations";
import type { Engine } from "./engine.ts";
import { IDEAS, USERS, VARIANTS, WEIGHTS } from "./workload.ts";

const OFF = VARIANTS.length;

/** Variants share `percentage`, the rest is off. LaunchDarkly weighs in thousandths of a per cent. */
function rollout(percentage: number): object {
  const weights = WEIGHTS.map((weight) => weight * percentage * 10);
  const off = 100_000 - weights.reduce((sum, weight) => sum + weight, 0);
  return {
    kind: "rollout",
    variations: [...weights, off].map((weight, variation) => ({ variation, weight })),
  };
}

const clause = (attribute: string, op: string, values: readonly string[]) => ({
  contextKind: "user",
  attribute,
  op,
  values,
});

export async function launchDarkly(): Promise<Engine> {
  const flags = IDEAS.map(({ key, countries, plan, domain }) => ({
    key,
    version: 1,
    on: true,
    salt: key,
    variations: [...VARIANTS, false],
    offVariation: OFF,
    rules: [
      {
        id: "plan",
        clauses: [clause("country", "in", countries), clause("plan", "in", [plan])],
        rollout: rollout(100),
      },
      { id: "email", clauses: [clause("email", "contains", [domain])], rollout: rollout(50) },
    ],
    fallthrough: { rollout: rollout(30) },
  }));
  const folder = await mkdtemp(join(tmpdir(), "bench-flags-"));
  const path = join(folder, "flags.json");
  await writeFile(path, JSON.stringify({ flags: Object.fromEntries(flags.map((flag) => [flag.key, flag])) }));
  const client = init("sdk-bench", {
    sendEvents: false,
    diagnosticOptOut: true,
    logger: { error: console.error, warn: console.error, info: () => {}, debug: () => {} },
    updateProcessor: new FileDataSourceFactory({ paths: [path] }).getFactory(),
  });
  await client.waitForInitialization({ timeout: 10 });
  const contexts = USERS.map(({ id, ...attributes }) => ({ kind: "user", key: id, ...attributes }));
  return {
    name: "LaunchDarkly node SDK, file data",
    pass: async () => {
      let on = 0;
      for (const context of contexts) {
        for (const { key } of IDEAS) if ((await client.variation(key, context, false)) !== false) on++;
      }
      return on;
    },
    close: async () => {
      client.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
