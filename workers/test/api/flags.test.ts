import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ACCOUNT, startApi, type TestApi } from "../api-harness.ts";

let t: TestApi;
beforeAll(async () => {
  t = await startApi();
});
afterAll(() => t?.dispose());

const P = "/api/projects/1/feature_flags";
const create = async (body: object) => await t.call("POST", `${P}/`, body);
const group = (properties: object[], more: object = {}) => ({
  filters: { groups: [{ properties, ...more }] },
});

describe("create, read, change, delete", () => {
  test("a flag without filters is off for everyone", async () => {
    const { status, body } = await create({ key: "bare", name: "Bare" });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      key: "bare",
      name: "Bare",
      active: true,
      deleted: false,
      version: 1,
      status: "ACTIVE",
      filters: { groups: [{ properties: [], rollout_percentage: 0 }] },
      is_simple_flag: true,
      rollout_percentage: 0,
      created_by: { email: ACCOUNT.email },
      experiment_set: [],
      tags: [],
    });
    expect(body.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  });

  test("what was written is read back, by number and by key, with and without slash, below both roots", async () => {
    const filters = {
      groups: [
        {
          properties: [{ key: "email", type: "person", value: "@example.test", operator: "icontains" }],
          rollout_percentage: 50,
          variant: null,
        },
      ],
      payloads: { control: '{"a":1}' },
      multivariate: {
        variants: [
          { key: "control", rollout_percentage: 40 },
          { key: "test", rollout_percentage: 60 },
        ],
      },
    };
    const created = await create({
      key: "checkout",
      filters,
      tags: ["shop"],
      ensure_experience_continuity: true,
    });
    expect(created.body).toMatchObject({ filters, tags: ["shop"], is_simple_flag: false });
    const id = String(created.body.id);
    for (const path of [
      `${P}/${id}/`,
      `${P}/${id}`,
      `${P}/checkout/`,
      `/api/environments/1/feature_flags/${id}/`,
    ]) {
      expect((await t.call("GET", path)).body).toEqual(created.body);
    }
    expect((await t.call("GET", "/api/projects/@current/feature_flags/checkout/")).body).toEqual(
      created.body,
    );
  });

  test("a change raises the version; the history keeps each state; unknown versions conflict", async () => {
    const { body } = await create({ key: "versioned" });
    const path = `${P}/${String(body.id)}/`;
    expect((await t.call("PATCH", path, { name: "Second", version: 1 })).body).toMatchObject({ version: 2 });
    const stale = await t.call("PATCH", path, { name: "Third", version: 1 });
    expect(stale).toMatchObject({ status: 409, body: { code: "conflict", extra: { version: 2 } } });
    expect((await t.call("PATCH", path, { name: "Second" })).body).toMatchObject({ version: 2 });
    expect((await t.call("GET", `${path}versions/`)).body).toMatchObject({
      count: 2,
      results: [
        { version: 2, definition: { name: "Second" }, created_by: { email: ACCOUNT.email } },
        { version: 1, definition: { name: "" } },
      ],
    });
    expect((await t.call("GET", `${path}activity/`)).body).toMatchObject({
      total_count: 2,
      results: [
        {
          activity: "updated",
          detail: { name: "versioned", changes: [{ field: "name", before: "", after: "Second" }] },
        },
        {
          activity: "created",
          scope: "FeatureFlag",
          item_id: String(body.id),
          user: { email: ACCOUNT.email },
        },
      ],
    });
  });

  test("parallel changes are all kept, one after the other", async () => {
    const { body } = await create({ key: "parallel" });
    const path = `${P}/${String(body.id)}/`;
    const answers = await Promise.all([1, 2, 3, 4, 5].map((n) => t.call("PATCH", path, { name: `n${n}` })));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200]);
    expect((await t.call("GET", path)).body).toMatchObject({ version: 6 });
  });

  test("a deleted flag says so, leaves the list and frees its key", async () => {
    const { body } = await create({ key: "gone" });
    expect((await t.call("DELETE", `${P}/${String(body.id)}/`)).status).toBe(204);
    expect((await t.call("DELETE", `${P}/${String(body.id)}/`)).status).toBe(404);
    expect((await t.call("GET", `${P}/${String(body.id)}/`)).body).toMatchObject({
      deleted: true,
      status: "DELETED",
    });
    expect((await t.call("GET", `${P}/gone/`)).status).toBe(404);
    expect((await t.call("GET", `${P}/?key=gone`)).body).toMatchObject({ count: 0 });
    expect((await create({ key: "gone" })).status).toBe(201);
    const restored = await t.call("PATCH", `${P}/${String(body.id)}/`, { deleted: false });
    expect(restored).toMatchObject({ status: 400, body: { code: "unique", attr: "key" } });
  });

  test("PATCH deleted is a deletion too; status names what a flag does", async () => {
    const { body } = await create({ key: "patched-away", active: false });
    const path = `${P}/${String(body.id)}/`;
    expect((await t.call("GET", `${path}status/`)).body).toMatchObject({ status: "INACTIVE" });
    expect((await t.call("PATCH", path, { deleted: true })).body).toMatchObject({ deleted: true });
    expect((await t.call("GET", `${path}status`)).body).toMatchObject({ status: "DELETED" });
  });

  test("keys by number", async () => {
    const { body } = await create({ key: "by-number" });
    const answer = await t.call("POST", `${P}/bulk_keys/`, { ids: [body.id, 999_999] });
    expect(answer.body).toEqual({ keys: { [String(body.id)]: "by-number" } });
  });
});

describe("validation names the faulty field", () => {
  const variants = (...shares: number[]) => ({
    multivariate: { variants: shares.map((rollout_percentage, i) => ({ key: `v${i}`, rollout_percentage })) },
  });
  test.each<[string, object, string, string | null]>([
    ["no key", {}, "required", "key"],
    ["empty key", { key: "" }, "blank", "key"],
    ["key with a space", { key: "New Checkout" }, "invalid_input", "key"],
    ["taken key", { key: "bare" }, "unique", "key"],
    ["key of 401 characters", { key: "x".repeat(401) }, "max_length", "key"],
    ["filters as a list", { key: "a", filters: [] }, "invalid_input", "filters"],
    ["no groups", { key: "a", filters: {} }, "required", "filters__groups"],
    [
      "rollout of 101",
      { key: "a", ...group([], { rollout_percentage: 101 }) },
      "invalid_input",
      "filters__groups__0__rollout_percentage",
    ],
    [
      "rollout as text",
      { key: "a", ...group([], { rollout_percentage: "50" }) },
      "invalid_input",
      "filters__groups__0__rollout_percentage",
    ],
    [
      "unknown operator",
      {
        key: "a",
        ...group([
          { key: "x", value: 1 },
          { key: "y", value: 1, operator: "like" },
        ]),
      },
      "invalid_choice",
      "filters__groups__0__properties__1__operator",
    ],
    [
      "no value",
      { key: "a", ...group([{ key: "x", operator: "gt" }]) },
      "required",
      "filters__groups__0__properties__0__value",
    ],
    [
      "broken regex",
      { key: "a", ...group([{ key: "x", operator: "regex", value: "(" }]) },
      "invalid_input",
      "filters__groups__0__properties__0__value",
    ],
    [
      "unknown cohort",
      { key: "a", ...group([{ key: "id", type: "cohort", value: 404 }]) },
      "does_not_exist",
      "filters__groups__0__properties__0__value",
    ],
    [
      "unknown flag",
      { key: "a", ...group([{ key: "nope", type: "flag", value: true, operator: "flag_evaluates_to" }]) },
      "does_not_exist",
      "filters__groups__0__properties__0__key",
    ],
    [
      "its own condition",
      { key: "self", ...group([{ key: "self", type: "flag", value: true, operator: "flag_evaluates_to" }]) },
      "circular_dependency",
      "filters",
    ],
    [
      "group property without index",
      { key: "a", ...group([{ key: "x", value: 1, type: "group" }]) },
      "required",
      "filters__groups__0__properties__0__group_type_index",
    ],
    [
      "person property in a condition on groups",
      {
        key: "a",
        filters: { aggregation_group_type_index: 0, groups: [{ properties: [{ key: "x", value: 1 }] }] },
      },
      "invalid_input",
      "filters__groups__0__properties__0__type",
    ],
    [
      "variants of 99 %",
      { key: "a", filters: { groups: [{}], ...variants(50, 49) } },
      "invalid_input",
      "filters__multivariate__variants",
    ],
    [
      "a variant twice",
      {
        key: "a",
        filters: {
          groups: [],
          multivariate: {
            variants: [
              { key: "v", rollout_percentage: 50 },
              { key: "v", rollout_percentage: 50 },
            ],
          },
        },
      },
      "invalid_input",
      "filters__multivariate__variants__1__key",
    ],
    [
      "override by an unknown variant",
      { key: "a", filters: { groups: [{ variant: "v9" }], ...variants(50, 50) } },
      "does_not_exist",
      "filters__groups__0__variant",
    ],
    [
      "payload of an unknown variant",
      { key: "a", filters: { groups: [], payloads: { v9: "1" }, ...variants(50, 50) } },
      "invalid_input",
      "filters__payloads__v9",
    ],
    [
      "payload that is no JSON",
      { key: "a", filters: { groups: [], payloads: { true: "{" } } },
      "invalid_input",
      "filters__payloads__true",
    ],
    ["unknown runtime", { key: "a", evaluation_runtime: "edge" }, "invalid_choice", "evaluation_runtime"],
  ])("%s", async (_, body, code, attr) => {
    expect(await create(body)).toMatchObject({ status: 400, body: { type: "validation_error", code, attr } });
  });

  test("a body that is no JSON", async () => {
    const headers = { authorization: `Bearer ${ACCOUNT.personalApiKey}`, "content-type": "application/json" };
    const response = await t.api(`${P}/`, { method: "POST", headers, body: "{" });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ type: "invalid_request", code: "parse_error" });
  });

  test("a circle over two flags, and the deletion of a flag that another needs", async () => {
    const needs = (key: string) => group([{ key, type: "flag", value: true, operator: "flag_evaluates_to" }]);
    const base = await create({ key: "base" });
    const top = await create({ key: "top", ...needs("base") });
    expect(top.status).toBe(201);
    const path = `${P}/${String(base.body.id)}/`;
    expect(await t.call("PATCH", path, needs("top"))).toMatchObject({
      status: 400,
      body: {
        code: "circular_dependency",
        detail: 'Flag "base" would depend on itself: base → top → base.',
      },
    });
    expect(await t.call("DELETE", path)).toMatchObject({ status: 400, body: { attr: "deleted" } });
    expect((await t.call("GET", `${path}dependent_flags/`)).body).toMatchObject([{ key: "top" }]);
  });
});

describe("list", () => {
  const keys = async (query: string) => {
    const { body } = await t.call("GET", `${P}/?${query}`);
    return (body.results as unknown as { key: string }[]).map((flag) => flag.key);
  };

  test("filters and order", async () => {
    await create({ key: "list-off", active: false, name: "100% done_", tags: ["old"] });
    await create({ key: "list-config", is_remote_configuration: true, evaluation_runtime: "server" });
    expect(await keys("search=LIST-&order=key")).toEqual(["list-config", "list-off"]);
    expect(await keys("search=100%25 done_")).toEqual(["list-off"]);
    expect(await keys("search=1__%25")).toEqual([]);
    expect(await keys("key=list-off")).toEqual(["list-off"]);
    expect(await keys("active=false&search=list")).toEqual(["list-off"]);
    expect(await keys("type=remote_config")).toEqual(["list-config"]);
    expect(await keys("evaluation_runtime=server")).toEqual(["list-config"]);
    expect(await keys("type=multivariant")).toEqual(["checkout"]);
    expect(await keys('tags=["old"]')).toEqual(["list-off"]);
    expect(await keys("active=STALE")).toEqual([]);
    expect(await keys("created_by_id=987654")).toEqual([]);
    expect(await t.call("GET", `${P}/?tags=old`)).toMatchObject({ status: 400, body: { attr: "tags" } });
  });

  test("pages link to each other with absolute URLs", async () => {
    const first = await t.call("GET", `${P}?limit=2`);
    const total = first.body.count as unknown as number;
    expect(first.body).toMatchObject({
      previous: null,
      next: expect.stringMatching(/^http:.*limit=2&offset=2$/),
    });
    let path: string | null = `${P}?limit=2`;
    const seen: string[] = [];
    while (path !== null) {
      const page = (await t.call("GET", path)).body as unknown as {
        results: { key: string }[];
        next: string | null;
      };
      seen.push(...page.results.map((flag) => flag.key));
      path = page.next === null ? null : page.next.slice("http://127.0.0.1:8787".length);
    }
    expect(new Set(seen).size).toBe(total);
  });
});

describe("the edge", () => {
  test("a committed write is at the edge when its answer arrives", async () => {
    const answer = async () => {
      const body = JSON.stringify({ token: ACCOUNT.projectToken, distinct_id: "u1" });
      const response = await t.edge("/flags/?v=2", {
        method: "POST",
        body,
        headers: { "content-type": "application/json" },
      });
      return (await response.json()) as { flags: Record<string, { enabled: boolean }> };
    };
    const { body } = await create({ key: "live", ...group([], { rollout_percentage: 100 }) });
    await expect.poll(async () => (await answer()).flags.live?.enabled, { timeout: 3000 }).toBe(true);
    await t.call("PATCH", `${P}/${String(body.id)}/`, { active: false });
    await expect
      .poll(async () => (await answer()).flags.live?.enabled ?? false, { timeout: 1000 })
      .toBe(false);
  });
});
