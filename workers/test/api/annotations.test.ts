import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Json, startApi, type TestApi } from "../api-harness.ts";

let t: TestApi;
let P: string;
const call = (method: string, path: string, body?: unknown) => t.call(method, `${P}/${path}`, body);
const list = async (query: string) => {
  const { body } = await call("GET", `annotations/?${query}`);
  return (body.results as unknown as Record<string, unknown>[]).map(({ content }) => content);
};
const create = async (body: object) => {
  const answer = await call("POST", "annotations/", body);
  expect(answer.status).toBe(201);
  return Number(answer.body.id);
};

beforeAll(async () => {
  t = await startApi();
  P = `/api/projects/${t.account.projectId}`;
  await create({ content: "Release 1.0", date_marker: "2026-01-10T12:00:00Z" });
  await create({ content: "Outage 100%", date_marker: "2026-01-20", scope: "project", emoji: "🔥" });
  await create({ content: "New name", date_marker: "2026-02-01T00:00:00+02:00", scope: "organization" });
});
afterAll(() => t?.dispose());

test("an annotation has every field", async () => {
  const { status, body } = await call("POST", "annotations/", {
    content: "  Whole  ",
    _create_in_folder: "x",
  });
  expect(status).toBe(201);
  expect(body).toMatchObject({
    id: expect.any(Number),
    content: "Whole",
    date_marker: expect.stringMatching(/^\d{4}-.*\.\d{6}Z$/),
    creation_type: "USR",
    scope: "project",
    dashboard_item: null,
    dashboard_id: null,
    dashboard_name: null,
    insight_short_id: null,
    insight_name: null,
    created_by: { email: t.account.email },
    deleted: false,
    emoji: null,
    hidden_in_user_interface: null,
  });
  const id = Number(body.id);
  expect((await call("GET", `annotations/${id}/`)).body).toEqual(body);
  const hidden = await call("PATCH", `annotations/${id}/`, { deleted: true });
  expect(hidden).toMatchObject({ status: 200, body: { id, deleted: true } });
  expect((await call("GET", `annotations/${id}/`)).status).toBe(404);
  expect((await call("PATCH", `annotations/${id}/`, { content: "x" })).status).toBe(404);
  expect(await call("PATCH", `annotations/${id}/`, { deleted: false })).toMatchObject({
    status: 200,
    body: { deleted: false },
  });
  expect((await call("DELETE", `annotations/${id}/`)).status).toBe(204);
  expect((await call("DELETE", `annotations/${id}/`)).status).toBe(404);
  const log = await call("GET", `activity_log/?scope=Annotation&item_id=${id}`);
  const entries = log.body.results as unknown as Json[];
  expect(entries.map((entry) => entry.activity)).toEqual(["deleted", "updated", "deleted", "created"]);
});

test("a change keeps what it doesn't name, and no change is no entry", async () => {
  const id = await create({ content: "A", date_marker: "2025-05-05T05:05:05Z", emoji: "🎉" });
  const { body } = await call("PATCH", `annotations/${id}/`, { content: "B" });
  expect(body).toMatchObject({ content: "B", date_marker: "2025-05-05T05:05:05.000000Z", emoji: "🎉" });
  expect((await call("PATCH", `annotations/${id}/`, { content: "B", emoji: null })).body.emoji).toBeNull();
  await call("PATCH", `annotations/${id}/`, { content: "B" });
  const log = await call("GET", `activity_log/?scope=Annotation&item_id=${id}`);
  expect(log.body).toMatchObject({
    count: 3,
    results: [
      { detail: { changes: [{ field: "emoji", action: "deleted", before: "🎉" }] } },
      { detail: { changes: [{ field: "content", before: "A", after: "B" }] } },
      { activity: "created" },
    ],
  });
  await call("DELETE", `annotations/${id}/`);
});

describe("the list", () => {
  test.each<[string, string[]]>([
    ["", ["New name", "Outage 100%", "Release 1.0"]],
    ["search=rELEASE", ["Release 1.0"]],
    ["search=0%25", ["Outage 100%"]],
    ["scope=organization", ["New name"]],
    ["is_emoji=true", ["Outage 100%"]],
    ["is_emoji=false", ["New name", "Release 1.0"]],
    ["date_from=2026-01-15", ["New name", "Outage 100%"]],
    ["date_from=2026-01-15&date_to=2026-01-31", ["Outage 100%"]],
    ["dashboard_id=1", []],
    ["limit=1&offset=1", ["Outage 100%"]],
    ["unknown=1", ["New name", "Outage 100%", "Release 1.0"]],
  ])("%s", async (query, expected) => {
    expect(await list(query)).toEqual(expected);
  });

  test("pages", async () => {
    const { body } = await call("GET", "annotations/?limit=2");
    expect(body).toMatchObject({
      count: 3,
      next: expect.stringMatching(/limit=2&offset=2$/),
      previous: null,
    });
  });
});

test.each<[object, string, string]>([
  [{}, "content", "required"],
  [{ content: "" }, "content", "blank"],
  [{ content: "x".repeat(8193) }, "content", "max_length"],
  [{ content: "x", scope: "recording" }, "scope", "invalid_choice"],
  [{ content: "x", scope: "dashboard_item" }, "dashboard_item", "required"],
  [{ content: "x", scope: "dashboard" }, "dashboard_id", "required"],
  [{ content: "x", dashboard_item: 999 }, "dashboard_item", "does_not_exist"],
  [{ content: "x", dashboard_id: 999 }, "dashboard_id", "does_not_exist"],
  [{ content: "x", date_marker: "yesterday" }, "date_marker", "invalid_input"],
  [{ content: "x", date_marker: "2026-02-31" }, "date_marker", "invalid_input"],
])("%j is refused", async (body, attr, code) => {
  expect(await call("POST", "annotations/", body)).toMatchObject({ status: 400, body: { attr, code } });
});

test("a second project sees the organization's, and changes only its own", async () => {
  const made = await t.call("POST", "/api/projects/", { name: "Second" });
  const second = `/api/projects/${String(made.body.id)}/annotations/`;
  const { body } = await t.call("GET", second);
  expect(body).toMatchObject({ count: 1, results: [{ content: "New name" }] });
  const id = String((body.results as unknown as Json[])[0]?.id);
  expect((await t.call("GET", `${second}${id}/`)).status).toBe(200);
  expect((await t.call("PATCH", `${second}${id}/`, { content: "stolen" })).status).toBe(404);
  for (const method of ["GET", "PATCH", "DELETE"]) {
    expect((await t.call(method, `${second}no-number/`)).status).toBe(404);
  }
});
