import { FlagdCore } from "@openfeature/flagd-core";
import type { Engine } from "./engine.ts";
import { IDEAS, USERS, VARIANTS, WEIGHTS } from "./workload.ts";

/** Variants share `percentage`, the rest is off; weights are whole numbers. */
function fractional(percentage: number): object {
  const shares = VARIANTS.map((variant, i) => [variant, WEIGHTS[i]! * percentage]);
  return { fractional: percentage === 100 ? shares : [...shares, ["off", (100 - percentage) * 100]] };
}

export function flagd(): Engine {
  const flags = IDEAS.map(({ key, countries, plan, domain }) => [
    key,
    {
      state: "ENABLED",
      defaultVariant: "off",
      variants: { ...Object.fromEntries(VARIANTS.map((variant) => [variant, variant])), off: "off" },
      targeting: {
        if: [
          { and: [{ in: [{ var: "country" }, countries] }, { "==": [{ var: "plan" }, plan] }] },
          fractional(100),
          { in: [domain, { var: "email" }] },
          fractional(50),
          fractional(30),
        ],
      },
    },
  ]);
  const core = new FlagdCore();
  core.setConfigurations(JSON.stringify({ flags: Object.fromEntries(flags) }));
  const contexts = USERS.map(({ id, ...attributes }) => ({ targetingKey: id, ...attributes }));
  return {
    name: "flagd-core",
    pass: () => {
      let on = 0;
      for (const context of contexts) {
        for (const { key } of IDEAS)
          if (core.resolveStringEvaluation(key, "off", context).value !== "off") on++;
      }
      return on;
    },
    close: () => {},
  };
}
