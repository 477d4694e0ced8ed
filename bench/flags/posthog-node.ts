import { PostHog } from "posthog-node";
import type { Engine } from "./engine.ts";
import { IDEAS, toDefinition, USERS } from "./workload.ts";

/** Local evaluation: definitions come from a stubbed download, nothing else leaves the process. */
export async function posthogNode(): Promise<Engine> {
  const body = JSON.stringify({ flags: IDEAS.map(toDefinition), group_type_mapping: {}, cohorts: {} });
  const client = new PostHog("phc_bench", {
    host: "http://127.0.0.1:9",
    personalApiKey: "phx_bench",
    featureFlagsPollingInterval: 3_600_000,
    fetch: async () => new Response(body, { headers: { "Content-Type": "application/json" } }),
  });
  await client.reloadFeatureFlags();
  const users = USERS.slice(0, 100);
  return {
    name: "posthog-node local evaluation",
    pass: async () => {
      let on = 0;
      for (const { id, country, plan, email } of users) {
        const personProperties = { country, plan, email };
        const flags = await client.getAllFlags(id, { personProperties, onlyEvaluateLocally: true });
        for (const key in flags) if (flags[key] !== false) on++;
      }
      return on * (USERS.length / users.length);
    },
    close: () => client.shutdown(),
  };
}

/** Share of the workload one pass of {@link posthogNode} runs (it is too slow for all of it). */
export const POSTHOG_SHARE = 0.1;
