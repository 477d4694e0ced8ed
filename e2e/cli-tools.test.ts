import { beforeAll, expect, it } from "vitest";
import { type CallTool, officialCli } from "./support/official-cli.ts";
import { createProject, type Project } from "./support/project.ts";

/** Tools of the official CLI on objects that are there already, each with a part of what it prints. */
let project: Project;
let call: CallTool;
const ids: Record<string, number> = {};

const series = [{ kind: "EventsNode", event: "bought" }];
const entity = { id: "bought", type: "events" };
const variant = (key: string, rollout_percentage: number) => ({ key, rollout_percentage });
const variants = [variant("control", 40), variant("blue", 60)];

beforeAll(async () => {
  project = await createProject("posthog cli tools");
  const { edge } = project.credentials;
  const batch = ["u1", "u2"].map((distinct_id) => ({
    event: "bought",
    distinct_id,
    properties: { price: 3 },
  }));
  await fetch(`${edge}/batch/`, { method: "POST", body: JSON.stringify({ api_key: project.token, batch }) });
  const create = async (path: string, body: object) =>
    (await project.api<{ id: number }>("POST", `/api/projects/${project.id}/${path}/`, body)).id;
  ids.dashboard = await create("dashboards", { name: "Board" });
  const query = { kind: "InsightVizNode", source: { kind: "TrendsQuery", series } };
  ids.insight = await create("insights", { name: "Sales", query, dashboards: [ids.dashboard] });
  ids.action = await create("actions", { name: "Buys", steps: [{ event: "bought" }] });
  ids.flag = await create("feature_flags", {
    key: "blue",
    filters: { groups: [{ properties: [], rollout_percentage: 100 }] },
  });
  ids.project = project.id;
  await project.sqlUntil("select count() from events", (rows) => rows[0]?.[0] === 2);
  call = await officialCli(project);
});

it.each<[string, object | ((id: typeof ids) => object), string]>([
  ["query-funnel", { series: [...series, ...series] }, '"count":2'],
  ["query-retention", { retentionFilter: { targetEntity: entity, returningEntity: entity } }, '"count":2'],
  ["query-stickiness", { series }, '"count":2'],
  ["query-lifecycle", { series }, "bought - new"],
  ["query-paths", { pathsFilter: { includeEventTypes: ["custom_event"] } }, '"results"'],
  ["query-web-overview", {}, '"bounce rate"'],
  ["query-web-stats", { breakdownBy: "Page", includeBounceRate: true }, '"results":['],
  ["web-analytics-weekly-digest", {}, "top_pages"],
  ["roles-list", {}, '"owner"'],
  ["access-control-members-list", {}, "org_admin"],
  ["comments-create", (id) => ({ scope: "Insight", item_id: String(id.insight), content: "Why?" }), "Why?"],
  ["insight-query", (id) => ({ insightId: String(id.insight) }), "bought"],
  ["insights-list", { search: "Sales" }, "Sales"],
  ["insights-activity-retrieve", (id) => ({ id: id.insight }), "created"],
  ["dashboard-get", (id) => ({ id: id.dashboard }), "Sales"],
  ["dashboard-insights-run", (id) => ({ id: id.dashboard, refresh: "blocking" }), "bought"],
  ["read-data-schema", { query: { kind: "event_properties", event_name: "bought" } }, "price|Numeric"],
  ["actions-get-all", {}, "Buys"],
  ["action-update", (id) => ({ id: id.action, description: "Sold" }), '"description":"Sold"'],
  ["feature-flag-get-definition-by-key", { key: "blue" }, '"key":"blue"'],
  [
    "feature-flags-evaluation-reasons-retrieve",
    { distinct_id: "u1", flag_keys: ["blue"] },
    "condition_match",
  ],
  ["feature-flag-disable", (id) => ({ id: id.flag }), '"active":false'],
  ["advanced-activity-logs-list", { scopes: ["FeatureFlag"], activities: ["created"] }, "FeatureFlag"],
  ["project-get", (id) => ({ id: id.project }), "posthog cli tools"],
  [
    "path-cleaning-rules-update",
    { operations: [{ action: "append", regex: "/[0-9]+", alias: "/id" }], confirm: true },
    '"applied":true',
  ],
])("%s", async (tool, input, part) => {
  const printed = await call(tool, typeof input === "function" ? input(ids) : input);
  expect(JSON.stringify(printed)).toContain(part);
});

it("takes an experiment from its draft to the shipped variant", async () => {
  const made = (await call("experiment-create", {
    name: "Colours",
    feature_flag_key: "colours",
    feature_flag: { filters: { multivariate: { variants } } },
  })) as { id: number };
  const metric = { kind: "ExperimentMetric", metric_type: "mean", goal: "increase", source: series[0] };
  await call("experiment-update", {
    id: made.id,
    metrics: [{ ...metric, uuid: "5ea3a0c8-0000-4000-8000-000000000001" }],
  });
  expect(await call("experiment-get-by-flag-key", { feature_flag_key: "colours" })).toMatchObject({
    feature_flag: { filters: { multivariate: { variants } } },
  });
  expect(await call("experiment-launch", { id: made.id })).toMatchObject({ status: "running" });
  expect(JSON.stringify(await call("experiment-results-get", { id: made.id }))).toContain("exposures");
  const shipped = { id: made.id, variant_key: "blue" };
  expect(await call("experiment-ship-variant", shipped)).toMatchObject({ status: "stopped" });
});
