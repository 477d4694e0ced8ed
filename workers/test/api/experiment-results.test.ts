import { createClient } from "@edgewise/db/mysql/client.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { INTERNAL_KEY, type Json, startApi, type TestApi } from "../api-harness.ts";
import { conversion, DAY, experimentCalls, HOUR, revenue } from "./experiment-calls.ts";

let t: TestApi;
const { call, create, flagOf, resultsOf } = experimentCalls(() => t);

beforeAll(async () => {
  t = await startApi({ warehouse: true });
});
afterAll(() => t?.dispose());

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
