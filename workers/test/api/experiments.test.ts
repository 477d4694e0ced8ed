import { createClient } from "@edgewise/db/mysql/client.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { INTERNAL_KEY, type Json, startApi, type TestApi } from "../api-harness.ts";

let t: TestApi;
let P: string;
const call = (method: string, path: string, body?: unknown) => t.call(method, `${P}/${path}`, body);
const resultsOf = (body: Json) => body.results as unknown as Json[];
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const conversion = {
  metric_type: "funnel",
  name: "Bought",
  series: [{ kind: "EventsNode", event: "paid" }],
};
const revenue = {
  metric_type: "mean",
  name: "Revenue",
  source: { kind: "EventsNode", event: "paid", math: "sum", math_property: "amount" },
};

beforeAll(async () => {
  t = await startApi({ warehouse: true });
  P = `/api/projects/${t.account.projectId}`;
});
afterAll(() => t?.dispose());

let count = 0;
async function create(body: object = {}): Promise<Json> {
  count += 1;
  const answer = await call("POST", "experiments/", {
    name: `Experiment ${count}`,
    feature_flag_key: `experiment-${count}`,
    metrics: [conversion],
    ...body,
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body;
}
const flagOf = async (experiment: Json) =>
  (await call("GET", `feature_flags/${String((experiment.feature_flag as Json).id)}/`)).body;

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
    count += 1;
    const answer = await call("POST", "experiments/", {
      name: "x",
      feature_flag_key: `refused-${count}`,
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

describe("results", () => {
  const start = Date.now() - 3 * DAY;
  let made: Json;

  /** 400 people see the flag two days ago; of those with "test" three in ten buy, of the others one in ten. */
  beforeAll(async () => {
    made = await create({
      metrics: [conversion, revenue],
      metrics_secondary: [
        {
          metric_type: "mean",
          name: "Errors",
          goal: "decrease",
          guardrail: { margin: 0.1 },
          source: { kind: "EventsNode", event: "failed" },
        },
      ],
      parameters: { recommended_sample_size: 400, minimum_detectable_effect: 50 },
    });
    await call("PATCH", `experiments/${String(made.id)}/`, { start_date: new Date(start).toISOString() });
    await send(t.account.projectToken);
    await vi.waitFor(
      async () =>
        expect((await results()).exposures).toMatchObject({ total_exposures: { control: 200, test: 200 } }),
      { timeout: 20_000, interval: 250 },
    );
  });
  async function send(api_key: string): Promise<void> {
    const batch: object[] = [];
    for (let person = 0; person < 400; person++) {
      const variant = person % 2 === 0 ? "control" : "test";
      const distinct_id = `person-${person}`;
      const at = (ms: number) => new Date(start + ms).toISOString();
      const bought = person % 20 < (variant === "test" ? 6 : 2);
      const note = (event: string, timestamp: string, properties: object = {}) =>
        batch.push({ event, distinct_id, timestamp, uuid: crypto.randomUUID(), properties });
      note("$feature_flag_called", at(HOUR), {
        $feature_flag: made.feature_flag_key,
        $feature_flag_response: variant,
      });
      if (bought) note("paid", at(2 * HOUR + person), { amount: 10 });
      // Before they saw the flag: not in the metric.
      note("paid", at(-HOUR), { amount: 99 });
    }
    const answer = await t.edge("/batch/", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ api_key, historical_migration: true, batch }),
    });
    expect(answer.status).toBe(200);
  }
  const results = async (): Promise<Json> =>
    (await call("GET", `experiments/${String(made.id)}/results/?refresh=force_blocking`)).body;
  const metricNamed = (body: Json, name: string) =>
    (body.metrics as unknown as Json[]).find((metric) => String(metric.name) === name)!;

  test("say who was exposed, what each variant did, and what to do", async () => {
    const body = await results();
    expect(body).toMatchObject({
      control: "control",
      engine: { engine: "planned_sequential", nPlanned: 400 },
      srm: { blocks: false },
      multiple_exposures: 0,
      variants: [{ key: "test", verdict: "ship" }],
    });
    const bought = metricNamed(body, "Bought");
    expect(bought).toMatchObject({
      role: "primary",
      error: null,
      baseline: { number_of_samples: 200, sum: 20 },
    });
    expect(bought.variants).toMatchObject([
      { key: "test", sum: 60, comparison: { status: "ok", significant: true } },
    ]);
    expect(metricNamed(body, "Revenue")).toMatchObject({ baseline: { sum: 200 }, variants: [{ sum: 600 }] });
    expect(metricNamed(body, "Errors")).toMatchObject({
      role: "guardrail",
      variants: [{ guardrail: { status: "inconclusive" } }],
    });
    expect(String(bought.clickhouse_sql)).toContain("environment_id");
  });

  test("through the query endpoint, as programs of other servers ask", async () => {
    const ask = async (query: object) =>
      (await call("POST", "query/", { query, refresh: "force_blocking" })).body;
    const metric = (made.metrics as unknown as Json[])[0];
    const answer = await ask({ kind: "ExperimentQuery", experiment_id: made.id, metric });
    expect(answer).toMatchObject({
      kind: "ExperimentQuery",
      baseline: { key: "control", number_of_samples: 200, sum: 20, sum_squares: 20, step_counts: [20] },
      variant_results: [{ key: "test", sum: 60, method: "bayesian", significant: true }],
    });
    const exposures = await ask({ kind: "ExperimentExposureQuery", experiment_id: made.id });
    expect(exposures).toMatchObject({ total_exposures: { control: 200, test: 200 } });
    const unknown = await call("POST", "query/", {
      query: { kind: "ExperimentQuery", experiment_id: 99_999, metric },
    });
    expect([unknown.status, unknown.body.code]).toEqual([400, "does_not_exist"]);
  });

  test("stay significant once they were, and start anew with another metric", async () => {
    const first = metricNamed(await results(), "Bought").variants as unknown as Json[];
    const again = metricNamed(await results(), "Bought").variants as unknown as Json[];
    const crossed = (variants: Json[]) =>
      (variants[0] as unknown as { comparison: Json }).comparison.first_crossed_at;
    expect(crossed(first)).toEqual(expect.any(String));
    expect(crossed(again)).toEqual(crossed(first));
    const [metric] = made.metrics as unknown as Json[];
    const ask = async (more: object) => {
      const query = { kind: "ExperimentQuery", experiment_id: made.id, ...more };
      const { body } = await call("POST", "query/", { query, refresh: "force_blocking" });
      return (body.variant_results as unknown as Json[])[0]?.significant;
    };
    expect(await ask({ metric })).toBe(true);
    const other = { ...metric, series: [{ kind: "EventsNode", event: "failed" }] };
    expect(await ask({ metric: other })).toBe(false);
    const early = new Date(start + HOUR / 2).toISOString();
    expect(await ask({ metric, as_of: early })).toBe(false);
  });

  test("by day are the same figures computed up to that day", async () => {
    const [metric] = made.metrics as unknown as Json[];
    const path = `experiments/${String(made.id)}/timeseries_results/?metric_uuid=${String(metric?.uuid)}`;
    expect((await call("GET", path)).body).toMatchObject({ status: "pending" });
    const computed = await call("POST", `experiments/${String(made.id)}/metrics_recalculation/`, {});
    expect(computed.body).toMatchObject({ status: "completed", failed: 0, remaining: 0, failed_metrics: 0 });
    const runs = `experiments/${String(made.id)}/metrics_recalculation`;
    expect((await call("GET", `${runs}/latest/`)).body).toEqual(computed.body);
    expect((await call("GET", `${runs}/${computed.body.id}/`)).body).toMatchObject({
      results: expect.arrayContaining([expect.objectContaining({ metric_uuid: metric?.uuid, error: null })]),
      active_run: null,
    });
    expect((await call("GET", `${runs}/${String(metric?.uuid)}/`)).status).toBe(404);
    const series = (await call("GET", path)).body;
    expect(series.status).toBe("completed");
    const days = Object.values(series.timeseries as object) as Json[];
    expect(days.length).toBeGreaterThanOrEqual(2);
    expect(days.at(-1)).toMatchObject({
      baseline: { number_of_samples: 200, sum: 20 },
      variant_results: [{ sum: 60 }],
    });
    const again = await call("POST", `experiments/${String(made.id)}/metrics_recalculation/`, {
      again: true,
    });
    expect(Number(again.body.computed)).toBe(Number(computed.body.computed));
    expect((await call("GET", path)).body.timeseries).toEqual(series.timeseries);
    expect((await call("GET", `${path}x`)).status).toBe(404);
  });

  test("by day are forgotten where newcomers were left out, once they count again", async () => {
    const [metric] = made.metrics as unknown as Json[];
    const path = `experiments/${String(made.id)}/timeseries_results/?metric_uuid=${String(metric?.uuid)}`;
    const before = (await call("GET", path)).body;
    const [first = "", second = ""] = Object.keys(before.timeseries as object);
    await call("POST", `experiments/${String(made.id)}/freeze_exposure/`, {});
    const sql = createClient(t.mysql);
    const at = new Date(Date.parse(second) + 1).toISOString().replace("T", " ").replace("Z", "");
    await sql.execute("update experiments set exposure_frozen_at = ? where id = ?", [at, made.id]);
    expect((await call("POST", `experiments/${String(made.id)}/unfreeze_exposure/`, {})).status).toBe(200);
    const left = (await call("GET", path)).body;
    expect(left.status).toBe("partial");
    const known = Object.entries(left.timeseries as object).filter(([, result]) => result !== null);
    expect(known.map(([day]) => day)).toEqual([first]);
    await call("POST", `experiments/${String(made.id)}/metrics_recalculation/`, {});
    expect((await call("GET", path)).body.timeseries).toEqual(before.timeseries);
  });

  test("by day come about by themselves wherever somebody looks", async () => {
    const [, staging] = resultsOf((await call("GET", "environments/")).body);
    const there = `/api/projects/${String(staging?.id)}/experiments/${String(made.id)}`;
    const [metric] = made.metrics as unknown as Json[];
    const series = async () =>
      (await t.call("GET", `${there}/timeseries_results/?metric_uuid=${String(metric?.uuid)}`)).body;
    const headers = { "x-internal-key": INTERNAL_KEY };
    const runJobs = () => t.api("/api/_internal/scheduled", { method: "POST", headers });
    await runJobs();
    expect((await series()).status).toBe("pending");
    await send(String(staging?.api_token));
    await vi.waitFor(
      async () => {
        const { body } = await t.call("GET", `${there}/results/?refresh=force_blocking`);
        expect(body.exposures).toMatchObject({ total_exposures: { control: 200, test: 200 } });
      },
      { timeout: 20_000, interval: 250 },
    );
    await runJobs();
    expect((await series()).status).toBe("completed");
  });

  test("a draft has none", async () => {
    const draft = await create();
    const answer = await call("GET", `experiments/${String(draft.id)}/results/`);
    expect([answer.status, answer.body.detail]).toEqual([400, expect.stringMatching(/launch it/)]);
    expect((await call("GET", `experiments/${String(draft.id)}/metrics_recalculation/latest/`)).status).toBe(
      404,
    );
  });

  test("the shipped variant is everyone's, and the results stay", async () => {
    const ship = (variant_key: string) =>
      call("POST", `experiments/${String(made.id)}/ship_variant/`, { variant_key, conclusion: "won" });
    expect((await ship("nope")).body.attr).toBe("variant_key");
    expect((await ship("test")).body).toMatchObject({ status: "stopped", conclusion: "won" });
    expect((await flagOf(made)).filters).toMatchObject({
      groups: [{ properties: [], rollout_percentage: 100 }],
      multivariate: {
        variants: [
          { key: "control", rollout_percentage: 0 },
          { key: "test", rollout_percentage: 100 },
        ],
      },
    });
    expect((await results()).variants).toEqual([{ key: "test", verdict: "ship" }]);
  });
});

test("plans before anything is stored", async () => {
  const ask = (body: object) => call("POST", "experiments/calculate_running_time/", body);
  const plan = { baseline_value: 0.1, minimum_detectable_effect: 20, engine: "fixed" };
  expect((await ask(plan)).body).toMatchObject({ units_per_variant: 3839 });
  const refused = await ask({ ...plan, baseline_value: -1 });
  expect([refused.status, refused.body.attr]).toEqual([400, "baseline_value"]);
});
