const TREND = {
  kind: "TrendsQuery",
  series: [{ kind: "EventsNode", event: "signed_up", math: "dau" }],
  interval: "day",
  dateRange: { date_from: "-30d" },
  breakdownFilter: { breakdown: "plan", breakdown_type: "event" },
};

const PRO = [{ key: "plan", type: "person", value: ["pro"], operator: "exact" }];

/** Bodies that the description shows, by route. The tests send each of them. */
export const BODY_EXAMPLES: Readonly<Record<string, object>> = {
  "POST /api/projects/:project_id/query/": { query: TREND },
  "POST /api/projects/:project_id/insights/": { name: "Sign-ups by plan", query: TREND, tags: ["growth"] },
  "POST /api/projects/:project_id/dashboards/": {
    name: "Growth",
    description: "Looked at on Mondays",
    pinned: true,
  },
  "POST /api/projects/:project_id/feature_flags/": {
    key: "new-checkout",
    name: "One page instead of three",
    active: true,
    filters: {
      groups: [
        { properties: PRO, rollout_percentage: 100 },
        { properties: [], rollout_percentage: 10 },
      ],
    },
  },
  "PATCH /api/projects/:project_id/feature_flags/:flag/": { active: false },
  "POST /api/projects/:project_id/cohorts/": {
    name: "On the pro plan",
    filters: { properties: { type: "OR", values: [{ type: "AND", values: PRO }] } },
  },
  "POST /api/projects/:project_id/actions/": {
    name: "Clicked buy",
    steps: [
      {
        event: "$autocapture",
        text: "Buy",
        text_matching: "exact",
        url: "/checkout",
        url_matching: "contains",
      },
    ],
  },
  "POST /api/projects/:project_id/annotations/": {
    content: "Prices changed",
    date_marker: "2026-01-31T09:00:00Z",
    scope: "project",
  },
  "POST /api/projects/:project_id/experiments/": {
    name: "Checkout on one page",
    feature_flag_key: "checkout-pages",
    parameters: {
      feature_flag_variants: [
        { key: "control", rollout_percentage: 50 },
        { key: "test", rollout_percentage: 50 },
      ],
    },
    metrics: [
      {
        kind: "ExperimentMetric",
        metric_type: "funnel",
        series: [{ kind: "EventsNode", event: "order_placed" }],
      },
    ],
  },
  "POST /api/projects/:project_id/secret_api_keys/": { label: "Server in Frankfurt" },
  "POST /api/organizations/:organization_id/projects/": { name: "Shop", timezone: "Europe/Berlin" },
  "PATCH /api/projects/:project_id/": { timezone: "Europe/Berlin", week_start_day: 1 },
  "POST /api/organizations/:organization_id/invites/": { target_email: "ada@example.test", level: 1 },
};
