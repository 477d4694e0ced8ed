import { compileFlags } from "@edgewise/core/flags/compile.ts";
import { evaluate } from "@edgewise/core/flags/evaluate.ts";
import type { Engine } from "./engine.ts";
import { IDEAS, toDefinition, USERS } from "./workload.ts";

/** `again`: the same people in every pass, whose hashes are known by then; else people never seen before. */
export function ours({ again }: { readonly again: boolean }): Engine {
  const source = { flags: IDEAS.map(toDefinition), cohorts: [], groupTypes: {}, timezone: "UTC" };
  const compiled = compileFlags(source, null);
  const people = USERS.map(({ id, country, plan, email }) => ({
    id,
    personProperties: { country, plan, email },
  }));
  const now = Date.now();
  let passes = 0;
  return {
    name: again ? "edgewise, people seen before" : "edgewise",
    pass: () => {
      let on = 0;
      const suffix = again ? "" : `-${passes++}`;
      for (const { id, personProperties } of people) {
        const request = { distinctId: id + suffix, personProperties };
        for (const { enabled } of evaluate(compiled, request, { now })) if (enabled) on++;
      }
      return on;
    },
    close: () => {},
  };
}
