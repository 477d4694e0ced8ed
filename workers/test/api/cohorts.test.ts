import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import {
  ACCOUNT,
  answerOf,
  INTERNAL_KEY,
  type Json,
  results,
  startApi,
  type TestApi,
} from "../api-harness.ts";

let t: TestApi;
const P = "/api/projects/1";
const C = `${P}/cohorts`;

const capture = (events: object[]) => t.capture(events);

const get = async (path: string) => (await t.call("GET", `${P}/${path}`)).body;
const names = async (id: Json | undefined) =>
  results(await get(`cohorts/${String(id)}/persons/`))
    .map((person) => (person.properties as { name?: string }).name)
    .sort();
const idOf = async (distinctId: string) =>
  String(results(await get(`persons/?distinct_id=${distinctId}`))[0]?.uuid);
const identify = (distinct_id: string, $set: object) => ({
  event: "$identify",
  distinct_id,
  properties: { $set },
});
const buy = (distinct_id: string) => ({ event: "buy", distinct_id });

const person = (value: string[], more: object = {}) => ({
  type: "person",
  key: "plan",
  operator: "exact",
  value,
  ...more,
});
const did = (more: object = {}) => ({
  type: "behavioral",
  key: "buy",
  event_type: "events",
  value: "performed_event",
  time_value: 7,
  time_interval: "day",
  ...more,
});
const inside = (value: Json | undefined, more: object = {}) => ({
  type: "cohort",
  key: "id",
  value,
  ...more,
});
const filters = (...values: object[]) => ({ properties: { type: "OR", values: [{ type: "AND", values }] } });
const create = async (body: object) => await t.call("POST", `${C}/`, body);

beforeAll(async () => {
  t = await startApi({ warehouse: true });
  const config = async () => (await t.edge(`/array/${ACCOUNT.projectToken}/config`)).status;
  await vi.waitFor(async () => expect(await config()).toBe(200), { timeout: 5000 });
  await capture([
    identify("ada", { name: "ada", plan: "pro", email: "ada@x.io" }),
    identify("bob", { name: "bob", plan: "free", email: "bob@x.io" }),
    identify("eve", { name: "eve", plan: "free" }),
    buy("ada"),
    buy("bob"),
    buy("bob"),
  ]);
  const people = async () => results(await get("persons/"));
  const bought = async () => results(await get("events/?event=buy"));
  await vi.waitFor(async () => expect([(await people()).length, (await bought()).length]).toEqual([3, 3]), {
    timeout: 20_000,
    interval: 250,
  });
});
afterAll(() => t?.dispose());

describe("dynamic cohorts", () => {
  test.each<[string, () => object, string, string[]]>([
    ["properties", () => filters(person(["free"])), "person_property", ["bob", "eve"]],
    ["behaviour", () => filters(did()), "behavioral", ["ada", "bob"]],
    [
      "counts",
      () => filters(did({ value: "performed_event_multiple", operator: "gte", operator_value: 2 })),
      "behavioral",
      ["bob"],
    ],
    ["both, negated", () => filters(person(["free"]), did({ negation: true })), "behavioral", ["eve"]],
    ["life cycle", () => filters(did({ value: "performed_event_first_time" })), "analytical", ["ada", "bob"]],
  ])("of %s are calculated with their creation", async (name, make, type, expected) => {
    const { status, body } = await create({ name, filters: make() });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      count: expected.length,
      cohort_type: type,
      is_calculating: false,
      version: 1,
      pending_version: 1,
      errors_calculating: 0,
      last_calculation: expect.stringMatching(/Z$/),
    });
    expect(await names(body.id)).toEqual(expected);
  });

  test("nested and negated", async () => {
    const { body: buyers } = await create({ name: "buyers", filters: filters(did()) });
    const { body: others } = await create({
      name: "others",
      filters: filters(inside(buyers.id, { negation: true })),
    });
    expect(await names(others.id)).toEqual(["eve"]);
    expect(
      await t.call("PATCH", `${C}/${String(buyers.id)}/`, { filters: filters(inside(others.id)) }),
    ).toMatchObject({
      status: 400,
      body: { code: "circular_dependency" },
    });
    expect((await t.call("DELETE", `${C}/${String(buyers.id)}/`)).status).toBe(400);
  });

  test("a change is calculated at once; only differences are written, and each calculation is told", async () => {
    const { body } = await create({ name: "plan", filters: filters(person(["pro"])) });
    const path = `${C}/${String(body.id)}/`;
    const changed = await t.call("PATCH", path, { filters: filters(person(["pro", "free"])) });
    expect(changed.body).toMatchObject({ count: 3, version: 2, pending_version: 2 });
    const history = results(await get(`cohorts/${String(body.id)}/calculation_history/`));
    expect(history).toMatchObject([
      { version: 2, count: 3, joined: 2, left: 0, is_success: true },
      { version: 1, count: 1, joined: 1, left: 0 },
    ]);
    await t.call("PATCH", path, { filters: filters(person(["free"])) });
    expect(results(await get(`cohorts/${String(body.id)}/calculation_history/`))[0]).toMatchObject({
      count: 2,
      joined: 0,
      left: 1,
    });
    expect(results(await get(`cohorts/${String(body.id)}/activity/`))).toMatchObject([
      { activity: "updated", scope: "Cohort" },
      { activity: "updated" },
      { activity: "created", detail: { name: "plan" } },
    ]);
  });

  test("in insights", async () => {
    const { body } = await create({ name: "pros", filters: filters(person(["pro"])) });
    const query = {
      kind: "TrendsQuery",
      series: [{ kind: "EventsNode", event: "buy" }],
      dateRange: { date_from: "-1d" },
      properties: [{ type: "cohort", key: "id", value: body.id, operator: "in" }],
    };
    const answer = await t.call("POST", `${P}/query/`, { query, refresh: "force_blocking" });
    expect(answer.body).toMatchObject({ results: [{ count: 1 }] });
    const sql = `select count() from events where event = 'buy' and person_id in cohort ${String(body.id)}`;
    const asked = await t.call("POST", `${P}/query/`, { query: { kind: "HogQLQuery", query: sql } });
    expect(asked.body).toMatchObject({ results: [[1]] });
  });

  test("the scheduled job calculates what is due", async () => {
    const headers = { "content-type": "application/json", "x-internal-key": INTERNAL_KEY };
    const ran = await t.api("/api/_internal/scheduled", { method: "POST", headers, body: "{}" });
    const answer = (await ran.json()) as Record<string, object>;
    expect(answer["calculate-cohorts"]).not.toHaveProperty("error");
    expect(answer["calculate-cohorts"]).not.toHaveProperty("failed");
  });

  test.each<[string, object, string, string]>([
    ["nothing to go by", { name: "x" }, "filters", "required"],
    [
      "an empty group",
      { name: "x", filters: { properties: { type: "OR", values: [] } } },
      "filters__properties__values",
      "invalid_input",
    ],
    [
      "a behaviour without a window",
      { name: "x", filters: filters(did({ time_value: null })) },
      "filters__properties__values__0__values__0__time_value",
      "required",
    ],
    [
      "a list",
      { name: "x", filters: filters(did()), _create_static_person_ids: ["a"] },
      "is_static",
      "invalid_input",
    ],
  ])("%s is refused", async (_, body, attr, code) => {
    expect(await create(body)).toMatchObject({ status: 400, body: { attr, code } });
  });
});

describe("static cohorts", () => {
  const upload = async (csv: string, name = "list") => {
    const form = new FormData();
    form.set("name", name);
    form.set("is_static", "true");
    form.set("csv", new File([csv], "people.csv", { type: "text/csv" }));
    const headers = { authorization: `Bearer ${ACCOUNT.personalApiKey}` };
    return await answerOf(await t.api(`${C}/`, { method: "POST", body: form, headers }));
  };

  test.each<[string, () => Promise<string>, string[]]>([
    ["distinct IDs", async () => "ada\nbob\nnobody\n", ["ada", "bob"]],
    ["e-mail addresses", async () => "name,email\nAda,ada@x.io\n", ["ada"]],
    ["person IDs", async () => `person_id\n${await idOf("eve")}\n`, ["eve"]],
  ])("from a CSV file of %s", async (_, csv, expected) => {
    const { status, body } = await upload(await csv());
    expect([status, body.is_static, body.cohort_type, body.count]).toEqual([
      201,
      true,
      "static",
      expected.length,
    ]);
    expect(await names(body.id)).toEqual(expected);
  });

  test("a file without a column of people is refused, and leaves no cohort", async () => {
    expect(await upload("colour,size\nred,1\n", "odd")).toMatchObject({ status: 400, body: { attr: "csv" } });
    expect((await get("cohorts/?search=odd")).count).toBe(0);
  });

  test("from person IDs, a query of actors, and SQL", async () => {
    const ids = await create({
      name: "ids",
      is_static: true,
      _create_static_person_ids: [await idOf("ada")],
    });
    expect(await names(ids.body.id)).toEqual(["ada"]);
    const source = {
      kind: "InsightActorsQuery",
      source: {
        kind: "TrendsQuery",
        series: [{ kind: "EventsNode", event: "buy" }],
        dateRange: { date_from: "-1d" },
      },
    };
    const actors = await create({ name: "actors", is_static: true, query: { kind: "ActorsQuery", source } });
    expect(actors).toMatchObject({ status: 201, body: { query: { kind: "ActorsQuery" }, count: 2 } });
    expect(await names(actors.body.id)).toEqual(["ada", "bob"]);
    const sql = { kind: "HogQLQuery", query: "select distinct person_id from events where event = 'buy';" };
    expect((await create({ name: "sql", is_static: true, query: sql })).body).toMatchObject({ count: 2 });
    const wrong = { kind: "HogQLQuery", query: "select event from events" };
    expect(await create({ name: "sql", is_static: true, query: wrong })).toMatchObject({
      status: 400,
      body: { attr: "query" },
    });
  });

  test("persons are added and taken off", async () => {
    const { body } = await create({ name: "hand-made", is_static: true });
    const path = `${C}/${String(body.id)}`;
    const add = await t.call("PATCH", `${path}/add_persons_to_static_cohort/`, {
      person_ids: [await idOf("ada"), await idOf("eve")],
    });
    expect(add).toMatchObject({ status: 200, body: { success: true } });
    expect(await names(body.id)).toEqual(["ada", "eve"]);
    const remove = async () =>
      await t.call("PATCH", `${path}/remove_person_from_static_cohort/`, { person_id: await idOf("ada") });
    expect((await remove()).status).toBe(200);
    expect(await names(body.id)).toEqual(["eve"]);
    expect((await remove()).status).toBe(404);
    await t.call("PATCH", `${path}/add_persons_to_static_cohort/`, { person_ids: [await idOf("ada")] });
    expect(await names(body.id)).toEqual(["ada", "eve"]);
    const dynamic = await create({ name: "dynamic", filters: filters(did()) });
    const refused = await t.call("PATCH", `${C}/${String(dynamic.body.id)}/add_persons_to_static_cohort/`, {
      person_ids: [await idOf("ada")],
    });
    expect(refused.status).toBe(400);
  });

  test("a copy of a dynamic cohort stays as it is", async () => {
    const { body } = await create({ name: "free", filters: filters(person(["free"])) });
    const copy = await t.call("GET", `${C}/${String(body.id)}/duplicate_as_static_cohort/`);
    expect(copy.body).toMatchObject({ name: "free (static copy)", is_static: true, count: 2 });
    expect(await names(copy.body.id)).toEqual(["bob", "eve"]);
  });

  test("a merged person counts as who it became, and as itself again once the merge is taken back", async () => {
    await capture([{ event: "anon", distinct_id: "anon-9", properties: { $set: { name: "anon-9" } } }]);
    const listed = async () => results(await get("persons/?search=anon-9"));
    await vi.waitFor(async () => expect(await listed()).toHaveLength(1), { timeout: 10_000, interval: 200 });
    const { body } = await create({
      name: "visitors",
      is_static: true,
      _create_static_person_ids: [await idOf("anon-9")],
    });
    expect(await names(body.id)).toEqual(["anon-9"]);
    await capture([{ event: "$create_alias", distinct_id: "eve", properties: { alias: "anon-9" } }]);
    const seen = async (name: string) => {
      await t.call("PATCH", `${C}/${String(body.id)}/`, { description: `${Math.random()}` });
      expect(await names(body.id)).toEqual([name]);
    };
    await vi.waitFor(() => seen("eve"), { timeout: 15_000, interval: 500 });
    const [merge] = results(await get(`persons/${await idOf("eve")}/merges/`));
    await t.call("POST", `${P}/persons/${await idOf("eve")}/merges/${String(merge?.id)}/undo/`);
    await vi.waitFor(() => seen("anon-9"), { timeout: 15_000, interval: 500 });
  });
});

describe("in flags", () => {
  const answers = async (key: string, ids: string[]) => {
    const asked = ids.map(async (distinct_id) => {
      const body = JSON.stringify({ token: ACCOUNT.projectToken, distinct_id });
      const response = await t.edge("/flags/?v=2", { method: "POST", body });
      const { flags } = (await response.json()) as { flags: Record<string, { enabled: boolean }> };
      return flags[key]?.enabled;
    });
    return await Promise.all(asked);
  };
  const flag = async (key: string, value: Json | undefined) =>
    await t.call("POST", `${P}/feature_flags/`, {
      key,
      filters: { groups: [{ properties: [{ key: "id", type: "cohort", value }], rollout_percentage: 100 }] },
    });

  test("behaviour and lists are answered at the edge, from the members", async () => {
    const twice = did({ value: "performed_event_multiple", operator: "gte", operator_value: 2 });
    const { body: behaviour } = await create({ name: "twice", filters: filters(twice) });
    expect((await flag("for-twice", behaviour.id)).status).toBe(201);
    const ids = [await idOf("eve")];
    const { body: list } = await create({ name: "picked", is_static: true, _create_static_person_ids: ids });
    expect((await flag("for-picked", list.id)).status).toBe(201);
    const { body: around } = await create({
      name: "not picked",
      filters: filters(inside(list.id, { negation: true })),
    });
    await flag("for-others", around.id);
    await vi.waitFor(
      async () => {
        expect(await answers("for-twice", ["ada", "bob", "nobody"])).toEqual([false, true, false]);
        expect(await answers("for-picked", ["ada", "eve"])).toEqual([false, true]);
        expect(await answers("for-others", ["ada", "eve"])).toEqual([true, false]);
      },
      { timeout: 15_000, interval: 300 },
    );
    await t.call("PATCH", `${C}/${String(list.id)}/add_persons_to_static_cohort/`, {
      person_ids: [await idOf("ada")],
    });
    await vi.waitFor(async () => expect(await answers("for-picked", ["ada", "eve"])).toEqual([true, true]), {
      timeout: 15_000,
      interval: 300,
    });
  });
});

test("lists by kind", async () => {
  const kinds = async (query: string) =>
    new Set(results(await get(`cohorts/?${query}`)).map((cohort) => cohort.is_static));
  expect(await kinds("type=static")).toEqual(new Set([true]));
  expect(await kinds("type=dynamic")).toEqual(new Set([false]));
  expect(
    results(await get("cohorts/?hide_behavioral_cohorts=true")).map(({ cohort_type }) => cohort_type),
  ).not.toContain("behavioral");
});
