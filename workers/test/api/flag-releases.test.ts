import { createClient } from "@edgewise/db/mysql/client.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { INTERNAL_KEY, type Json, startApi, type TestApi } from "../api-harness.ts";

let t: TestApi;
beforeAll(async () => {
  t = await startApi();
});
afterAll(() => t?.dispose());

const P = "/api/projects/1";
const group = (rollout_percentage: number) => ({ properties: [], rollout_percentage });

async function makeFlag(key: string, filters: object = { groups: [group(10)] }): Promise<number> {
  const { status, body } = await t.call("POST", `${P}/feature_flags/`, { key, filters });
  expect(status).toBe(201);
  return body.id as unknown as number;
}
const flag = async (key: string) => (await t.call("GET", `${P}/feature_flags/${key}/`)).body;
const runJobs = async () => {
  const headers = { "x-internal-key": INTERNAL_KEY };
  return await (await t.api("/api/_internal/scheduled", { method: "POST", headers })).json();
};
const soon = () => new Date(Date.now() + 3_600_000).toISOString();
const past = () => new Date(Date.now() - 60_000).toISOString();

const plan = (record_id: number, payload: object, more: object = {}) =>
  t.call("POST", `${P}/scheduled_changes/`, {
    record_id,
    model_name: "FeatureFlag",
    payload,
    scheduled_at: past(),
    ...more,
  });
const planned = async ({ body }: { body: Json }) =>
  (await t.call("GET", `${P}/scheduled_changes/${body.id}/`)).body;

describe("scheduled changes", () => {
  test("happen once when they are due, not before, and say so in the history", async () => {
    const id = await makeFlag("switched");
    const due = await plan(id, { operation: "update_status", value: false });
    const later = await plan(id, { operation: "update_status", value: true }, { scheduled_at: soon() });
    expect(due).toMatchObject({ status: 201, body: { record_id: String(id), executed_at: null } });
    expect(await runJobs()).toMatchObject({ "scheduled-changes": { applied: 1, failed: 0 } });
    expect(await flag("switched")).toMatchObject({ active: false, version: 2 });
    expect(await planned(due)).toMatchObject({ executed_at: expect.any(String), failure_reason: null });
    expect(await planned(later)).toMatchObject({ executed_at: null });
    expect(await runJobs()).toMatchObject({ "scheduled-changes": { applied: 0, failed: 0 } });
    const list = await t.call("GET", `${P}/scheduled_changes/?record_id=${id}&model_name=FeatureFlag`);
    expect(list.body).toMatchObject({ count: 2, results: [{ id: later.body.id }, { id: due.body.id }] });
    const change = { scheduled_at: past() };
    expect((await t.call("PATCH", `${P}/scheduled_changes/${due.body.id}/`, change)).status).toBe(400);
    expect((await t.call("PATCH", `${P}/scheduled_changes/${later.body.id}/`, change)).status).toBe(200);
    expect((await t.call("DELETE", `${P}/scheduled_changes/${later.body.id}/`)).status).toBe(204);
    expect(await runJobs()).toMatchObject({ "scheduled-changes": { applied: 0 } });
  });

  test("recur", async () => {
    const id = await makeFlag("recurring");
    const operation = { operation: "add_release_condition", value: { groups: [group(5)] } };
    const daily = await plan(id, operation, { is_recurring: true, recurrence_interval: "daily" });
    const cron = await plan(id, operation, { is_recurring: true, cron_expression: "0 0 1 1 *" });
    const last = await plan(id, operation, {
      is_recurring: true,
      recurrence_interval: "weekly",
      end_date: soon(),
    });
    expect(await runJobs()).toMatchObject({ "scheduled-changes": { applied: 3 } });
    expect((await flag("recurring")).filters).toMatchObject({
      groups: [group(10), group(5), group(5), group(5)],
    });
    for (const one of [daily, cron]) {
      const row = await planned(one);
      expect(row).toMatchObject({ executed_at: null, last_executed_at: expect.any(String) });
      expect(Date.parse(String(row.scheduled_at))).toBeGreaterThan(Date.now());
    }
    expect(await planned(last)).toMatchObject({ executed_at: expect.any(String) });
  });

  test("ramp step by step", async () => {
    const id = await makeFlag("ramped");
    const ramp = await plan(id, { operation: "ramp", value: { to: 100, step: 45, every_minutes: 30 } });
    const client = createClient(t.mysql);
    for (const rollout of [55, 100, 100]) {
      await runJobs();
      expect((await flag("ramped")).filters).toMatchObject({ groups: [group(rollout)] });
      await client.execute(
        "update scheduled_changes set scheduled_at = now() - interval 1 minute where executed_at is null and record_id = ?",
        [id],
      );
    }
    expect(await planned(ramp)).toMatchObject({ executed_at: expect.any(String) });
  });

  test("that can't be applied end with a reason", async () => {
    const id = await makeFlag("small");
    const lost = await plan(id, { operation: "set_rollout", value: { rollout_percentage: 5, condition: 4 } });
    expect(await runJobs()).toMatchObject({ "scheduled-changes": { applied: 0, failed: 1 } });
    expect(await planned(lost)).toMatchObject({
      executed_at: expect.any(String),
      failure_reason: "The flag has no condition set 5 any more.",
    });
  });

  test.each<[string, object, object]>([
    ["payload", { operation: "explode", value: 1 }, {}],
    ["payload__value__to", { operation: "ramp", value: { to: 101, step: 5, every_minutes: 5 } }, {}],
    ["recurrence_interval", { operation: "update_status", value: true }, { is_recurring: true }],
    [
      "cron_expression",
      { operation: "update_status", value: true },
      { is_recurring: true, cron_expression: "never" },
    ],
    ["record_id", { operation: "update_status", value: true }, { record_id: 99_999 }],
    ["end_date", { operation: "update_status", value: true }, { end_date: "2020-01-01T00:00:00Z" }],
  ])("refuses a wrong %s", async (attr, payload, more) => {
    const refused = await plan(1, payload, more);
    expect(refused.status).toBe(400);
    expect(String(refused.body.attr)).toContain(attr);
  });
});

describe("early access", () => {
  const F = `${P}/early_access_feature`;

  test("a feature makes its flag, is listed publicly, and a person's choice decides", async () => {
    const made = await t.call("POST", `${F}/`, {
      name: "New Search!",
      stage: "beta",
      description: "Faster.",
    });
    expect(made).toMatchObject({
      status: 201,
      body: { stage: "beta", feature_flag: { key: "new-search", active: true } },
    });
    const list = async (query: string) => {
      const response = await t.edge(`/api/early_access_features/?token=${t.account.projectToken}${query}`);
      return ((await response.json()) as { earlyAccessFeatures: object[] }).earlyAccessFeatures;
    };
    await expect
      .poll(() => list(""))
      .toMatchObject([
        {
          name: "New Search!",
          description: "Faster.",
          stage: "beta",
          flagKey: "new-search",
          documentationUrl: "",
        },
      ]);
    expect(await list("&stage=alpha&stage=concept")).toEqual([]);
    const ask = async (chosen: boolean) => {
      const body = {
        token: t.account.projectToken,
        distinct_id: "u",
        person_properties: { "$feature_enrollment/new-search": chosen },
      };
      const response = await t.edge("/flags/?v=2", { method: "POST", body: JSON.stringify(body) });
      const { flags } = (await response.json()) as {
        flags: Record<string, { enabled: boolean; reason: { code: string } }>;
      };
      return [flags["new-search"]?.enabled, flags["new-search"]?.reason.code];
    };
    await expect.poll(() => ask(true)).toEqual([true, "super_condition_value"]);
    expect(await ask(false)).toEqual([false, "super_condition_value"]);
    const path = `${F}/${made.body.id}/`;
    expect((await t.call("PATCH", path, { stage: "archived" })).body).toMatchObject({
      stage: "archived",
      description: "Faster.",
      feature_flag: { filters: { feature_enrollment: false } },
    });
    expect((await t.call("PATCH", path, { stage: "general-availability" })).body).toMatchObject({
      feature_flag: { filters: { feature_enrollment: true } },
    });
    expect((await t.call("DELETE", path)).status).toBe(204);
    expect((await flag("new-search")).filters).toMatchObject({ feature_enrollment: false });
    expect((await t.call("GET", path)).status).toBe(404);
  });

  test("takes a flag of yours, once, when it is on or off for persons", async () => {
    const id = await makeFlag("mine");
    const body = { name: "Mine", stage: "concept", feature_flag_id: id };
    expect(await t.call("POST", `${F}/`, body)).toMatchObject({
      status: 201,
      body: { feature_flag: { id, filters: { groups: [group(10)] } } },
    });
    expect(await t.call("POST", `${F}/`, body)).toMatchObject({ status: 400, body: { code: "unique" } });
    const multivariate = { variants: [{ key: "a", rollout_percentage: 100 }] };
    for (const filters of [{ multivariate }, { aggregation_group_type_index: 0 }]) {
      const other = await makeFlag(`other-${Object.keys(filters)[0]}`, { groups: [], ...filters });
      expect((await t.call("POST", `${F}/`, { ...body, feature_flag_id: other })).status).toBe(400);
    }
  });
});

describe("holdouts", () => {
  test("reach every flag that has them", async () => {
    const H = `${P}/experiment_holdouts`;
    const made = await t.call("POST", `${H}/`, { name: "Nobody", filters: [group(10)] });
    const id = made.body.id as unknown as number;
    expect(made).toMatchObject({
      status: 201,
      body: { filters: [{ ...group(10), variant: `holdout-${id}` }] },
    });
    await makeFlag("held", { groups: [group(100)], holdout: { id, exclusion_percentage: 10 } });
    expect((await t.call("PATCH", `${H}/${id}/`, { filters: [group(100)] })).body).toMatchObject({
      name: "Nobody",
    });
    expect((await flag("held")).filters).toMatchObject({ holdout: { id, exclusion_percentage: 100 } });
    const ask = async () => {
      const body = JSON.stringify({ token: t.account.projectToken, distinct_id: "u" });
      const response = await t.edge("/flags/?v=2", { method: "POST", body });
      return ((await response.json()) as { flags: Record<string, { variant: string | null }> }).flags.held
        ?.variant;
    };
    await expect.poll(ask).toBe(`holdout-${id}`);
    const experiment = await t.call("POST", `${P}/experiments/`, {
      name: "Held",
      feature_flag_key: "held-too",
      holdout_id: id,
    });
    expect(experiment.status).toBe(201);
    expect((await flag("held-too")).filters).toMatchObject({ holdout: { id, exclusion_percentage: 100 } });
    expect(experiment.body.holdout).toMatchObject({ id, filters: [{ rollout_percentage: 100 }] });
    await t.call("PATCH", `${P}/experiments/${experiment.body.id}/`, { holdout_id: null });
    expect((await flag("held-too")).filters).toMatchObject({ holdout: null });
    const unknown = { name: "X", feature_flag_key: "held-three", holdout_id: 99_999 };
    expect(await t.call("POST", `${P}/experiments/`, unknown)).toMatchObject({
      body: { attr: "holdout_id" },
    });
    expect((await t.call("GET", `${H}/`)).body).toMatchObject({ count: 1 });
    expect((await t.call("DELETE", `${H}/${id}/`)).status).toBe(204);
    expect((await flag("held")).filters).toMatchObject({ holdout: null });
    expect((await t.call("GET", `${H}/${id}/`)).status).toBe(404);
  });
});

describe("a guarded release while the event store is down", () => {
  test("starts, says that nothing can be known, and holds its step", async () => {
    await makeFlag("blind", { groups: [group(0)] });
    const stages = [5, 50].map((rollout_percentage) => ({ rollout_percentage, minutes: 1 }));
    const begin = (body: object) =>
      t.call("POST", `${P}/feature_flags/blind/guarded_releases/`, {
        stages,
        guards: [{ preset: "error_rate" }],
        ...body,
      });
    const { status, body } = await begin({});
    expect(status).toBe(201);
    const sql = createClient(t.mysql);
    const elapse = () =>
      sql.execute("update guarded_releases set stage_started_at = stage_started_at - interval 2 minute");
    await elapse();
    expect(await runJobs()).toMatchObject({ "guard-releases": { hold: 1 } });
    const R = `${P}/guarded_releases/${body.id}`;
    expect((await t.call("GET", `${R}/`)).body).toMatchObject({
      state: "running",
      stage: 0,
      look: { verdict: "unavailable" },
      hold: expect.stringContaining("Nothing can be known right now."),
    });
    await runJobs();
    const history = (await t.call("GET", `${R}/history/`)).body as unknown as { kind: string }[];
    expect(history.map(({ kind }) => kind)).toEqual(["unavailable", "started"]);
    // Whoever accepts that goes on without knowing.
    await t.call("PATCH", `${R}/`, { hold_when_blind: false });
    // Jobs side by side take the step once.
    await Promise.all([runJobs(), runJobs(), t.call("POST", `${R}/check/`)]);
    expect((await t.call("GET", `${R}/`)).body).toMatchObject({ stage: 1, state: "running" });
    expect(await flag("blind")).toMatchObject({ filters: { groups: [{ rollout_percentage: 50 }] } });
    await t.call("POST", `${R}/end/`, {});
  });
});
