import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Json, startApi, type TestApi } from "../api-harness.ts";

/** Comments, looks at insights and pinned pages: what people leave on things. */
let t: TestApi;
let P: string;
const call = (method: string, path: string, body?: unknown) => t.call(method, `${P}/${path}`, body);
const listOf = ({ body }: { body: Json }) => body.results as unknown as Json[];
const create = async (path: string, body: object): Promise<string> => {
  const answer = await call("POST", path, body);
  expect(answer.status).toBe(201);
  return String(answer.body.id);
};

beforeAll(async () => {
  t = await startApi();
  P = `/api/projects/${t.account.projectId}`;
});
afterAll(() => t?.dispose());

describe("comments", () => {
  test("stand on a thing and have replies", async () => {
    const id = await create("comments/", { scope: "Insight", item_id: 7, content: "Why the drop on 5 %?" });
    await create("comments/", { scope: "Dashboard", item_id: "7", content: "Elsewhere" });
    const reply = await create("comments/", { source_comment: id, content: "Release" });
    await create("comments/", { source_comment: reply, content: "Rolled back" });
    expect((await call("GET", `comments/${id}/`)).body).toMatchObject({
      id,
      scope: "Insight",
      item_id: "7",
      content: "Why the drop on 5 %?",
      source_comment: null,
      created_by: { email: t.account.email },
      version: 0,
    });
    const contents = async (path: string) => listOf(await call("GET", path)).map(({ content }) => content);
    expect(await contents(`comments/${id}/thread/`)).toEqual(["Release", "Rolled back"]);
    expect(await contents("comments/?scope=Insight&item_id=7&limit=2")).toEqual(["Rolled back", "Release"]);
    expect(await contents("comments/?search=5 %25")).toEqual(["Why the drop on 5 %?"]);
    expect(await contents(`comments/?source_comment=${id}`)).toHaveLength(2);
    expect(await contents("comments/?created_by=999999")).toEqual([]);
    expect((await call("GET", "comments/count/?scope=Insight")).body).toEqual({ count: 3 });
  });

  test("keep half a letter that no database holds as its stand-in", async () => {
    const answer = await call("POST", "comments/", { scope: "x", rich_content: { "\ud800": "a\udc00" } });
    expect(answer).toMatchObject({ status: 201, body: { rich_content: { "\ufffd": "a\ufffd" } } });
  });

  test("are edited, ticked off and hidden, with a trace", async () => {
    const id = await create("comments/", { scope: "Insight", content: "Check", is_task: true });
    expect((await call("PATCH", `comments/${id}/`, { content: "Check again" })).body).toMatchObject({
      content: "Check again",
      version: 1,
    });
    const open = async () => (await call("GET", "comments/count/?kind=task&completed=open")).body.count;
    expect(await open()).toBe(1);
    expect((await call("PATCH", `comments/${id}/`, { completed: true })).body).toMatchObject({
      completed_at: expect.any(String),
      completed_by: { email: t.account.email },
    });
    expect(await open()).toBe(0);
    expect((await call("PATCH", `comments/${id}/`, { deleted: true })).body).toEqual({ deleted: true });
    expect((await call("GET", `comments/${id}/`)).status).toBe(404);
    expect((await call("DELETE", `comments/${id}/`)).status).toBe(404);
    const log = listOf(await call("GET", `activity_log/?scope=Comment&item_id=${id}`));
    expect(log.map(({ activity }) => activity)).toEqual(["deleted", "updated", "updated", "created"]);
  });

  test.each<[object, string]>([
    [{ scope: "Insight", content: " " }, "content"],
    [{ content: "About what?" }, "scope"],
    [{ source_comment: "none", content: "x" }, "source_comment"],
    [{ scope: "Insight", content: 7 }, "content"],
  ])("refuses %j", async (body, attr) => {
    expect(await call("POST", "comments/", body)).toMatchObject({ status: 400, body: { attr } });
  });

  test("a reply is no task, a comment isn't completed", async () => {
    const id = await create("comments/", { scope: "Insight", content: "x" });
    const task = { source_comment: id, content: "y", is_task: true };
    expect(await call("POST", "comments/", task)).toMatchObject({ status: 400, body: { attr: "is_task" } });
    expect(await call("PATCH", `comments/${id}/`, { completed: true })).toMatchObject({ status: 400 });
  });
});

test("insights are ranked by who looks at them", async () => {
  const query = { kind: "TrendsQuery", series: [{ kind: "EventsNode" }] };
  const [quiet, loud, gone] = await Promise.all(
    ["Quiet", "Loud", "Gone"].map((name) => create("insights/", { name, query })),
  );
  for (const id of [quiet, loud, gone, gone, gone, loud]) {
    expect((await call("POST", `insights/${id}/viewed/`)).status).toBe(201);
  }
  await call("PATCH", `insights/${gone}/`, { deleted: true });
  expect(listOf(await call("GET", "insights/trending/?days=1"))).toMatchObject([
    { name: "Loud", view_count: 2, viewers: [{ email: t.account.email }] },
    { name: "Quiet", view_count: 1 },
  ]);
  expect((await call("GET", "insights/trending/?limit=1")).body).toMatchObject({
    count: 2,
    next: expect.stringContaining("offset=1"),
  });
  const last = (await call("GET", "insights/my_last_viewed/")).body as unknown as Json[];
  expect(last.map(({ name }) => name)).toEqual(["Loud", "Quiet"]);
  expect((await call("POST", `insights/${gone}/viewed/`)).status).toBe(404);
});

test("pages are pinned by project", async () => {
  const home = "/api/user_home_settings/@me/";
  expect((await t.call("GET", home)).body).toEqual({ tabs: [], homepage: null });
  const tabs = [{ pathname: "/project/1/insights", title: "Insights" }];
  const homepage = { pathname: "/project/1/dashboards/1" };
  expect((await t.call("PATCH", home, { tabs })).body).toEqual({ tabs, homepage: null });
  expect((await t.call("PATCH", home, { homepage })).body).toEqual({ tabs, homepage });
  expect((await t.call("PATCH", home, { homepage: null })).body).toEqual({ tabs, homepage: null });
  expect((await t.call("GET", home)).body).toEqual({ tabs, homepage: null });
  expect(await t.call("PATCH", home, { homepage: { pathname: "https://elsewhere" } })).toMatchObject({
    status: 400,
    body: { attr: "homepage__pathname" },
  });
  expect((await t.call("GET", "/api/user_home_settings/somebody/")).status).toBe(404);
});
