import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Json, startApi, type TestApi } from "../../api-harness.ts";
import { fromSchema, type Leaves, type Schema } from "./from-schema.ts";
import { makeTenant, type Tenant } from "./tenant.ts";

/**
 * Anybody of one organization asks anything that the API's description allows, with numbers and ids of their own, of the
 * other organization, and made up: nothing that the other one wrote ever appears, and nothing of it changes.
 */
let t: TestApi;
let tenants: readonly [Tenant, Tenant];
let operations: readonly Operation[] = [];

interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, Schema>>;
  readonly body: Schema | undefined;
}

/** Would end the tenant, its people or their keys, or only let new people in. */
const ENDS =
  /^(DELETE \/api\/(projects|environments)\/:project_id\/$|DELETE .*\/(members|personal_api_keys)\/|POST .*\/(signup|login|logout|roll)\/|PATCH .*\/(members|reset_token)\/|DELETE \/api\/organizations\/:organization_id\/(projects\/:project_id\/)?$|POST .*\/(transfer_ownership|change_organization)\/)/;
const BATCH = 6;

beforeAll(async () => {
  // The mailbox of one machine is everybody's at a loopback address, by design: elsewhere it does not exist.
  t = await startApi({ warehouse: true, vars: { MAIL_PROVIDER: "off", API_CHECK_AUDIT: "off" } });
  tenants = await Promise.all([makeTenant(t, "zebra1mark"), makeTenant(t, "yacht2mark")]);
  const document = (await t.call("GET", "/api/openapi.json", undefined, null)).body;
  operations = operationsOf(document).filter(({ name }) => !ENDS.test(name));
}, 120_000);
afterAll(() => t?.dispose());

/** How many events of a tenant its own query finds. */
async function eventsOf({ projectId, owner }: Tenant): Promise<string> {
  const query = { kind: "HogQLQuery", query: "select count() from events" };
  const path = `/api/projects/${projectId}/query/`;
  const { body } = await t.call("POST", path, { query, refresh: "force_blocking" }, owner);
  return JSON.stringify(body.results);
}

function operationsOf(document: Json): Operation[] {
  return Object.values(document.paths as Json).flatMap((methods) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      if (method === "$ref") return [];
      const parameters = operation.parameters as unknown as { in: string; name: string; schema: Schema }[];
      const query = parameters.filter((one) => one.in === "query").map(({ name, schema }) => [name, schema]);
      const content = operation.requestBody?.content as Json | undefined;
      const body = content?.["application/json"]?.schema as Schema | undefined;
      const shared = { method: method.toUpperCase(), query: Object.fromEntries(query), body };
      const paths = operation["x-paths"] as unknown as readonly string[];
      return paths.map((path) => ({ ...shared, path, name: `${shared.method} ${path}` }));
    }),
  );
}

/** Queries about whatever the ids name. */
const queries = (id: fc.Arbitrary<string>): fc.Arbitrary<object> => {
  const node = fc.constantFrom({ kind: "EventsNode" }, { kind: "EventsNode", event: "$pageview" });
  const number = id.map((text) => (/^\d+$/.test(text) ? Number(text) : 1));
  const action = number.map((value) => ({ kind: "ActionsNode", id: value }));
  const filter = fc.oneof(
    number.map((value) => ({ type: "cohort", key: "id", value, operator: "in" })),
    id.map((value) => ({ type: "person", key: "email", value, operator: "icontains" })),
  );
  const series = fc.array(fc.oneof(node, action), { minLength: 1, maxLength: 2 });
  const shared = { series, properties: fc.array(filter, { maxLength: 1 }) };
  const insight = fc.oneof(
    ...["TrendsQuery", "FunnelsQuery", "StickinessQuery", "LifecycleQuery"].map((kind) =>
      fc.record({ kind: fc.constant(kind), ...shared }),
    ),
  );
  const sql = fc.constantFrom(
    "events",
    "persons",
    "sessions",
    "groups",
    "person_distinct_ids",
    "events_daily",
  );
  return fc.oneof(
    insight,
    insight.map((source) => ({ kind: "ActorsQuery", source: { kind: "InsightActorsQuery", source } })),
    fc.constantFrom(
      { kind: "ActorsQuery" },
      { kind: "EventsQuery", select: ["*", "person"], after: "all" },
      { kind: "SessionsQuery", select: ["*"], after: "all" },
      { kind: "GroupsQuery", group_type_index: 0 },
      { kind: "WebOverviewQuery" },
      { kind: "WebStatsTableQuery", breakdownBy: "Page" },
      { kind: "DatabaseSchemaQuery" },
      { kind: "SessionsTimelineQuery" },
    ),
    number.map((experiment_id) => ({ kind: "ExperimentExposureQuery", experiment_id })),
    sql.map((table) => ({ kind: "HogQLQuery", query: `select * from ${table}` })),
    fc.tuple(sql, number).map(([table, team]) => ({
      kind: "HogQLQuery",
      query: `select * from ${table} where team_id = ${team} or 1 = 1`,
    })),
    number.map((cohort) => ({
      kind: "HogQLQuery",
      query: `select * from events where person_id in cohort ${cohort}`,
    })),
  );
};

interface Call {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly key: string | null;
  readonly body: unknown;
}

function callOf(own: Tenant, other: Tenant): fc.Arbitrary<Call> {
  const id = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...own.ids) },
    { weight: 4, arbitrary: fc.constantFrom(...other.ids.filter((one) => !one.includes(other.mark))) },
    {
      weight: 1,
      arbitrary: fc.constantFrom("@current", "@me", "0", "1", "999999", "-1", "x", "%2e%2e", "'"),
    },
  );
  const query = queries(id);
  const leaves: Leaves = {
    text: fc.oneof(id, fc.constantFrom("-30d", "all", "2026-01-01", "email", "distinct_id", "*", "", "true")),
    named: {
      query,
      tables: fc.constant(undefined),
      limit: fc.constantFrom(1, 100),
      project_id: fc.constantFrom(own.projectId, other.projectId),
    },
  };
  const place = fc.oneof(
    { weight: 3, arbitrary: fc.constant(own) },
    { weight: 1, arbitrary: fc.constant(other) },
  );
  const key = fc.oneof(
    { weight: 8, arbitrary: fc.constant(own.owner) },
    { weight: 2, arbitrary: fc.constant(own.viewer) },
    { weight: 1, arbitrary: fc.constant(null) },
  );
  // What is deleted can't be asked for any more: one's own things stay.
  const foreign = fc.constantFrom(...other.ids.filter((one) => !one.includes(other.mark)), "999999", "x");
  const pathOf = ({ method, path }: Operation): fc.Arbitrary<string> => {
    const parts = path.split("/").map((part): fc.Arbitrary<string> => {
      if (part === ":project_id") return place.map(({ projectId }) => String(projectId));
      if (part === ":organization_id") return place.map(({ ids }) => String(ids[1]));
      if (!part.startsWith(":")) return fc.constant(part);
      return method === "DELETE" ? foreign : id;
    });
    return fc.tuple(...parts).map((list) => list.join("/"));
  };
  const searchOf = ({ query: parameters }: Operation): fc.Arbitrary<string> =>
    (fromSchema({ type: "object", properties: parameters }, leaves) as fc.Arbitrary<object>).map((fields) =>
      new URLSearchParams(
        Object.entries(fields).map(([name, value]) => [
          name,
          typeof value === "string" ? value : JSON.stringify(value),
        ]),
      ).toString(),
    );
  return fc.constantFrom(...operations).chain((operation) =>
    fc
      .record({
        path: pathOf(operation),
        search: searchOf(operation),
        key,
        body: operation.body ? fromSchema(operation.body, leaves) : fc.constant(undefined),
      })
      .map(({ path, search, ...rest }) => ({
        name: operation.name,
        method: operation.method,
        path: search ? `${path}?${search}` : path,
        ...rest,
      })),
  );
}

/** What a tenant has, as its owner sees it; times of reading are not part of it. */
async function inventory({ call, projectId }: Tenant): Promise<string> {
  const P = `/api/projects/${projectId}`;
  const lists = [
    "insights",
    "dashboards",
    "feature_flags",
    "experiments",
    "experiment_saved_metrics",
    "experiment_holdouts",
    "cohorts",
    "actions",
    "annotations",
    "comments",
    "early_access_feature",
    "environments",
    "persons",
    "groups/?group_type_index=0",
    "activity_log",
  ];
  const answers: unknown[] = [];
  for (const list of lists) answers.push(await call("GET", `${P}/${list}${list.includes("?") ? "" : "/"}`));
  return JSON.stringify(answers).replace(/"(last_accessed_at|last_called_at|last_calculation)":"[^"]*"/g, "");
}

test("nothing of another organization ever appears or changes, whatever is asked", async () => {
  const [ours, theirs] = tenants;
  await expect.poll(() => eventsOf(theirs), { timeout: 20_000 }).toBe("[[2]]");
  const before = await inventory(theirs);
  expect(before).toContain(theirs.mark);
  const asked = new Map<string, number>();
  const run = fc.asyncProperty(
    fc.array(callOf(ours, theirs), { minLength: BATCH, maxLength: BATCH }),
    async (calls) => {
      await Promise.all(
        calls.map(async ({ name, method, path, key, body }) => {
          const answer = await t.call(method, path, method === "GET" ? undefined : body, key);
          asked.set(name, answer.status);
          expect(JSON.stringify(answer.body), `${method} ${path}`).not.toContain(theirs.mark);
          expect(answer.status, `${method} ${path} ${JSON.stringify(body)}`).not.toBe(500);
        }),
      );
    },
  );
  const time = { interruptAfterTimeLimit: Number(process.env.PROPERTY_MS ?? 12_000) };
  await fc.assert(run, { numRuns: 1000, endOnFailure: true, ...time });
  expect(await inventory(theirs)).toBe(before);
  expect(asked.size).toBeGreaterThan(50);
});
