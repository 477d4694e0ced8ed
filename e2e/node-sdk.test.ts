import { PostHog } from "posthog-node";
import { beforeAll, describe, expect, it } from "vitest";
import { createProject, type Project } from "./support/project.ts";

let project: Project;
beforeAll(async () => {
  project = await createProject("posthog-node");
});

const client = (options: ConstructorParameters<typeof PostHog>[1] = {}) =>
  new PostHog(project.token, { host: project.credentials.edge, flushAt: 20, flushInterval: 200, ...options });

describe("posthog-node, unmodified", () => {
  it("captures, identifies, aliases, groups and shuts down without loss", async () => {
    const posthog = client();
    for (let i = 0; i < 45; i++) {
      posthog.capture({
        distinctId: `user-${i % 3}`,
        event: "clicked",
        properties: { index: i, nested: { deep: [1, "two"] } },
      });
    }
    posthog.capture({ distinctId: "anon-1", event: "before sign-up" });
    posthog.identify({
      distinctId: "user-9",
      properties: { $set: { email: "nine@example.com" }, $set_once: { first: true } },
    });
    posthog.alias({ distinctId: "user-9", alias: "anon-1" });
    posthog.groupIdentify({
      groupType: "company",
      groupKey: "acme",
      properties: { name: "Acme", seats: 12 },
    });
    posthog.capture({ distinctId: "user-9", event: "in group", groups: { company: "acme" } });
    posthog.captureException(new TypeError("boom"), "user-9");
    await posthog.shutdown();

    const counts = await project.sqlUntil<[string, number]>(
      "select event, count() from events group by event order by event",
      (rows) => rows.reduce((sum, row) => sum + row[1], 0) >= 51,
    );
    expect(Object.fromEntries(counts)).toEqual({
      $create_alias: 1,
      $exception: 1,
      $groupidentify: 1,
      $identify: 1,
      "before sign-up": 1,
      clicked: 45,
      "in group": 1,
    });
    const merged = await project.sqlUntil<[string, number]>(
      "select toString(person_id), count() from events where distinct_id in ('anon-1', 'user-9') and event in ('before sign-up', 'in group') group by person_id",
      (rows) => rows.length === 1,
    );
    expect(merged.map((row) => row[1])).toEqual([2]);
    expect(await project.sql("select person.properties.email from events where event = 'in group'")).toEqual([
      ["nine@example.com"],
    ]);
    expect(
      await project.sql("select properties.nested.deep from events where event = 'clicked' limit 1"),
    ).toEqual([['[1,"two"]']]);
    expect(
      await project.sql("select $group_0, group_0.properties.name from events where event = 'in group'"),
    ).toEqual([["acme", "Acme"]]);
  });

  it("sends the same uuid twice and it is stored once", async () => {
    const uuid = "0192f0c4-1111-7000-8000-000000000001";
    for (let attempt = 0; attempt < 3; attempt++) {
      const posthog = client();
      posthog.capture({ distinctId: "retry", event: "paid", uuid });
      await posthog.shutdown();
    }
    await project.sqlUntil("select count() from events where event = 'paid'", (rows) => rows[0]?.[0] === 1);
    expect(await project.sql("select count() from events where event = 'paid'")).toEqual([[1]]);
  });

  it("evaluates flags remotely and locally, with payloads", async () => {
    const flag = (key: string, filters: object) =>
      project.api("POST", `/api/projects/${project.id}/feature_flags/`, {
        key,
        name: key,
        active: true,
        filters,
      });
    await flag("everyone", {
      groups: [{ properties: [], rollout_percentage: 100 }],
      payloads: { true: '{"color":"teal"}' },
    });
    await flag("nobody", { groups: [{ properties: [], rollout_percentage: 0 }] });
    await flag("by-email", {
      groups: [
        {
          properties: [{ key: "email", value: "@example.com", operator: "icontains", type: "person" }],
          rollout_percentage: 100,
        },
      ],
    });
    await flag("variants", {
      groups: [{ properties: [], rollout_percentage: 100 }],
      multivariate: {
        variants: [
          { key: "a", rollout_percentage: 50 },
          { key: "b", rollout_percentage: 50 },
        ],
      },
    });
    await new Promise((resolve) => setTimeout(resolve, 1000));

    const remote = client();
    const all = await remote.getAllFlagsAndPayloads("user-9");
    expect(all.featureFlags).toMatchObject({ everyone: true, nobody: false, "by-email": true });
    expect(all.featureFlagPayloads).toEqual({ everyone: { color: "teal" } });
    await remote.shutdown();

    const local = client({
      personalApiKey: project.credentials.personalApiKey,
      featureFlagsPollingInterval: 60_000,
    });
    await local.waitForLocalEvaluationReady();
    for (const distinctId of ["u1", "u2", "u3", "u4", "u5", "u6"]) {
      const here = await local.getFeatureFlag("variants", distinctId, {
        onlyEvaluateLocally: true,
        sendFeatureFlagEvents: false,
      });
      const there = await client().getFeatureFlag("variants", distinctId, { sendFeatureFlagEvents: false });
      expect(here, distinctId).toBe(there);
    }
    await local.shutdown();
  });
});
