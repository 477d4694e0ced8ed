import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { ACCOUNT, type Json, results, startApi, type TestApi } from "../api-harness.ts";

/** What programs of the official command line client's kind ask for beside the resources themselves. */
let t: TestApi;
const P = "/api/projects/1";
const call = async (method: string, path: string, body?: unknown) =>
  await t.call(method, `${P}/${path}`, body);

beforeAll(async () => {
  t = await startApi({ warehouse: true });
  await vi.waitFor(
    async () => expect((await t.edge(`/array/${ACCOUNT.projectToken}/config`)).status).toBe(200),
    { timeout: 10_000 },
  );
  const $group_set = { size: 5 };
  const batch = [
    { event: "seen", distinct_id: "ada", properties: { page: "home", $set: { plan: "pro" } } },
    { event: "sold", distinct_id: "ada", properties: { amount: 3 } },
    {
      event: "$groupidentify",
      distinct_id: "ada",
      properties: { $group_type: "company", $group_key: "acme", $group_set },
    },
  ];
  const body = JSON.stringify({ api_key: ACCOUNT.projectToken, batch });
  const headers = { "content-type": "application/json" };
  expect((await t.edge("/batch/", { method: "POST", body, headers })).status).toBe(200);
  await vi.waitFor(async () => expect(await read({ kind: "events" })).toContain("sold|1"), {
    timeout: 20_000,
    interval: 250,
  });
});
afterAll(() => t?.dispose());

const ask = async (query: object) =>
  (await call("POST", "mcp_tools/read_taxonomy/", { args: { query } })).body;
const read = async (query: object) => String((await ask(query)).content);

describe("taxonomy", () => {
  test.each<[object, string]>([
    [{ kind: "events" }, "seen|1"],
    [{ kind: "event_properties", event_name: "seen" }, "page|String|1"],
    [{ kind: "event_property_values", event_name: "seen", property_name: "page" }, "home|1"],
    [{ kind: "entity_properties", entity: "persons" }, "plan|String|1"],
    [{ kind: "entity_property_values", entity: "person", property_name: "plan" }, "pro|1"],
    [{ kind: "entity_properties", entity: "company" }, "size|Numeric|1"],
    [{ kind: "entity_properties", entity: "session" }, "$start_timestamp|DateTime"],
  ])("%j", async (query, line) => {
    expect(await read(query)).toContain(line);
  });

  test("of the events of an action", async () => {
    const { body } = await call("POST", "actions/", { name: "Sold", steps: [{ event: "sold" }] });
    const content = await read({ kind: "action_properties", action_id: body.id });
    expect(content).toContain("amount|Numeric|1");
    expect(content).not.toContain("page");
    const values = { kind: "action_property_values", action_id: body.id, property_name: "amount" };
    expect(await read(values)).toContain("3|1");
  });

  test.each<[object, string]>([
    [{ kind: "spells" }, '"spells" is not known'],
    [{ kind: "event_properties" }, "required"],
    [{ kind: "action_properties" }, "required"],
    [{ kind: "entity_properties", entity: "planet" }, "person, session, company"],
  ])("can't tell %j", async (query, why) => {
    expect(await ask(query)).toMatchObject({ success: false, content: expect.stringContaining(why) });
  });
});

describe("experiments of clients that send the flag in its own shape", () => {
  const variant = (key: string, rollout_percentage: number) => ({ key, rollout_percentage });
  const flag = (...variants: object[]) => ({
    filters: { groups: [{ properties: [], rollout_percentage: 40 }], multivariate: { variants } },
  });
  const filtersOf = async (experiment: Json) =>
    (await call("GET", `feature_flags/${String((experiment.feature_flag as Json).id)}/`)).body.filters;
  let made: Json;

  test("the flag is made with it, and changed before the launch", async () => {
    const variants = [variant("control", 20), variant("a", 30), variant("b", 50)];
    const body = { name: "Shapes", feature_flag_key: "shapes", feature_flag: flag(...variants) };
    made = (await call("POST", "experiments/", body)).body;
    expect(await filtersOf(made)).toMatchObject({
      groups: [{ rollout_percentage: 40 }],
      multivariate: { variants },
    });
    const fewer = [variant("control", 50), variant("a", 50)];
    await call("PATCH", `experiments/${made.id}/`, { feature_flag: flag(...fewer) });
    expect(await filtersOf(made)).toMatchObject({ multivariate: { variants: fewer } });
  });

  test("tags of several at once, and who changed what", async () => {
    const asked = { ids: [made.id, 999], action: "add", tags: ["checkout"] };
    expect((await call("POST", "experiments/bulk_update_tags/", asked)).body).toEqual({
      updated: [{ id: made.id, tags: ["checkout"] }],
      skipped: [{ id: 999, reason: "Not found" }],
    });
    const { body } = await call("GET", `experiments/${made.id}/activity/`);
    expect(body.results).toMatchObject([
      { activity: "updated", scope: "Experiment" },
      { activity: "updated" },
      { activity: "created", item_id: String(made.id) },
    ]);
    expect((await call("GET", "experiments/999/activity/")).status).toBe(404);
  });

  test("a draft goes into another project, unless it names what only its own has", async () => {
    const there = (await t.call("POST", "/api/projects/", { name: "There" })).body;
    const copy = (id: unknown, target: unknown) =>
      call("POST", `experiments/${id}/copy_to_project/`, { target_team_id: target, name: "Copied" });
    const query = {
      kind: "ExperimentMetric",
      metric_type: "mean",
      source: { kind: "EventsNode", event: "sold" },
    };
    const { body: shared } = await call("POST", "experiment_saved_metrics/", { name: "Sales", query });
    await call("PATCH", `experiments/${made.id}/`, { saved_metrics_ids: [{ id: shared.id }] });
    const answer = await copy(made.id, there.id);
    expect(answer).toMatchObject({
      status: 201,
      body: { name: "Copied", status: "draft", saved_metrics: [], metrics: [{ name: "Sales" }] },
    });
    expect((answer.body.feature_flag as Json).key).toBe("shapes");
    expect((await t.call("GET", `/api/projects/${there.id}/experiments/`)).body.count).toBe(1);
    expect((await copy(made.id, 999)).status).toBe(404);
    const metric = { ...query, source: { kind: "ActionsNode", id: 1 } };
    await call("PATCH", `experiments/${made.id}/`, { metrics: [metric] });
    expect(await copy(made.id, there.id)).toMatchObject({ status: 400, body: { attr: "target_team_id" } });
  });

  const plan = { minimum_detectable_effect: 10, baseline_value: 10, variance: 400 };
  const sums = { number_of_samples: 1000, sum: 10_000, sum_squares: 499_600 };
  test.each<[string, object]>([
    ["a variance", { metric_type: "mean_count", ...plan }],
    ["sums", { metric_type: "mean_sum_or_avg", ...plan, variance: null, baseline_stats: sums }],
    [
      "sums of a ratio whose denominator is always one",
      {
        metric_type: "ratio",
        ...plan,
        baseline_value: null,
        variance: null,
        baseline_stats: {
          ...sums,
          sum_squares: 500_000,
          denominator_sum: 1000,
          denominator_sum_squares: 1000,
          numerator_denominator_sum_product: 10_000,
        },
      },
    ],
  ])("plans with %s", async (_name, body) => {
    const asked = { ...body, engine: "fixed" };
    expect((await call("POST", "experiments/calculate_running_time/", asked)).body).toMatchObject({
      units_per_variant: 6280,
    });
  });
});

describe("the log by lists of filters", () => {
  const found = async (query: string) => {
    const { body } = await call("GET", `advanced_activity_logs/?${query}`);
    return (body.results as unknown as Json[]).map(({ scope, activity }) => `${scope} ${activity}`);
  };

  test("scopes, activities, words, days and pages", async () => {
    expect(await found('scopes=["Experiment"]&activities=["created"]')).toEqual(["Experiment created"]);
    expect(await found('scopes=["Action","Experiment"]&activities=["created"]')).toHaveLength(2);
    expect(await found("search_text=SHAPES&activities=[%22created%22]")).toContain("Experiment created");
    expect(await found("search_text=50%25")).toEqual([]);
    expect(await found("end_date=2020-01-01T00:00:00Z")).toEqual([]);
    expect(await found("page_size=1")).toHaveLength(1);
    const { body } = await call("GET", "advanced_activity_logs/available_filters/");
    expect(body).toMatchObject({
      static_filters: {
        scopes: expect.arrayContaining([{ value: "Experiment", label: "Experiment" }]),
        activities: expect.arrayContaining([{ value: "created", label: "created" }]),
        users: [{ label: ACCOUNT.email }],
      },
    });
  });

  test.each<[string, string]>([
    ["scopes=FeatureFlag", "scopes"],
    ["start_date=soon", "start_date"],
  ])("%s is refused", async (query, attr) => {
    expect(await call("GET", `advanced_activity_logs/?${query}`)).toMatchObject({
      status: 400,
      body: { attr },
    });
  });
});

test("flags are asked for by a JSON list of keys, and several properties of a person go at once", async () => {
  const reasons = async (keys: string) =>
    Object.keys(
      (await call("GET", `feature_flags/evaluation_reasons/?distinct_id=ada&flag_keys=${keys}`)).body,
    );
  expect(await reasons('["shapes","other"]')).toEqual(["shapes"]);
  expect(await reasons("shapes,other")).toEqual(["shapes"]);
  const mine = (await call("GET", 'feature_flags/my_flags/?distinct_id=ada&flag_keys=["other"]')).body;
  expect(mine).toEqual([]);
  const unset = await call("POST", "persons/ada/delete_property/", { $unset: ["plan", "never"] });
  expect(unset.status).toBe(201);
  expect(unset.body.properties).not.toHaveProperty("plan");
});

describe("clicks and visits", () => {
  const at = (minute: number) => new Date(Date.now() - 3_600_000 + minute * 60_000).toISOString();
  const seen = (event: string, minute: number, properties: object) => ({
    event,
    distinct_id: "visitor",
    timestamp: at(minute),
    properties: { $session_id: "01900000-0000-7000-8000-00000000abcd", $pathname: "/shop", ...properties },
  });
  const $elements = [
    { tag_name: "button", $el_text: "Buy; now", attr__id: "buy", "attr__data-x": "1" },
    { tag_name: "body" },
  ];

  beforeAll(async () => {
    await t.capture([
      seen("$pageview", 0, { $referring_domain: "news.test" }),
      seen("$autocapture", 1, { $elements }),
      seen("$autocapture", 2, { $elements }),
      seen("$rageclick", 3, { $elements: [{ tag_name: "a" }] }),
    ]);
  });

  test("are told by element", async () => {
    const stats = async (query: string) =>
      results((await t.call("GET", `${P}/elements/stats/?${query}`)).body);
    await expect.poll(() => stats("limit=5").then((rows) => rows.length), { timeout: 10_000 }).toBe(2);
    const [buy, rage] = await stats("");
    expect(buy).toMatchObject({
      count: 2,
      type: "$autocapture",
      elements: [
        { tag_name: "button", text: "Buy; now", attr_id: "buy", attributes: { "attr__data-x": "1" } },
        { tag_name: "body", order: 1 },
      ],
    });
    expect(rage).toMatchObject({ count: 1, type: "$rageclick" });
    expect(await stats("include=$rageclick&limit=1")).toEqual([rage]);
    expect(await stats('include=["$dead_click"]')).toEqual([]);
    const [shown] = await stats("include=$autocapture&data_attributes=data-*");
    expect(shown).toMatchObject({ elements: [{ attributes: { "attr__data-x": "1" } }, {}] });
    expect(JSON.stringify(shown)).not.toContain("attr__id");
    expect((await t.call("GET", `${P}/elements/stats/?include=click`)).body).toMatchObject({
      attr: "include",
    });
  });

  test("are summed up for a week", async () => {
    const digest = (await t.call("GET", `${P}/web_analytics/weekly_digest/?days=7`)).body;
    expect(digest).toMatchObject({
      visitors: { current: 1, previous: 0, change: null },
      pageviews: { current: 1 },
      avg_session_duration: { current: 180 },
      bounce_rate: { current: 0 },
      top_pages: [{ path: "/shop", visitors: 1 }],
      top_sources: [{ name: "news.test", visitors: 1 }],
      goals: [{ name: "Sold", conversions: 0 }],
    });
    const alone = (await t.call("GET", `${P}/web_analytics/weekly_digest/?compare=false`)).body;
    expect(alone.visitors).toEqual({ current: 1, previous: null, change: null });
  });
});
