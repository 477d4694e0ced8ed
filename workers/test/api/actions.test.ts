import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Json, startApi, type TestApi } from "../api-harness.ts";

let t: TestApi;
let P: string;
const call = (method: string, path: string, body?: unknown) => t.call(method, `${P}/${path}`, body);
const create = async (body: object) => {
  const answer = await call("POST", "actions/", body);
  expect(answer.status).toBe(201);
  return Number(answer.body.id);
};
const resultsOf = (body: Json) => body.results as unknown as Json[];
const names = async (query: string) =>
  resultsOf((await call("GET", `actions/?${query}`)).body).map(({ name }) => name);

beforeAll(async () => {
  t = await startApi({ warehouse: true });
  P = `/api/projects/${t.account.projectId}`;
});
afterAll(() => t?.dispose());

test("an action has every field, is hidden, and comes back", async () => {
  const { status, body } = await call("POST", "actions/", {
    name: "  Bought ",
    description: "Paid or bought",
    tags: ["money", "money"],
    steps: [
      { event: "paid", url: "/checkout", properties: [{ key: "plan", value: "pro" }], unknown: 1 },
      { event: "$autocapture", selector: "button.buy", text: "Buy", text_matching: "contains" },
    ],
    _create_in_folder: "x",
  });
  expect(status).toBe(201);
  const empty = { selector: null, tag_name: null, text: null, text_matching: null, href: null };
  expect(body).toMatchObject({
    id: expect.any(Number),
    name: "Bought",
    description: "Paid or bought",
    tags: ["money"],
    post_to_slack: false,
    slack_message_format: "",
    steps: [
      {
        ...empty,
        event: "paid",
        url: "/checkout",
        url_matching: null,
        properties: [{ key: "plan", value: "pro" }],
      },
      {
        event: "$autocapture",
        selector: "button.buy",
        text: "Buy",
        text_matching: "contains",
        properties: [],
      },
    ],
    created_at: expect.stringMatching(/\.\d{6}Z$/),
    created_by: { email: t.account.email },
    deleted: false,
    is_calculating: false,
    last_calculated_at: expect.any(String),
    team_id: t.account.projectId,
    is_action: true,
    bytecode_error: null,
    pinned_at: null,
    creation_context: null,
    user_access_level: "editor",
  });
  const id = Number(body.id);
  const path = `actions/${id}/`;
  expect((await call("GET", path)).body).toEqual(body);
  const pinned = await call("PATCH", path, { pinned_at: "2026-01-01T00:00:00Z", description: null });
  expect(pinned.body).toMatchObject({ pinned_at: "2026-01-01T00:00:00.000000Z", description: "" });
  expect((await call("PATCH", path, { deleted: true })).body).toMatchObject({ id, deleted: true });
  expect((await call("GET", path)).status).toBe(404);
  expect(await names("")).toEqual([]);
  expect((await call("PATCH", path, { deleted: false })).body.deleted).toBe(false);
  expect((await call("DELETE", path)).status).toBe(204);
  expect((await call("DELETE", path)).status).toBe(404);
  const log = await call("GET", `activity_log/?scope=Action&item_id=${id}`);
  const activities = resultsOf(log.body).map(({ activity }) => activity);
  expect(activities).toEqual(["deleted", "updated", "deleted", "updated", "created"]);
});

test("names are unique among live actions", async () => {
  const id = await create({ name: "Once" });
  const taken = { status: 400, body: { attr: "name", code: "unique" } };
  expect(await call("POST", "actions/", { name: "once" })).toMatchObject(taken);
  const other = await create({ name: "Other" });
  expect(await call("PATCH", `actions/${other}/`, { name: "Once" })).toMatchObject(taken);
  await call("DELETE", `actions/${id}/`);
  expect((await call("PATCH", `actions/${other}/`, { name: "Once" })).status).toBe(200);
  expect(await call("PATCH", `actions/${id}/`, { deleted: false })).toMatchObject(taken);
  await call("DELETE", `actions/${other}/`);
});

describe("the list", () => {
  beforeAll(async () => {
    await create({ name: "Bee 100%", tags: ["x"] });
    await create({ name: "Ant", description: "small bee", tags: ["x", "y"] });
  });
  test.each<[string, string[]]>([
    ["", ["Ant", "Bee 100%"]],
    ["search=BEE", ["Ant", "Bee 100%"]],
    ["search=0%25", ["Bee 100%"]],
    ['tags=["y"]', ["Ant"]],
    ["created_by=999999", []],
    ["ordering=-name", ["Bee 100%", "Ant"]],
    ["ordering=id", ["Bee 100%", "Ant"]],
    ["limit=1&offset=1", ["Bee 100%"]],
  ])("%s", async (query, expected) => expect(await names(query)).toEqual(expected));
});

test.each<[object, string, string]>([
  [{}, "name", "required"],
  [{ name: "" }, "name", "blank"],
  [{ name: "x", steps: [{ url_matching: "near" }] }, "steps__0__url_matching", "invalid_choice"],
  [
    { name: "x", steps: [{ event: "a", properties: [{ type: "cohort", value: 99 }] }] },
    "steps__0",
    "invalid_input",
  ],
  [
    { name: "x", steps: [{ event: "a", properties: [{ key: "a", operator: "near" }] }] },
    "steps__0",
    "invalid_input",
  ],
  [{ name: "x", steps: [{ event: "$autocapture", selector: "a >> b(" }] }, "steps__0", "invalid_input"],
])("%j is refused", async (body, attr, code) => {
  expect(await call("POST", "actions/", body)).toMatchObject({ status: 400, body: { attr, code } });
});

test("a second project neither sees nor changes it", async () => {
  const id = await create({ name: "Ours" });
  const made = await t.call("POST", "/api/projects/", { name: "Second" });
  const second = `/api/projects/${String(made.body.id)}`;
  for (const method of ["GET", "PATCH", "DELETE"]) {
    expect(
      (await t.call(method, `${second}/actions/${id}/`, method === "PATCH" ? {} : undefined)).status,
    ).toBe(404);
  }
  const query = { kind: "TrendsQuery", series: [{ kind: "ActionsNode", id }] };
  expect(await t.call("POST", `${second}/query/`, { query })).toMatchObject({
    status: 400,
    body: { code: "does_not_exist", attr: "query__series__0__id" },
  });
});

test("queries use it by number, answers name it, and its references are listed", async () => {
  const id = await create({ name: "Signed up", steps: [{ event: "signup" }] });
  const query = { kind: "TrendsQuery", series: [{ kind: "ActionsNode", id, name: "old name" }] };
  const { status, body } = await call("POST", "query/", { query });
  expect(status).toBe(200);
  expect(resultsOf(body)).toMatchObject([
    { label: "Signed up", action: { id, type: "actions", name: "Signed up" } },
  ]);
  const sql = { kind: "HogQLQuery", query: "select count() from events where matchesAction('Signed up')" };
  expect((await call("POST", "query/", { query: sql })).body.results).toEqual([[0]]);

  const insight = await call("POST", "insights/", { name: "Sign-ups", query });
  await call("POST", "insights/", { name: "Others", query: { ...query, series: [{ kind: "EventsNode" }] } });
  const { body: references } = await call("GET", `actions/${id}/references/`);
  expect(references).toMatchObject({
    count: 1,
    results: [
      {
        type: "insight",
        id: insight.body.short_id,
        name: "Sign-ups",
        created_by: { email: t.account.email },
      },
    ],
  });
});

test("queries know cohorts by number, also those that only an action names", async () => {
  const properties = {
    type: "OR",
    values: [{ type: "person", key: "plan", value: "pro", operator: "exact" }],
  };
  const cohort = await call("POST", "cohorts/", { name: "Pros", filters: { properties } });
  const id = Number(cohort.body.id);
  const breakdownFilter = { breakdown_type: "cohort", breakdown: [id, "all"] };
  const query = { kind: "TrendsQuery", series: [{ kind: "EventsNode", event: "paid" }], breakdownFilter };
  const { body } = await call("POST", "query/", { query });
  expect(resultsOf(body)).toMatchObject([
    { label: "Pros", breakdown_value: id },
    { label: "all users", breakdown_value: "all" },
  ]);
  const action = await create({
    name: "Paid by pros",
    steps: [{ event: "paid", properties: [{ type: "cohort", key: "id", value: id }] }],
  });
  const funnel = {
    kind: "FunnelsQuery",
    series: [
      { kind: "ActionsNode", id: action },
      { kind: "EventsNode", event: "left" },
    ],
  };
  expect((await call("POST", "query/", { query: funnel })).status).toBe(200);
  const unknown = { ...query, breakdownFilter: { ...breakdownFilter, breakdown: [id + 1] } };
  expect(await call("POST", "query/", { query: unknown })).toMatchObject({
    status: 400,
    body: { code: "does_not_exist", attr: "query__breakdownFilter__breakdown" },
  });
});
