import { afterAll, beforeAll, expect, test } from "vitest";
import { startApi, type TestApi } from "../api-harness.ts";

let t: TestApi;
beforeAll(async () => {
  t = await startApi({ warehouse: true });
});
afterAll(() => t?.dispose());

const F = "/api/projects/1/feature_flags";

test("requests are counted by SDK, evaluations by variant and reason, reports by value", async () => {
  const filters = { groups: [{ properties: [], rollout_percentage: 100 }] };
  expect((await t.call("POST", `${F}/`, { key: "counted", filters })).status).toBe(201);
  expect((await t.call("GET", `${F}/counted/`)).body).toMatchObject({ last_called_at: null });
  const ask = (agent: string) =>
    t.edge("/flags/?v=2", {
      method: "POST",
      headers: { "User-Agent": agent },
      body: JSON.stringify({ token: t.account.projectToken, distinct_id: "u" }),
    });
  await expect
    .poll(async () => (await (await ask("Mozilla/5.0 (X11)")).json()) as object)
    .toMatchObject({ flags: { counted: { enabled: true } } });
  for (let i = 0; i < 3; i++) await ask("posthog-node/5.70.0");
  await t.edge(`/flags/definitions?token=${t.account.projectToken}`, {
    headers: { Authorization: `Bearer ${t.account.secretApiKey}` },
  });
  const called = {
    api_key: t.account.projectToken,
    event: "$feature_flag_called",
    distinct_id: "u",
    properties: {
      $feature_flag: "counted",
      $feature_flag_response: true,
      $feature_flag_reason: "Matched condition set 1",
      $lib: "posthog-node",
    },
  };
  expect((await t.edge("/e/", { method: "POST", body: JSON.stringify(called) })).status).toBe(200);
  const all = async () => (await t.call("GET", `${F}/usage/`)).body;
  await expect.poll(all, { timeout: 8_000 }).toMatchObject({ local_evaluation_polls: 1 });
  const usage = await all();
  expect(usage.requests).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: "flags", sdk: "posthog-node", count: 3 }),
      expect.objectContaining({ kind: "flags", sdk: "web" }),
      expect.objectContaining({ kind: "definitions", count: 1 }),
    ]),
  );
  expect(usage.last_evaluated).toMatchObject({ counted: expect.any(String) });
  const one = async () => (await t.call("GET", `${F}/counted/usage/`)).body;
  await expect.poll(one, { timeout: 10_000, interval: 300 }).toMatchObject({ reported: { total: 1 } });
  expect(await one()).toMatchObject({
    last_evaluated_at: expect.any(String),
    counted: {
      total: usage.metered_requests,
      evaluations: [{ variant: "", enabled: true, reason: "condition_match" }],
    },
    reported: {
      calls: [{ response: "true", sdk: "posthog-node", reason: "Matched condition set 1", count: 1 }],
    },
  });
  expect((await t.call("GET", `${F}/counted/`)).body.last_called_at).toMatch(/^\d{4}-/);
  expect((await t.call("GET", `${F}/usage/?date_from=nonsense`)).status).toBe(400);
});

test("a flag's dashboard is made once, enriched once, and is gone when it was deleted", async () => {
  await t.call("POST", `${F}/`, { key: "watched" });
  const flag = async () => (await t.call("GET", `${F}/watched/`)).body;
  const early = await t.call("POST", `${F}/watched/enrich_usage_dashboard/`);
  expect(early).toMatchObject({ status: 400, body: { detail: expect.stringContaining("/dashboard/") } });
  for (const again of [1, 2]) {
    expect([again, await t.call("POST", `${F}/watched/dashboard/`)]).toMatchObject([
      again,
      { status: 200, body: { success: true } },
    ]);
  }
  const id = Number((await flag()).usage_dashboard);
  const tiles = async () => (await t.call("GET", `/api/projects/1/dashboards/${id}/`)).body.tiles;
  expect(await tiles()).toHaveLength(2);
  for (const _ of [1, 2]) await t.call("POST", `${F}/watched/enrich_usage_dashboard/`);
  expect(await tiles()).toHaveLength(4);
  expect(await flag()).toMatchObject({ has_enriched_analytics: true });
  await t.call("PATCH", `/api/projects/1/dashboards/${id}/`, { deleted: true });
  expect(await flag()).toMatchObject({ usage_dashboard: null, has_enriched_analytics: false });
  await t.call("POST", `${F}/watched/dashboard/`);
  expect((await flag()).usage_dashboard).not.toBe(id);
  expect((await t.call("GET", `${F}/watched/role_access/`)).body).toMatchObject({ count: 0, results: [] });
});

test("a static cohort holds who has the flag, by stored properties and own ID", async () => {
  await t.capture(
    ["pro", "pro", "free"].map((plan, index) => ({
      event: "$identify",
      distinct_id: `member-${index}`,
      properties: { $set: { plan } },
    })),
  );
  const filters = {
    groups: [{ properties: [{ key: "plan", value: ["pro"], operator: "exact", type: "person" }] }],
  };
  await t.call("POST", `${F}/`, { key: "pro-only", filters });
  const persons = async () => (await t.call("GET", "/api/projects/1/persons/?search=member-")).body.results;
  await expect.poll(persons, { timeout: 10_000, interval: 300 }).toHaveLength(3);
  const made = await t.call("POST", `${F}/pro-only/create_static_cohort_for_flag/`);
  expect(made).toMatchObject({ status: 201, body: { cohort: { is_static: true } } });
  const { id, name } = made.body.cohort as unknown as { id: number; name: string };
  expect(name).toMatch(/^Users with feature flag pro-only enabled at /);
  const members = (await t.call("GET", `/api/projects/1/cohorts/${id}/persons/`)).body.results as unknown as {
    distinct_ids: string[];
  }[];
  expect(members.flatMap((one) => one.distinct_ids).toSorted()).toEqual(["member-0", "member-1"]);
});

test.each<[string, object, string]>([
  ["groups", { filters: { groups: [{ properties: [] }], aggregation_group_type_index: 0 } }, "groups"],
  ["devices", { bucketing_identifier: "device_id" }, "devices"],
  ["an earlier ID", { ensure_experience_continuity: true }, "before signing in"],
])("no cohort of a flag that %s decide", async (name, body, message) => {
  const key = `not-persons-${name.replaceAll(" ", "-")}`;
  expect((await t.call("POST", `${F}/`, { key, ...body })).status).toBe(201);
  const answer = await t.call("POST", `${F}/${key}/create_static_cohort_for_flag/`);
  expect(answer).toMatchObject({ status: 400, body: { detail: expect.stringContaining(message) } });
});
