/** What earlier calls answered, by a name of ours. */
export type Told = Readonly<Record<string, Answer>>;

/** A parsed answer, for reading single values. */
export interface Answer {
  readonly [key: string]: Answer;
}

export interface Step {
  readonly tool: string;
  readonly input: (told: Told) => object;
  /** The name under which later steps find the answer. */
  readonly as?: string;
}

const step = (tool: string, input: object | ((told: Told) => object) = {}, as?: string): Step => ({
  tool,
  input: typeof input === "function" ? (input as Step["input"]) : () => input,
  ...(as ? { as } : {}),
});

const id = (name: string) => (told: Told) => ({ id: told[name]?.id });
/** One row of a page. */
const first = (answer: Answer | undefined): Answer | undefined =>
  (answer?.results as unknown as readonly Answer[] | undefined)?.[0];

const series = [{ kind: "EventsNode", event: "bought" }];
const entity = { id: "bought", type: "events" };
const retentionFilter = { period: "Day", totalIntervals: 2, targetEntity: entity, returningEntity: entity };
const today = new Date().toISOString().slice(0, 10);
const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
const filters = { groups: [{ properties: [], rollout_percentage: 50 }] };
const person = [{ type: "person", key: "email", operator: "icontains", value: "@" }];
const metric = {
  kind: "ExperimentMetric",
  metric_type: "mean",
  goal: "increase",
  uuid: "5ea3a0c8-0000-4000-8000-000000000001",
  source: series[0],
};
const view = { name: "sold", query: { kind: "HogQLQuery", query: "select event from events" } };
const cohortFilters = { properties: { type: "OR", values: [{ type: "AND", values: person }] } };

const queries: readonly Step[] = [
  step("execute-sql", { query: "select count() from events" }),
  step("get-llm-total-costs-for-project", { projectId: 1, days: 7 }),
  step("query-trends", { series }),
  step("query-trends-actors", { day: today, source: { kind: "TrendsQuery", series } }),
  step("query-funnel", { series: [...series, ...series] }),
  step("query-funnel-actors", {
    funnelStep: 1,
    source: { kind: "FunnelsQuery", series: [...series, ...series] },
  }),
  step("query-retention", { retentionFilter }),
  step("query-retention-actors", { interval: 1, source: { kind: "RetentionQuery", retentionFilter } }),
  step("query-stickiness", { series }),
  step("query-stickiness-actors", { day: 1, source: { kind: "StickinessQuery", series } }),
  step("query-lifecycle", { series }),
  step("query-lifecycle-actors", {
    day: today,
    status: "new",
    source: { kind: "LifecycleQuery", series },
  }),
  step("query-paths", { pathsFilter: { includeEventTypes: ["custom_event"] } }),
  step("query-paths-actors", {
    source: { kind: "PathsQuery", pathsFilter: { includeEventTypes: ["custom_event"] } },
  }),
  step("query-web-overview", { compareFilter: { compare: true } }),
  step("query-web-stats", { breakdownBy: "Page", includeBounceRate: true, includeAvgTimeOnPage: true }),
  step("query-web-vitals", { metric: "LCP", percentile: "p75", thresholds: [2500, 4000] }),
  step("query-session-recordings-list", { limit: 5 }),
  step("web-analytics-weekly-digest", { days: 7 }),
  step("elements-stats-retrieve", { limit: 5 }),
  step("read-data-schema", { query: { kind: "events" } }),
];

const insights: readonly Step[] = [
  step("dashboard-create", { name: "Board" }, "board"),
  step("dashboard-create", { name: "Other board" }, "other"),
  step(
    "insight-create",
    (told) => ({
      name: "Sales",
      query: { kind: "InsightVizNode", source: { kind: "TrendsQuery", series } },
      dashboards: [told.board?.id],
    }),
    "insight",
  ),
  step("insight-get", (told) => ({ insightId: String(told.insight?.id) })),
  step("insight-query", (told) => ({ insightId: String(told.insight?.id) })),
  step("insight-update", (told) => ({ insightId: String(told.insight?.id), description: "Sold" })),
  step("insights-list", { search: "Sales" }),
  step("insights-activity-retrieve", id("insight")),
  step("insights-all-activity-retrieve"),
  step("insights-trending-retrieve", { days: 7 }),
  step("dashboard-get", id("board"), "tiles"),
  step("dashboard-update", (told) => ({ id: told.board?.id, description: "All" })),
  step("dashboard-insights-run", id("board")),
  step("dashboard-create-tile", (told) => ({ id: told.board?.id, type: "text", body: "Words" })),
  step("dashboard-get", id("board"), "tiles"),
  step("dashboard-update-text-tile", (told) => ({
    id: told.board?.id,
    tile_id: textTile(told)?.id,
    body: "More words",
  })),
  step("dashboard-reorder-tiles", (told) => ({
    id: told.board?.id,
    tile_order: tilesOf(told).map(({ id: one }) => one),
  })),
  step("dashboard-tile-copy", (told) => ({
    id: told.other?.id,
    fromDashboardId: told.board?.id,
    tileId: tilesOf(told)[0]?.id,
  })),
  step("dashboards-move-tile-partial-update", (told) => ({
    id: told.board?.id,
    to_dashboard: told.other?.id,
    tile: { id: textTile(told)?.id },
  })),
  step("dashboard-delete-tile", (told) => ({ id: told.board?.id, tile_id: tilesOf(told)[0]?.id })),
  step("dashboards-get-all"),
  step("dashboard-templates-list"),
  step("dashboard-templates-retrieve", { id: "product" }),
  step("dashboard-widget-catalog-list"),
  step("sql-variables-create", { name: "Limit", type: "Number", default_value: 5 }, "variable"),
  step("sql-variables-update", (told) => ({ id: told.variable?.id, name: "Most" })),
  step("sql-variables-delete", id("variable")),
  step("view-create", view, "view"),
  step("view-list"),
  step("view-get", id("view")),
  step("view-update", (told) => ({ id: told.view?.id, name: "sold_things" })),
  step("view-materialize", id("view")),
  step("view-run", id("view")),
  step("view-run-history", id("view")),
  step("view-unmaterialize", (told) => ({ id: told.view?.id, ...view })),
  step("view-delete", id("view")),
  step(
    "comments-create",
    (told) => ({ scope: "Insight", item_id: String(told.insight?.id), content: "Why?" }),
    "comment",
  ),
  step("comments-list", { scope: "Insight" }),
  step("comment-get", id("comment")),
  step("comment-thread", id("comment")),
  step("comment-count"),
  step(
    "subscriptions-create",
    (told) => ({
      insight: told.insight?.id,
      target_type: "email",
      target_value: "dev@edgewise.local",
      frequency: "daily",
      interval: 1,
      start_date: tomorrow,
      title: "Daily",
    }),
    "subscription",
  ),
  step("subscriptions-list"),
  step("subscriptions-retrieve", id("subscription")),
  step("subscriptions-partial-update", (told) => ({ id: told.subscription?.id, title: "Each day" })),
  step("subscriptions-test-delivery-create", id("subscription")),
  step("subscriptions-deliveries-list", (told) => ({ subscription_id: told.subscription?.id }), "deliveries"),
  step("subscriptions-deliveries-retrieve", (told) => ({
    subscription_id: told.subscription?.id,
    id: first(told.deliveries)?.id,
  })),
  step("subscriptions-delete", id("subscription")),
  step("user-get", {}, "user"),
  step(
    "alert-create",
    (told) => ({
      insight: told.insight?.id,
      name: "Many",
      subscribed_users: [told.user?.id],
      condition: { type: "absolute_value" },
      config: { type: "TrendsAlertConfig", series_index: 0 },
      threshold: { configuration: { type: "absolute", bounds: { upper: 100 } } },
      enabled: true,
      calculation_interval: "daily",
    }),
    "alert",
  ),
  step("alerts-list"),
  step("alert-get", id("alert")),
  step("alert-update", (told) => ({ id: told.alert?.id, name: "Very many" })),
  step("alert-simulate", (told) => ({
    insight: told.insight?.id,
    detector_config: { type: "zscore", threshold: 0.9, window: 30 },
  })),
  step(
    "alert-destinations-create",
    (told) => ({
      id: told.alert?.id,
      type: "webhook",
      webhook_url: "https://example.com/hook",
    }),
    "destination",
  ),
  step("alert-destinations-delete", (told) => ({
    id: told.alert?.id,
    hog_function_ids: [told.destination?.id ?? told.destination?.hog_function_ids?.[0]],
  })),
  step("alert-delete", id("alert")),
  step("insight-delete", (told) => ({ insightId: String(told.insight?.id) })),
  step("dashboard-delete", id("other")),
];

const tilesOf = (told: Told): readonly Answer[] => (told.tiles?.tiles ?? []) as unknown as readonly Answer[];
const textTile = (told: Told): Answer | undefined => tilesOf(told).find(({ text }) => text);

const people: readonly Step[] = [
  step("persons-list", { limit: 3 }, "persons"),
  step("persons-retrieve", (told) => ({ id: first(told.persons)?.uuid })),
  step("persons-property-set", (told) => ({ id: first(told.persons)?.uuid, key: "plan", value: "pro" })),
  step("persons-property-delete", (told) => ({ id: first(told.persons)?.uuid, unset: "plan" })),
  step("persons-cohorts-retrieve", (told) => ({ person_id: first(told.persons)?.uuid })),
  step("persons-values-retrieve", { key: "email" }),
  step("cohorts-create", { name: "Mail", filters: cohortFilters }, "cohort"),
  step("cohorts-create", { name: "Picked", is_static: true }, "list"),
  step("cohorts-list"),
  step("cohorts-retrieve", id("cohort")),
  step("cohorts-partial-update", (told) => ({ id: told.cohort?.id, description: "Have a mail" })),
  step("cohorts-add-persons-to-static-cohort-partial-update", (told) => ({
    id: told.list?.id,
    person_ids: [first(told.persons)?.uuid],
  })),
  step("cohorts-rm-person-from-static-cohort-partial-update", (told) => ({
    id: told.list?.id,
    person_id: first(told.persons)?.uuid,
  })),
  step("action-create", { name: "Buys", steps: [{ event: "bought" }] }, "action"),
  step("actions-get-all"),
  step("action-get", id("action")),
  step("action-update", (told) => ({ id: told.action?.id, description: "Sold" })),
  step("action-delete", id("action")),
  step(
    "annotation-create",
    { content: "Launch", date_marker: "2026-01-01T00:00:00Z", scope: "project" },
    "note",
  ),
  step("annotations-list"),
  step("annotation-retrieve", id("note")),
  step("annotations-partial-update", (told) => ({ id: told.note?.id, content: "Launched" })),
  step("annotation-delete", id("note")),
  step("event-definition-create", { eventName: "planned" }),
  step("event-definition-update", { eventName: "bought", data: { description: "Sold" } }),
  step("property-definition-update", {
    propertyName: "price",
    type: "event",
    data: { description: "In euros" },
  }),
];

const flags: readonly Step[] = [
  step("create-feature-flag", { key: "blue", name: "Blue", filters }, "flag"),
  step("create-feature-flag", { key: "green", name: "Green", filters }, "green"),
  step("feature-flag-get-all"),
  step("feature-flag-get-definition", (told) => ({ id: told.flag?.id, flagId: told.flag?.id })),
  step("feature-flag-get-definition-by-key", { key: "blue" }),
  step("update-feature-flag", (told) => ({ id: told.flag?.id, name: "Bluer" })),
  step("feature-flag-enable", id("flag")),
  step("feature-flag-disable", id("flag")),
  step("feature-flag-archive", id("flag")),
  step("feature-flag-unarchive", id("flag")),
  step("feature-flags-activity-retrieve", id("flag")),
  step("feature-flags-status-retrieve", id("flag")),
  step("feature-flags-dependent-flags-retrieve", id("flag")),
  step("feature-flags-evaluation-reasons-retrieve", { distinct_id: "u1", flag_keys: ["blue"] }),
  step("feature-flags-my-flags-retrieve"),
  step("feature-flags-bulk-keys-retrieve", (told) => ({ ids: [told.flag?.id] })),
  step("feature-flags-bulk-update-tags-create", (told) => ({
    ids: [told.flag?.id],
    action: "add",
    tags: ["growth"],
  })),
  step("feature-flags-test-evaluation-create", (told) => ({ id: told.flag?.id, distinct_id: "u1" })),
  step("feature-flags-user-blast-radius-create", { condition: { properties: [], rollout_percentage: 50 } }),
  step("feature-flags-copy-dependencies-check", (told) => ({
    feature_flag_key: "green",
    from_project: told.project?.id,
    target_project_ids: [told.elsewhere?.id],
  })),
  step("feature-flags-copy-flags-create", (told) => ({
    feature_flag_key: "green",
    from_project: told.project?.id,
    target_project_ids: [told.elsewhere?.id],
  })),
  step(
    "scheduled-changes-create",
    (told) => ({
      record_id: String(told.flag?.id),
      model_name: "FeatureFlag",
      payload: { operation: "update_status", value: true },
      scheduled_at: tomorrow,
    }),
    "change",
  ),
  step("scheduled-changes-list"),
  step("scheduled-changes-get", id("change")),
  step("scheduled-changes-update", (told) => ({ id: told.change?.id, scheduled_at: tomorrow })),
  step("scheduled-changes-delete", id("change")),
  step("early-access-feature-create", { name: "Beta", stage: "beta" }, "feature"),
  step("early-access-feature-list"),
  step("early-access-feature-retrieve", id("feature")),
  step("early-access-feature-partial-update", (told) => ({ id: told.feature?.id, description: "Try it" })),
  step("early-access-feature-destroy", id("feature")),
  step("approval-policies-list", {}, "policies"),
  step("approval-policy-get", (told) => ({ id: first(told.policies)?.id })),
  step("change-requests-list"),
  step("change-request-get", id("request")),
  step("delete-feature-flag", id("flag")),
  step("feature-flags-bulk-delete-create", (told) => ({ ids: [told.green?.id] })),
];

const experiments: readonly Step[] = [
  step("experiment-create", { name: "Colours", feature_flag_key: "colours" }, "experiment"),
  step("experiment-update", (told) => ({ id: told.experiment?.id, metrics: [metric] })),
  step("experiment-get", id("experiment")),
  step("experiment-get-by-flag-key", { feature_flag_key: "colours" }),
  step("experiment-list"),
  step("experiment-stats"),
  step("experiment-calculate-running-time", {
    metric_type: "mean_count",
    minimum_detectable_effect: 20,
    baseline_value: 3,
    variance: 4,
    number_of_variants: 2,
  }),
  step("experiment-launch", id("experiment")),
  step("experiment-pause", id("experiment")),
  step("experiment-resume", id("experiment")),
  step("experiment-freeze-exposure", id("experiment")),
  step("experiment-unfreeze-exposure", id("experiment")),
  step("experiment-results-get", id("experiment")),
  step("experiment-metrics-recalculation-create", id("experiment"), "run"),
  step("experiment-metrics-recalculation-latest-retrieve", id("experiment")),
  step("experiment-metrics-recalculation-retrieve", (told) => ({
    id: told.experiment?.id,
    recalculation_id: told.run?.id,
  })),
  step("experiment-timeseries-results", (told) => ({
    id: told.experiment?.id,
    metric_uuid: metric.uuid,
    fingerprint: "x",
  })),
  step("experiment-activity", id("experiment")),
  step("experiment-ship-variant", (told) => ({ id: told.experiment?.id, variant_key: "test" })),
  step("experiment-reset", id("experiment")),
  step("experiment-launch", id("experiment")),
  step("experiment-end", id("experiment")),
  step("experiment-archive", id("experiment")),
  step("experiment-unarchive", id("experiment")),
  step("experiments-bulk-update-tags-create", (told) => ({
    ids: [told.experiment?.id],
    action: "add",
    tags: ["growth"],
  })),
  step(
    "experiment-duplicate",
    (told) => ({
      id: told.experiment?.id,
      name: "Colours again",
      feature_flag_key: "colours-again",
    }),
    "copy",
  ),
  step("experiment-copy-to-project", (told) => ({
    id: told.copy?.id,
    target_team_id: told.elsewhere?.id,
  })),
  step("experiment-delete", id("copy")),
  step("experiment-prompt-templates"),
  step(
    "experiment-holdouts-create",
    { name: "Out", filters: [{ properties: [], rollout_percentage: 10 }] },
    "holdout",
  ),
  step("experiment-holdouts-list"),
  step("experiment-holdouts-retrieve", id("holdout")),
  step("experiment-holdouts-partial-update", (told) => ({ id: told.holdout?.id, description: "Always" })),
  step("experiment-holdouts-destroy", id("holdout")),
  step("experiment-saved-metrics-create", { name: "Sales", query: { ...metric } }, "metric"),
  step("experiment-saved-metrics-list"),
  step("experiment-saved-metrics-retrieve", id("metric")),
  step("experiment-saved-metrics-partial-update", (told) => ({ id: told.metric?.id, description: "Sold" })),
  step("experiment-saved-metrics-destroy", id("metric")),
];

const account: readonly Step[] = [
  step("advanced-activity-logs-list", { page: 1 }),
  step("advanced-activity-logs-filters"),
  step("organizations-get"),
  step("organizations-list"),
  step("organization-get", (told) => ({ id: told.user?.organization?.id })),
  step("org-members-list", {}, "members"),
  step("roles-list", {}, "roles"),
  step("role-get", (told) => ({ id: first(told.roles)?.id })),
  step("role-members-list", (told) => ({ role_id: first(told.roles)?.id })),
  step("access-control-defaults-get"),
  step("access-control-default-objects-list"),
  step("access-control-default-properties-list"),
  step("access-control-members-list"),
  step("access-control-member-objects-list", (told) => ({ member_id: first(told.members)?.id })),
  step("access-control-member-properties-list", (told) => ({ member_id: first(told.members)?.id })),
  step("access-control-roles-list"),
  step("access-control-role-objects-list", (told) => ({ role_id: first(told.roles)?.id })),
  step("access-control-role-properties-list", (told) => ({ role_id: first(told.roles)?.id })),
  step("projects-get"),
  step("project-get", (told) => ({ id: told.project?.id })),
  step("project-settings-update", (told) => ({ id: told.project?.id, anonymize_ips: false })),
  step("path-cleaning-rules-update", {
    operations: [{ action: "append", regex: "/[0-9]+", alias: "/id" }],
    confirm: true,
  }),
  step("user-settings-update", { uuid: "@me", theme_mode: "dark" }),
  step("user-home-settings-get", { uuid: "@me" }),
  step("user-home-settings-update", { uuid: "@me", tabs: [{ pathname: "/insights" }] }),
  step("switch-organization", (told) => ({ orgId: told.user?.organization?.id })),
  step("switch-project", (told) => ({ projectId: told.project?.id })),
  step("integrations-list"),
  step("agent-feedback", {
    summary: "Fine",
    feedback: "It works",
    feedback_type: "product",
    sentiment: "positive",
  }),
  step("debug-mcp-ui-apps", { message: "x" }),
  step("generate-app-url", { url: "/insights" }),
  step("llma-parser-recipe-reference"),
  step("persons-bulk-delete", (told) => ({ ids: [first(told.persons)?.uuid] })),
];

/** Calls of the official client that build on each other, one at least of every tool whose resource is here. */
export const STORY: readonly Step[] = [
  ...queries,
  ...insights,
  ...people,
  ...flags,
  ...experiments,
  ...account,
];
