import { type DashboardTemplate, fillTemplate } from "../dashboards/template.ts";

/** Calls the public API; throws for a refusal. */
export type CallApi = <T>(path: string, body?: object, method?: "GET" | "POST" | "PATCH") => Promise<T>;

const DAY = 86_400_000;
const event = (name: string, more: object = {}) => ({ kind: "EventsNode", event: name, ...more });

/**
 * What a team would have made in the demo project: an experiment, dashboards, a cohort, an action, a note. Made through
 * the API, once: an experiment of this name means that they are there.
 */
export async function makeDemoObjects(call: CallApi, projectId: number, now: number): Promise<void> {
  const P = `/api/projects/${projectId}`;
  const { results } = await call<{ results: { name: string }[] }>(`${P}/experiments/?limit=100`);
  if (results.some(({ name }) => name === "Short sign-up")) return;
  const start = new Date(now - 60 * DAY);
  const { id } = await call<{ id: number }>(`${P}/experiments/`, {
    name: "Short sign-up",
    description:
      "If signing up asks for one thing instead of five, more visitors finish it, because they see the product sooner.",
    feature_flag_key: "short-sign-up",
    metrics: [{ metric_type: "funnel", name: "Signed up", series: [event("signed_up")] }],
    metrics_secondary: [
      {
        metric_type: "mean",
        name: "Uploads per person",
        source: event("file_uploaded"),
        conversion_window: 14,
        conversion_window_unit: "day",
      },
      {
        metric_type: "mean",
        name: "Largest paint, ms",
        goal: "decrease",
        guardrail: { margin: 0.1 },
        source: { ...event("$web_vitals"), math: "avg", math_property: "$web_vitals_LCP_value" },
      },
    ],
    parameters: { minimum_detectable_effect: 10, recommended_sample_size: 4000 },
    tags: ["growth"],
  });
  await call(`${P}/experiments/${id}/`, { start_date: start.toISOString() }, "PATCH");
  const templates = await call<{ results: { id: string; template_name: string }[] }>(
    `${P}/dashboard_templates/`,
  );
  for (const template of templates.results) {
    if (!["Product", "Web"].some((name) => template.template_name.startsWith(name))) continue;
    const whole = await call<DashboardTemplate>(`${P}/dashboard_templates/${template.id}/`);
    await call(`${P}/dashboards/create_from_template_json/`, {
      template: { ...whole, tiles: fillTemplate(whole) },
    });
  }
  await call(`${P}/cohorts/`, {
    name: "Paying people",
    filters: {
      properties: {
        type: "OR",
        values: [
          { type: "AND", values: [{ type: "person", key: "plan", operator: "is_not", value: "free" }] },
        ],
      },
    },
  });
  await call(`${P}/actions/`, {
    name: "Saw the pricing",
    steps: [{ event: "$pageview", url: "/pricing", url_matching: "contains" }],
  });
  await call(`${P}/annotations/`, {
    content: "Started the short sign-up",
    date_marker: start.toISOString(),
    scope: "project",
  });
}
