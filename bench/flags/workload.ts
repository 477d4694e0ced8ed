import type { FlagDefinition } from "@edgewise/core/flags/types.ts";

/** The same twenty flags for every evaluator: three conditions, three variants each. */
export const FLAG_COUNT = 20;
export const USER_COUNT = 1_000;

const COUNTRIES = ["DE", "FR", "US", "GB", "NL", "SE", "IN", "BR", "JP", "AU"];
const PLANS = ["free", "pro", "team", "enterprise"];
const DOMAINS = ["example.com", "acme.io", "shop.example", "mail.test", "ours.dev"];

export const WEIGHTS = [34, 33, 33] as const;
export const VARIANTS = ["control", "one", "two"] as const;

/** What one flag asks: country in a list and plan, else e-mail domain for half, else everyone for 30 %. */
export interface FlagIdea {
  readonly key: string;
  readonly countries: readonly string[];
  readonly plan: string;
  readonly domain: string;
}

export interface User {
  readonly id: string;
  readonly country: string;
  readonly plan: string;
  readonly email: string;
}

const at = <T>(list: readonly T[], index: number): T => list[index % list.length]!;

export const IDEAS: readonly FlagIdea[] = Array.from({ length: FLAG_COUNT }, (_, i) => ({
  key: `bench-flag-${i}`,
  countries: [at(COUNTRIES, i), at(COUNTRIES, i + 3), at(COUNTRIES, i + 5)],
  plan: at(PLANS, i),
  domain: `@${at(DOMAINS, i)}`,
}));

export const USERS: readonly User[] = Array.from({ length: USER_COUNT }, (_, i) => ({
  id: `user-${i}-${(i * 2_654_435_761) >>> 0}`,
  country: at(COUNTRIES, i * 7),
  plan: at(PLANS, i >> 2),
  email: `person${i}@${at(DOMAINS, i * 3)}`,
}));

export function toDefinition({ key, countries, plan, domain }: FlagIdea, index: number): FlagDefinition {
  const person = (name: string, operator: string, value: string | string[]) => ({
    key: name,
    type: "person",
    operator,
    value,
  });
  return {
    id: index + 1,
    key,
    name: key,
    active: true,
    version: 1,
    filters: {
      groups: [
        {
          properties: [person("country", "exact", [...countries]), person("plan", "exact", plan)],
          rollout_percentage: 100,
        },
        { properties: [person("email", "icontains", domain)], rollout_percentage: 50 },
        { properties: [], rollout_percentage: 30 },
      ],
      multivariate: {
        variants: VARIANTS.map((variant, i) => ({ key: variant, rollout_percentage: WEIGHTS[i]! })),
      },
    },
  };
}
