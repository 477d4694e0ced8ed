import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { ACCOUNT, results, startApi, type TestApi } from "../api-harness.ts";

let t: TestApi;
const P = "/api/projects/1";

const capture = (events: object[]) => t.capture(events);
const get = async (path: string) => await t.call("GET", `${P}/${path}`);
const identify = (distinct_id: string, $set: object) => ({
  event: "$identify",
  distinct_id,
  properties: { $set },
});

beforeAll(async () => {
  t = await startApi({ warehouse: true });
  await vi.waitFor(
    async () => expect((await t.edge(`/array/${ACCOUNT.projectToken}/config`)).status).toBe(200),
    {
      timeout: 5000,
    },
  );
  await capture([
    identify("ada", { email: "ada@example.test", plan: "pro" }),
    identify("bob", { email: "bob@example.test", plan: "free" }),
    identify("eve", { name: "Eve_100%", plan: "free" }),
    {
      event: "$groupidentify",
      distinct_id: "ada",
      properties: { $group_type: "company", $group_key: "acme", $group_set: { size: 5 } },
    },
  ]);
  await vi.waitFor(async () => expect(results((await get("persons/")).body)).toHaveLength(3), {
    timeout: 20_000,
    interval: 250,
  });
});
afterAll(() => t?.dispose());

describe("persons", () => {
  const names = async (query: string) =>
    results((await get(`persons/?${query}`)).body).map((person) => person.name);

  test("one, by distinct id and by uuid", async () => {
    const [ada] = results((await get("persons/?distinct_id=ada")).body);
    expect(ada).toMatchObject({
      name: "ada@example.test",
      distinct_ids: ["ada"],
      properties: { email: "ada@example.test", plan: "pro" },
      created_at: expect.stringMatching(/^\d{4}-.*\.\d{6}Z$/),
    });
    expect((await get(`persons/${String(ada?.uuid)}/`)).body).toEqual(ada);
    expect((await get("persons/?distinct_id=nobody")).body).toMatchObject({ results: [] });
  });

  test.each<[string, string[]]>([
    ["search=ada", ["ada@example.test"]],
    ["search=EXAMPLE.TEST", ["ada@example.test", "bob@example.test"]],
    ["search=100%25", ["Eve_100%"]],
    ["search=a_a", []],
    ["email=bob@example.test", ["bob@example.test"]],
    [
      'properties=[{"key":"plan","value":"free","operator":"exact","type":"person"}]',
      ["Eve_100%", "bob@example.test"],
    ],
  ])("%s", async (query, expected) => {
    expect((await names(query)).sort()).toEqual(expected.sort());
  });

  test("pages", async () => {
    const first = await get("persons/?limit=2");
    expect(results(first.body)).toHaveLength(2);
    expect(first.body.next).toMatch(/limit=2&offset=2$/);
    expect((await get("persons/?limit=2&offset=2")).body).toMatchObject({ next: null, results: [{}] });
    expect(await get("persons/?properties=nonsense")).toMatchObject({
      status: 400,
      body: { attr: "properties" },
    });
  });

  test.each([
    "persons/00000000-0000-4000-8000-000000000000/",
    "persons/no-uuid/",
    "persons/merges/nope/merges/",
  ])("%s is not there", async (path) => {
    expect((await get(path)).status).toBe(404);
  });
});

describe("merges", () => {
  test("are logged, previewed and taken back", async () => {
    await capture([
      { event: "anon", distinct_id: "anon-1", properties: { $set: { theme: "dark" } } },
      { event: "$create_alias", distinct_id: "bob", properties: { alias: "anon-1" } },
    ]);
    const bob = async () => results((await get("persons/?distinct_id=bob")).body)[0]!;
    await expect.poll(async () => (await bob()).distinct_ids, { timeout: 10_000 }).toHaveLength(2);
    const id = String((await bob()).uuid);
    const [merge] = results((await get(`persons/${id}/merges/`)).body);
    expect(merge).toMatchObject({ target_person_id: id, source_distinct_id: "anon-1", undone_at: null });
    expect(results((await get("persons/merges/")).body)).toHaveLength(1);
    const path = `persons/${id}/merges/${String(merge?.id)}/`;
    expect((await get(path)).body).toMatchObject({ distinct_ids: ["anon-1"], removed_properties: ["theme"] });
    expect((await t.call("POST", `${P}/${path}undo/`)).status).toBe(200);
    await expect.poll(async () => (await bob()).distinct_ids, { timeout: 10_000 }).toEqual(["bob"]);
    expect((await bob()).properties).not.toHaveProperty("theme");
    expect(await t.call("POST", `${P}/${path}undo/`)).toMatchObject({
      status: 409,
      body: { code: "conflict" },
    });
    expect((await get("activity_log/?scope=Person")).body).toMatchObject({
      results: [{ activity: "merge_undone" }],
    });
  });

  test("a person is deleted", async () => {
    await capture([identify("leaver", { email: "leaver@example.test" })]);
    const [leaver] = results((await get("persons/?distinct_id=leaver")).body);
    const path = `${P}/persons/${String(leaver?.uuid)}/`;
    expect((await t.call("DELETE", path)).status).toBe(202);
    expect((await t.call("GET", path)).status).toBe(404);
  });
});

describe("groups", () => {
  test("types and groups", async () => {
    expect((await get("groups_types/")).body).toMatchObject([{ group_type: "company", group_type_index: 0 }]);
    const names = [{ group_type_index: 0, name_singular: "customer", name_plural: "customers" }];
    expect((await t.call("PATCH", `${P}/groups_types/update_metadata/`, names)).body).toMatchObject(names);
    await t.call("PATCH", `${P}/groups_types/update_metadata/`, [
      { group_type_index: 0, default_columns: ["size"] },
    ]);
    expect((await get("")).body).toMatchObject({ group_types: [{ ...names[0], default_columns: ["size"] }] });
    const unknown = await t.call("PATCH", `${P}/groups_types/update_metadata/`, [{ group_type_index: 3 }]);
    expect(unknown).toMatchObject({ status: 400, body: { attr: "0__group_type_index" } });
    await expect
      .poll(async () => (await get("groups/?group_type_index=0")).body, { timeout: 10_000 })
      .toMatchObject({ results: [{ group_key: "acme", group_properties: { size: 5 } }] });
    expect((await get("groups/find/?group_type_index=0&group_key=acme")).body).toMatchObject({
      group_key: "acme",
    });
    expect((await get("groups/find/?group_type_index=0&group_key=none")).status).toBe(404);
    expect((await get("groups/?search=zzz&group_type_index=0")).body).toMatchObject({ results: [] });
  });
});

describe("groups by hand", () => {
  const acme = "group_type_index=0&group_key=acme";

  test("are made, changed and told apart", async () => {
    const make = async (group_key: string, group_type_index = 0) =>
      await t.call("POST", `${P}/groups/`, {
        group_type_index,
        group_key,
        group_properties: { name: "Globex", size: 9 },
      });
    expect(await make("globex")).toMatchObject({
      status: 201,
      body: { group_key: "globex", group_properties: { name: "Globex", size: 9 } },
    });
    expect((await make("globex")).status).toBe(409);
    expect(await make("x", 4)).toMatchObject({ status: 400, body: { attr: "group_type_index" } });
    const set = await t.call("POST", `${P}/groups/update_property/?${acme}`, { key: "plan", value: "pro" });
    expect(set.body).toMatchObject({ group_properties: { size: 5, plan: "pro" } });
    const unset = await t.call("POST", `${P}/groups/delete_property/?${acme}`, { $unset: "plan" });
    expect(unset.body.group_properties).toEqual({ size: 5 });
    expect(
      (
        await t.call("POST", `${P}/groups/update_property/?group_type_index=0&group_key=no`, {
          key: "a",
          value: 1,
        })
      ).status,
    ).toBe(404);
    const found = async (query: string) =>
      results((await get(`groups/?group_type_index=0&${query}`)).body).map((group) => group.group_key);
    await expect.poll(() => found("search=GLOB"), { timeout: 10_000 }).toEqual(["globex"]);
    const big = encodeURIComponent(
      JSON.stringify([{ type: "group", group_type_index: 0, key: "size", operator: "gt", value: 6 }]),
    );
    expect(await found(`properties=${big}`)).toEqual(["globex"]);
    expect((await get("groups/property_definitions/")).body).toMatchObject({
      "0": expect.arrayContaining([{ name: "size", count: 2 }]),
    });
    expect(results((await get(`groups/activity/?${acme}`)).body).map((entry) => entry.activity)).toEqual([
      "updated",
      "updated",
    ]);
  });

  test("share events with persons", async () => {
    await capture([{ event: "met", distinct_id: "ada", properties: { $groups: { company: "acme" } } }]);
    const [ada] = results((await get("persons/?distinct_id=ada")).body);
    const related = async (query: string) => (await get(`groups/related/?${query}`)).body;
    await expect
      .poll(() => related("id=acme&group_type_index=0"), { timeout: 10_000 })
      .toEqual([{ type: "person", id: ada?.uuid }]);
    expect(await related(`id=${String(ada?.uuid)}`)).toEqual([
      { type: "group", id: "acme", group_type_index: 0, group_key: "acme" },
    ]);
  });
});

describe("flags and stored people", () => {
  const F = `${P}/feature_flags`;
  const pro = [{ key: "plan", type: "person", operator: "exact", value: "pro" }];

  test("why did this person get this?", async () => {
    await t.call("POST", `${F}/`, {
      key: "for-pro",
      filters: { groups: [{ properties: pro, rollout_percentage: 100 }] },
    });
    const [ada] = results((await get("persons/?distinct_id=ada")).body);
    const test = async (body: object) => (await t.call("POST", `${F}/for-pro/test_evaluation/`, body)).body;
    expect(await test({ person_id: ada?.uuid })).toMatchObject({
      key: "for-pro",
      enabled: true,
      value: true,
      distinct_id: "ada",
      reason: { code: "condition_match", condition_index: 0 },
      explanation: { conditions: [{ outcome: "match", filters: [{ verdict: "yes", actual: "pro" }] }] },
      stored: { person_properties: { plan: "pro" } },
    });
    expect(await test({ distinct_id: "bob" })).toMatchObject({
      enabled: false,
      explanation: { conditions: [{ outcome: "no_match", filters: [{ verdict: "no", actual: "free" }] }] },
    });
    expect(await test({ distinct_id: "bob", person_properties: { plan: "pro" } })).toMatchObject({
      enabled: true,
    });
    expect((await t.call("POST", `${F}/for-pro/test_evaluation/`, {})).body).toMatchObject({
      attr: "distinct_id",
    });
  });

  test("reasons of all flags, and my flags", async () => {
    const { body } = await t.call(
      "GET",
      `${F}/evaluation_reasons/?distinct_id=ada&groups={"company":"acme"}`,
    );
    expect(body).toMatchObject({
      "for-pro": { value: true, evaluation: { reason: "condition_match", condition_index: 0 } },
    });
    expect((await t.call("GET", `${F}/evaluation_reasons/?distinct_id=ada&flag_keys=other`)).body).toEqual(
      {},
    );
    expect(await t.call("GET", `${F}/evaluation_reasons/`)).toMatchObject({
      status: 400,
      body: { attr: "distinct_id" },
    });
    expect((await t.call("GET", `${F}/my_flags/?distinct_id=ada`)).body).toMatchObject([
      { feature_flag: { key: "for-pro" }, value: true },
    ]);
  });

  test("how many a condition reaches, cohorts included", async () => {
    const radius = async (properties: object[], rollout_percentage = 100) =>
      (await t.call("POST", `${F}/user_blast_radius/`, { condition: { properties, rollout_percentage } }))
        .body;
    const total = (await radius([])).total_users as unknown as number;
    expect(await radius([])).toEqual({ users_affected: total, total_users: total });
    expect(await radius(pro)).toEqual({ users_affected: 1, total_users: total });
    const cohort = await t.call("POST", `${P}/cohorts/`, {
      name: "Pros",
      filters: { properties: { type: "OR", values: [{ type: "AND", values: pro }] } },
    });
    expect(cohort).toMatchObject({ status: 201, body: { name: "Pros", cohort_type: "person_property" } });
    expect(await radius([{ key: "id", type: "cohort", value: cohort.body.id }])).toMatchObject({
      users_affected: 1,
    });
    const group = { condition: { properties: [] }, group_type_index: 0 };
    // The group that another test has made may still be on its way.
    await vi.waitFor(
      async () =>
        expect((await t.call("POST", `${F}/user_blast_radius/`, group)).body).toEqual({
          users_affected: 2,
          total_users: 2,
        }),
      { timeout: 10_000, interval: 250 },
    );
  });

  test("definitions for local evaluation carry cohorts and group types", async () => {
    const { body } = await t.call(
      "GET",
      `${F}/local_evaluation/?send_cohorts`,
      undefined,
      ACCOUNT.secretApiKey,
    );
    expect(body).toMatchObject({ flags: [{ key: "for-pro" }], group_type_mapping: { "0": "company" } });
    expect(Object.values(body.cohorts ?? {})).toHaveLength(1);
  });
});

test("health names every part", async () => {
  const response = await t.api("/api/_internal/health");
  expect(await response.json()).toEqual({
    status: "ok",
    parts: { mysql: "ok", warehouse: "ok", config: "ok", partitions: "ok" },
  });
});
