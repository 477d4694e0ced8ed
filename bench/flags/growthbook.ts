import { type FeatureDefinition, GrowthBookClient } from "@growthbook/growthbook";
import type { Engine } from "./engine.ts";
import { IDEAS, USERS, VARIANTS, WEIGHTS } from "./workload.ts";

export function growthbook(): Engine {
  const weights = WEIGHTS.map((weight) => weight / 100);
  const features: Record<string, FeatureDefinition> = {};
  for (const { key, countries, plan, domain } of IDEAS) {
    const experiment = { key, hashAttribute: "id", variations: [...VARIANTS], weights };
    features[key] = {
      defaultValue: false,
      rules: [
        { ...experiment, condition: { country: { $in: [...countries] }, plan }, coverage: 1 },
        { ...experiment, condition: { email: { $regex: domain.replaceAll(".", "\\.") } }, coverage: 0.5 },
        { ...experiment, coverage: 0.3 },
      ],
    };
  }
  const client = new GrowthBookClient().initSync({ payload: { features } });
  const contexts = USERS.map((user) => ({ attributes: { ...user } }));
  return {
    name: "GrowthBook client",
    pass: () => {
      let on = 0;
      for (const context of contexts) {
        for (const { key } of IDEAS) if (client.evalFeature(key, context).value !== false) on++;
      }
      return on;
    },
    close: () => client.destroy(),
  };
}
