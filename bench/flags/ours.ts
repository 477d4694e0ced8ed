import { compileFlags } from "@edgewise/core/flags/compile.ts";
import { evaluate } from "@edgewise/core/flags/evaluate.ts";
import type { Engine } from "./engine.ts";
import { IDEAS, toDefinition, USERS } from "./workload.ts";

export function ours(): Engine {
  const source = { flags: IDEAS.map(toDefinition), cohorts: [], groupTypes: {}, timezone: "UTC" };
  const compiled = compileFlags(source, null);
  const requests = USERS.map(({ id, country, plan, email }) => ({
    distinctId: id,
    personProperties: { country, plan, email },
  }));
  const now = Date.now();
  return {
    name: "edgewise",
    pass: () => {
      let on = 0;
      for (const request of requests) {
        for (const { enabled } of evaluate(compiled, request, { now })) if (enabled) on++;
      }
      return on;
    },
    close: () => {},
  };
}
