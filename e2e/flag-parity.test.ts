import type { JsonValue } from "@edgewise/core/events/types.ts";
import { compileFlags } from "@edgewise/core/flags/compile.ts";
import { flagDefinitions } from "@edgewise/core/flags/definitions.ts";
import { evaluate } from "@edgewise/core/flags/evaluate.ts";
import { flagValue } from "@edgewise/core/flags/result.ts";
import type { ProjectSnapshot } from "@edgewise/core/flags/snapshot.ts";
import type { FlagCondition, FlagDefinition, FlagFilters } from "@edgewise/core/flags/types.ts";
import { PostHog } from "posthog-node";
import { describe, expect, it } from "vitest";

const person = (key: string, operator: string, value: JsonValue) => ({
  key,
  operator,
  value,
  type: "person",
});
const split = {
  multivariate: {
    variants: [
      { key: "a", rollout_percentage: 34 },
      { key: "b", rollout_percentage: 33 },
      { key: "c", rollout_percentage: 33 },
    ],
  },
};

let id = 0;
function flag(
  key: string,
  groups: readonly FlagCondition[],
  filters: Partial<FlagFilters> = {},
  active = true,
): FlagDefinition {
  id += 1;
  return { id, key, name: key, active, version: 1, filters: { groups, ...filters } };
}

const snapshot: ProjectSnapshot = {
  version: 1,
  projectId: 1,
  organizationId: "",
  timezone: "UTC",
  environments: [{ id: 1, name: "production", tokens: [], secretKeyHashes: [], settings: {}, overLimit: [] }],
  groupTypes: { 0: "company" },
  cohorts: [
    {
      id: 5,
      filters: {
        type: "OR",
        values: [
          {
            type: "AND",
            values: [
              person("plan", "exact", ["pro", "team"]),
              { ...person("country", "exact", ["DE"]), negation: true },
            ],
          },
        ],
      },
    },
  ],
  flags: [
    flag(
      "split",
      [{ properties: [person("country", "exact", ["DE", "FR"])] }, { rollout_percentage: 30 }],
      split,
    ),
    flag("override", [{ properties: [person("email", "icontains", "@ours.dev")], variant: "c" }, {}], split),
    flag("depends", [
      {
        properties: [{ key: "1", type: "flag", operator: "flag_evaluates_to", value: "b" }],
        rollout_percentage: 70,
      },
    ]),
    flag("depends-further", [
      { properties: [{ key: "depends", type: "flag", operator: "flag_evaluates_to", value: true }] },
    ]),
    flag("cohort", [
      { properties: [{ key: "id", type: "cohort", value: 5, operator: "in" }], rollout_percentage: 50 },
    ]),
    flag(
      "group",
      [
        {
          properties: [{ ...person("tier", "exact", ["gold"]), type: "group", group_type_index: 0 }],
          rollout_percentage: 60,
        },
      ],
      {
        aggregation_group_type_index: 0,
      },
    ),
    flag("held-out", [{}], { holdout: { id: 3, exclusion_percentage: 20 } }),
    flag("early-exit", [{ rollout_percentage: 40 }, {}], { early_exit: true }),
    flag("regex", [{ properties: [person("email", "regex", "^person[0-9]*5@")] }]),
    flag("semver", [{ properties: [person("version", "semver_gte", "1.10.0")] }]),
    flag("older", [{ properties: [person("seen", "is_date_before", "-30d")] }]),
    flag("inactive", [{}], {}, false),
  ],
};

const pick = <T>(list: readonly T[], index: number): T => list[index % list.length]!;

describe("unmodified posthog-node", () => {
  it("decides by itself, from our definitions, what the edge answers", async () => {
    const definitions = JSON.stringify(flagDefinitions(snapshot, snapshot.environments[0]!));
    const client = new PostHog("phc_x", {
      host: "http://127.0.0.1:9",
      personalApiKey: "phs_x",
      featureFlagsPollingInterval: 3_600_000,
      fetch: async () => new Response(definitions),
    });
    await client.reloadFeatureFlags();
    const compiled = compileFlags(snapshot, 1);
    const differences: unknown[] = [];
    for (let i = 0; i < 500; i++) {
      const distinctId = `user-${i}`;
      const personProperties = {
        country: pick(["DE", "FR", "US"], i),
        plan: pick(["free", "pro", "team"], i >> 1),
        email: `person${i}@${pick(["ours.dev", "example.com"], i)}`,
        version: `1.${i % 20}.0`,
        seen: new Date(Date.now() - i * 86_400_000).toISOString(),
      };
      const groups = { company: `c${i % 40}` };
      const groupProperties = { company: { tier: pick(["gold", "tin"], i) } };
      const options = { personProperties, groups, groupProperties, onlyEvaluateLocally: true };
      const theirs = await client.getAllFlags(distinctId, options);
      const request = { distinctId, personProperties, groups, groupProperties };
      for (const result of evaluate(compiled, request, { now: Date.now() })) {
        const [ours, sdk] = [flagValue(result), theirs[result.key]];
        if (ours !== sdk) differences.push({ distinctId, key: result.key, ours, sdk });
      }
    }
    await client.shutdown();
    expect(differences).toEqual([]);
  });
});
