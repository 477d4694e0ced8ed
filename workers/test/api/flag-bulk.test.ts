import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Json, startApi, type TestApi } from "../api-harness.ts";

let t: TestApi;
beforeAll(async () => {
  t = await startApi();
});
afterAll(() => t?.dispose());

const F = "/api/projects/1/feature_flags";
async function makeFlag(key: string, more: object = {}): Promise<number> {
  const { status, body } = await t.call("POST", `${F}/`, { key, ...more });
  expect(status).toBe(201);
  return body.id as unknown as number;
}
const needs = (key: string) => ({
  groups: [{ properties: [{ key, type: "flag", operator: "flag_evaluates_to", value: true }] }],
});

test("one word switches a flag", async () => {
  await makeFlag("switch");
  for (const [verb, expected] of [
    ["disable", { active: false }],
    ["enable", { active: true }],
    ["archive", { archived: true }],
    ["unarchive", { archived: false }],
  ] as const) {
    expect((await t.call("POST", `${F}/switch/${verb}/`)).body).toMatchObject(expected);
  }
});

describe("many at once", () => {
  test("tags", async () => {
    const ids = [await makeFlag("tag-1", { tags: ["a"] }), await makeFlag("tag-2")];
    const retag = (action: string, tags: string[]) =>
      t.call("POST", `${F}/bulk_update_tags/`, { ids: [...ids, 99_999], action, tags });
    expect((await retag("add", ["b"])).body).toMatchObject({
      updated: [{ tags: ["a", "b"] }, { tags: ["b"] }],
      skipped: [{ id: 99_999 }],
    });
    expect((await retag("remove", ["a"])).body).toMatchObject({
      updated: [{ tags: ["b"] }, { tags: ["b"] }],
    });
    expect((await retag("set", [])).body).toMatchObject({ updated: [{ tags: [] }, { tags: [] }] });
  });

  test("deletion leaves what others need, and says so", async () => {
    const ids = [await makeFlag("base"), await makeFlag("free")];
    await makeFlag("leaf", { filters: needs("base") });
    const { body } = await t.call("POST", `${F}/bulk_delete/`, { ids });
    expect(body).toMatchObject({ deleted: [{ key: "free" }], errors: [{ key: "base" }] });
    await makeFlag("tmp-1");
    await makeFlag("tmp-2");
    const found = await t.call("POST", `${F}/bulk_delete/`, { filters: { search: "tmp-" } });
    expect(found.body.deleted).toHaveLength(2);
    for (const wrong of [{}, { filters: {} }, { ids: [1], filters: { search: "x" } }])
      expect((await t.call("POST", `${F}/bulk_delete/`, wrong)).status).toBe(400);
  });
});

test("a flag is copied to other projects with what it depends on", async () => {
  const project = async (name: string) => (await t.call("POST", "/api/projects/", { name })).body;
  const [one, two] = [await project("One"), await project("Two")];
  await makeFlag("trunk", { filters: { groups: [{ properties: [], rollout_percentage: 100 }] } });
  await makeFlag("branch", { filters: needs("trunk"), tags: ["x"] });
  const O = `/api/organizations/${t.account.organizationId}/feature_flags`;
  const body = {
    feature_flag_key: "branch",
    from_project: 1,
    target_project_ids: [one.id, two.id, 1, 77_777],
  };
  const asked = await t.call("POST", `${O}/copy_flags/dependency_requirements/`, {
    ...body,
    target_project_ids: [one.id],
  });
  expect(asked.body.results).toMatchObject([{ missing: [{ key: "trunk" }] }]);
  expect((await t.call("POST", `${O}/copy_flags/`, body)).body).toMatchObject({ success: [] });
  const copied = await t.call("POST", `${O}/copy_flags/`, {
    ...body,
    copy_dependencies: true,
    disable_copied_flag: true,
  });
  const success = copied.body.success as unknown as Json[];
  expect(success).toMatchObject([
    { key: "branch", active: false, tags: ["x"] },
    { key: "branch", active: false },
  ]);
  expect(copied.body.failed).toMatchObject([{ project_id: 1 }, { project_id: 77_777 }]);
  const listed = (await t.call("GET", `${O}/trunk/`)).body as unknown as Json[];
  expect(listed.map(({ team_id }) => team_id)).toEqual([1, one.id, two.id]);
});
