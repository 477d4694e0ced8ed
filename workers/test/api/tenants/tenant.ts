import { type Json, type TestApi, WEB_URL } from "../../api-harness.ts";

/** An organization with one of everything, each bearing its mark, and the keys of two of its people. */
export interface Tenant {
  /** Stands in every text that the tenant wrote; nobody else ever writes it. */
  readonly mark: string;
  readonly projectId: number;
  /** Every number and id by which something of the tenant can be asked for. */
  readonly ids: readonly string[];
  readonly owner: string;
  readonly viewer: string;
  call(method: string, path: string, body?: unknown): Promise<Json>;
}

const ORIGIN = { "content-type": "application/json", origin: WEB_URL };

async function signUp(t: TestApi, mark: string, who: string) {
  const email = `${who}-${mark}@example.test`;
  const body = JSON.stringify({ email, password: "long enough for all", organization_name: `Org ${mark}` });
  const response = await t.api("/api/signup/", { method: "POST", headers: ORIGIN, body });
  const cookie = response.headers
    .getSetCookie()
    .map((text) => text.split(";")[0])
    .join("; ");
  const me = (await response.json()) as Json;
  const created = await t.api("/api/personal_api_keys/", {
    method: "POST",
    headers: { ...ORIGIN, cookie },
    body: JSON.stringify({ label: `Key ${mark}`, scopes: ["*"] }),
  });
  const key = (await created.json()) as { id: string; value: string };
  return { me, email, key };
}

/** Signs people up and lets them make one of everything there is. */
export async function makeTenant(t: TestApi, mark: string): Promise<Tenant> {
  const { me, key } = await signUp(t, mark, "owner");
  const colleague = await signUp(t, mark, "viewer");
  const organizationId = String(me.organization?.id);
  const projectId = Number(me.team?.id);
  const call = async (method: string, path: string, body?: unknown): Promise<Json> => {
    const answer = await t.call(method, path, body, key.value);
    if (answer.status >= 400) {
      throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    }
    return answer.body;
  };
  await call("POST", `/api/organizations/${organizationId}/members/`, {
    email: colleague.email,
    role: "viewer",
  });
  const batch = ["ann", "bob"].map((user) => ({
    event: `event ${mark}`,
    distinct_id: `${user}-${mark}`,
    properties: {
      [`property ${mark}`]: `value ${mark}`,
      $session_id: `session-${user}-${mark}`,
      $pathname: `/${mark}`,
      $set: { email: `${user}@${mark}.test` },
      $groups: { [`company ${mark}`]: `acme ${mark}` },
    },
  }));
  await t.edge("/batch/", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ api_key: String(me.team?.api_token), batch }),
  });
  const ids = await objectsOf(call, `/api/projects/${projectId}`, mark);
  return {
    mark,
    projectId,
    ids: [String(projectId), organizationId, String(me.uuid), key.id, ...ids],
    owner: key.value,
    viewer: colleague.key.value,
    call,
  };
}

const filtersOf = (mark: string) => ({
  properties: {
    type: "OR",
    values: [{ type: "AND", values: [{ type: "person", key: "email", operator: "icontains", value: mark }] }],
  },
});

/** One of everything that a project has; their numbers and ids. */
async function objectsOf(call: Tenant["call"], P: string, mark: string): Promise<string[]> {
  const ids: string[] = [];
  const create = async (path: string, body: object): Promise<Json> => {
    const made = await call("POST", `${P}/${path}/`, body);
    ids.push(...[made.id, made.short_id, made.key].flatMap((id) => (id === undefined ? [] : [String(id)])));
    return made;
  };
  const event = `event ${mark}`;
  const query = { kind: "TrendsQuery", series: [{ kind: "EventsNode", event }] };
  const dashboard = await create("dashboards", { name: `Dashboard ${mark}`, description: mark });
  const insight = await create("insights", { name: `Insight ${mark}`, query, dashboards: [dashboard.id] });
  await create("feature_flags", {
    key: `flag-${mark}`,
    name: mark,
    filters: { groups: [{ properties: [], rollout_percentage: 100 }], payloads: { true: `"${mark}"` } },
  });
  await create("experiments", { name: `Experiment ${mark}`, feature_flag_key: `test-${mark}` });
  await create("experiment_saved_metrics", {
    name: `Metric ${mark}`,
    query: { kind: "ExperimentMetric", metric_type: "mean", source: { kind: "EventsNode", event } },
  });
  await create("experiment_holdouts", { name: `Holdout ${mark}`, filters: [{ rollout_percentage: 10 }] });
  await create("cohorts", { name: `Cohort ${mark}`, filters: filtersOf(mark) });
  await create("actions", { name: `Action ${mark}`, steps: [{ event }] });
  await create("annotations", { content: `Note ${mark}`, scope: "organization" });
  await create("comments", { scope: "Insight", item_id: String(insight.id), content: `Comment ${mark}` });
  await create("early_access_feature", { name: `Feature ${mark}`, stage: "beta" });
  await create("event_definitions", { name: `planned ${mark}` });
  await create("environments", { name: `Env ${mark}` });
  await create("secret_api_keys", { label: `Secret ${mark}` });
  return ids;
}
