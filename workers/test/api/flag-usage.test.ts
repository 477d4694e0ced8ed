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
