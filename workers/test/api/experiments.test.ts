import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Json, startApi, type TestApi } from "../api-harness.ts";
import { conversion, experimentCalls, revenue } from "./experiment-calls.ts";

let t: TestApi;
const { call, create, flagOf, resultsOf } = experimentCalls(() => t);

beforeAll(async () => {
  t = await startApi({ warehouse: true });
});
afterAll(() => t?.dispose());

describe("writing", () => {
  test("a draft makes its flag, off and split evenly", async () => {
    const made = await create({ description: "Why", tags: ["a", "a"], type: null });
    expect(made).toMatchObject({
      description: "Why",
      status: "draft",
      start_date: null,
      type: "product",
      tags: ["a"],
      created_by: { email: t.account.email },
      saved_metrics: [],
      conclusion: null,
      feature_flag: { key: made.feature_flag_key, active: false },
      metrics: [{ kind: "ExperimentMetric", name: "Bought", uuid: expect.stringMatching(/^[0-9a-f-]{36}$/) }],
    });
    expect((await flagOf(made)).filters).toMatchObject({
      groups: [{ properties: [], rollout_percentage: 100 }],
      multivariate: {
        variants: [
          { key: "control", rollout_percentage: 50 },
          { key: "test", rollout_percentage: 50 },
        ],
      },
    });
    expect((await call("GET", `experiments/${String(made.id)}/`)).body).toEqual(made);
  });

  test("keeps its flag from being deleted, and the flag names it", async () => {
    const made = await create();
    const flag = `feature_flags/${String((made.feature_flag as Json).id)}/`;
    expect((await call("GET", flag)).body.experiment_set).toEqual([made.id]);
    const refused = await call("DELETE", flag);
    expect([refused.status, refused.body.attr]).toEqual([400, "deleted"]);
    await call("DELETE", `experiments/${String(made.id)}/`);
    expect((await call("DELETE", flag)).status).toBe(204);
  });

  test("thirds add up, and a draft's variants are the flag's", async () => {
    const variants = ["control", "a", "b"].map((key) => ({ key }));
    const made = await create({ parameters: { feature_flag_variants: variants } });
    const shares = async () =>
      (
        (await flagOf(made)).filters as unknown as {
          multivariate: { variants: { rollout_percentage: number }[] };
        }
      ).multivariate.variants.map(({ rollout_percentage }) => rollout_percentage);
    expect(await shares()).toEqual([34, 33, 33]);
    const feature_flag_variants = [
      { key: "control", rollout_percentage: 20 },
      { key: "a", rollout_percentage: 80 },
    ];
    await call("PATCH", `experiments/${String(made.id)}/`, { parameters: { feature_flag_variants } });
    expect(await shares()).toEqual([20, 80]);
    await call("POST", `experiments/${String(made.id)}/launch/`);
    const late = await call("PATCH", `experiments/${String(made.id)}/`, {
      parameters: { feature_flag_variants: variants },
    });
    expect([late.status, late.body.attr]).toEqual([400, "parameters__feature_flag_variants"]);
  });

  describe("the flag's settings come along", () => {
    const variants = [
      { key: "control", rollout_percentage: 50 },
      { key: "test", rollout_percentage: 50 },
    ];
    const share = (rollout_percentage: number) => ({ filters: { groups: [{ rollout_percentage }] } });
    const patch = (made: Json, body: object) => call("PATCH", `experiments/${String(made.id)}/`, body);

    test("of a draft, always", async () => {
      const filters = { multivariate: { variants }, payloads: { test: '{"a":1}' } };
      const made = await create({ feature_flag: { filters, ensure_experience_continuity: true } });
      expect(await flagOf(made)).toMatchObject({
        filters: { payloads: { test: '{"a":1}' } },
        ensure_experience_continuity: true,
      });
      await patch(made, { feature_flag: { ...share(20), ensure_experience_continuity: false } });
      expect(await flagOf(made)).toMatchObject({
        filters: { groups: [{ rollout_percentage: 20 }], payloads: { test: '{"a":1}' } },
        ensure_experience_continuity: false,
      });
    });

    test("once it runs, only when that is meant", async () => {
      const made = await create({ parameters: { feature_flag_variants: variants, rollout_percentage: 40 } });
      await call("POST", `experiments/${String(made.id)}/launch/`);
      expect(await patch(made, { feature_flag: share(60) })).toMatchObject({
        status: 400,
        body: { attr: "feature_flag", detail: expect.stringMatching(/update_feature_flag_params/) },
      });
      const meant = { feature_flag: share(60), update_feature_flag_params: true };
      expect((await patch(made, meant)).status).toBe(200);
      expect((await flagOf(made)).filters).toMatchObject({ groups: [{ rollout_percentage: 60 }] });
      const read = (await call("GET", `experiments/${String(made.id)}/`)).body;
      expect((await patch(made, { parameters: read.parameters, name: "Sent back" })).status).toBe(200);
      const gone = { parameters: { feature_flag_variants: [...variants, { key: "new" }] } };
      expect((await patch(made, { ...gone, update_feature_flag_params: true })).status).toBe(400);
    });

    test("a plan is kept, and control is not left out", async () => {
      const made = await create({});
      const plan = { minimum_detectable_effect: 20, recommended_sample_size: 900 };
      const planned = await patch(made, { running_time_calculation: plan, excluded_variants: ["test"] });
      expect(planned.body.parameters).toMatchObject({ ...plan, excluded_variants: ["test"] });
      expect(await patch(made, { excluded_variants: ["control"] })).toMatchObject({
        status: 400,
        body: { attr: "excluded_variants" },
      });
    });
  });

  test.each<[string, object, string]>([
    ["no name", { name: " " }, "name"],
    ["a metric without a source", { metrics: [{ metric_type: "mean" }] }, "metrics__0__source"],
    ["a metric of no type", { metrics: [conversion, { metric_type: "magic" }] }, "metrics__1__metric_type"],
    [
      "no control",
      { parameters: { feature_flag_variants: [{ key: "a" }, { key: "b" }] } },
      "parameters__feature_flag_variants",
    ],
    [
      "one variant",
      { parameters: { feature_flag_variants: [{ key: "control" }] } },
      "parameters__feature_flag_variants",
    ],
    ["an unknown shared metric", { saved_metrics_ids: [{ id: 999 }] }, "saved_metrics_ids__0__id"],
    ["an unknown engine", { stats_config: { engine: "guess" } }, "stats_config__engine"],
  ])("refuses %s", async (_, body, attr) => {
    const answer = await call("POST", "experiments/", {
      name: "x",
      feature_flag_key: "refused",
      ...body,
    });
    expect([answer.status, answer.body.attr]).toEqual([400, attr]);
  });

  test("takes a flag that has a control, and no other", async () => {
    const variants = [
      { key: "control", rollout_percentage: 50 },
      { key: "new", rollout_percentage: 50 },
    ];
    await call("POST", "feature_flags/", {
      key: "ready",
      filters: { groups: [{}], multivariate: { variants } },
    });
    const made = await create({ feature_flag_key: "ready" });
    expect((made.parameters as Json).feature_flag_variants).toMatchObject(variants);
    await call("POST", "feature_flags/", { key: "plain" });
    const refused = await call("POST", "experiments/", { name: "x", feature_flag_key: "plain" });
    expect([refused.status, refused.body.attr]).toEqual([400, "feature_flag_key"]);
  });

  test("a shared metric is in every experiment that names it", async () => {
    const metric = await call("POST", "experiment_saved_metrics/", { name: "Shared", query: conversion });
    expect(metric.status).toBe(201);
    const made = await create({
      metrics: [],
      saved_metrics_ids: [{ id: metric.body.id, metadata: { type: "secondary" } }],
    });
    expect(made.saved_metrics).toMatchObject([
      {
        id: metric.body.id,
        name: "Shared",
        metadata: { type: "secondary" },
        query: { metric_type: "funnel" },
      },
    ]);
    const path = `experiment_saved_metrics/${String(metric.body.id)}/`;
    expect((await call("PATCH", path, { name: "Renamed" })).body.name).toBe("Renamed");
    expect((await call("PATCH", path, { query: { metric_type: "mean" } })).body.attr).toBe("query__source");
    expect(resultsOf((await call("GET", "experiment_saved_metrics/")).body)).toHaveLength(1);
    expect((await call("DELETE", path)).status).toBe(204);
    expect((await call("GET", path)).status).toBe(404);
    expect((await call("GET", `experiments/${String(made.id)}/`)).body.saved_metrics).toEqual([]);
  });
});

test("life: launch, pause, resume, end, archive, reset", async () => {
  const made = await create();
  const step = (name: string, body?: object) =>
    call("POST", `experiments/${String(made.id)}/${name}/`, body ?? {});
  expect((await step("end")).body.detail).toMatch(/is draft: only one that is running or paused/);
  const launched = await step("launch");
  expect(launched.body).toMatchObject({ status: "running", feature_flag: { active: true } });
  expect(launched.body.start_date).toEqual(expect.any(String));
  expect((await step("launch")).status).toBe(400);
  expect((await step("pause")).body).toMatchObject({ status: "paused", feature_flag: { active: false } });
  expect((await step("resume")).body.status).toBe("running");
  expect((await step("freeze_exposure")).body.exposure_frozen_at).toEqual(expect.any(String));
  expect((await step("unfreeze_exposure")).body.exposure_frozen_at).toBeNull();
  expect((await step("archive")).status).toBe(400);
  const ended = await step("end", { conclusion: "inconclusive", conclusion_comment: "Too few." });
  expect(ended.body).toMatchObject({
    status: "stopped",
    conclusion: "inconclusive",
    conclusion_comment: "Too few.",
    feature_flag: { active: true },
  });
  const archived = await step("archive", { disable_feature_flag: true });
  expect(archived.body).toMatchObject({ archived: true, feature_flag: { active: false } });
  expect((await step("unarchive")).body.archived).toBe(false);
  expect((await step("reset")).body).toMatchObject({
    status: "draft",
    start_date: null,
    end_date: null,
    conclusion: null,
  });
  const copy = await step("duplicate");
  expect(copy.body).toMatchObject({
    name: `${String(made.name)} (copy)`,
    feature_flag_key: `${String(made.feature_flag_key)}-copy`,
    status: "draft",
    metrics: [{ name: "Bought" }],
  });
  expect((await step("duplicate")).body.feature_flag_key).toBe(`${String(made.feature_flag_key)}-copy-2`);
  expect((await call("DELETE", `experiments/${String(made.id)}/`)).status).toBe(204);
  expect((await call("GET", `experiments/${String(made.id)}/`)).status).toBe(404);
});

test("lists by status, text, flag, event and tag", async () => {
  const draft = await create({ name: "Zebra crossing", tags: ["animal"] });
  const running = await create({ metrics: [revenue] });
  await call("POST", `experiments/${String(running.id)}/launch/`);
  const names = async (query: string) =>
    resultsOf((await call("GET", `experiments/?limit=1000&${query}`)).body).map(({ id }) => id);
  expect(await names("search=zebra")).toEqual([draft.id]);
  expect(await names("status=running")).toContain(running.id);
  expect(await names("status=draft")).not.toContain(running.id);
  expect(await names(`feature_flag_id=${String((draft.feature_flag as Json).id)}`)).toEqual([draft.id]);
  expect(await names("event=paid")).toContain(draft.id);
  expect(await names("event=nothing")).toEqual([]);
  expect(await names('tags=["animal"]')).toEqual([draft.id]);
  expect((await call("GET", "experiments/?status=odd")).body.code).toBe("invalid_choice");
  const stats = (await call("GET", "experiments/stats/")).body;
  expect(Number(stats.running)).toBeGreaterThan(0);
});

test("plans before anything is stored", async () => {
  const ask = (body: object) => call("POST", "experiments/calculate_running_time/", body);
  const plan = { baseline_value: 0.1, minimum_detectable_effect: 20, engine: "fixed" };
  expect((await ask(plan)).body).toMatchObject({ units_per_variant: 3839 });
  const refused = await ask({ ...plan, baseline_value: -1 });
  expect([refused.status, refused.body.attr]).toEqual([400, "baseline_value"]);
});
