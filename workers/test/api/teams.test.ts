import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ACCOUNT, type Json, startApi, type TestApi, WEB_URL } from "../api-harness.ts";

let t: TestApi;
let colleague: string;
beforeAll(async () => {
  t = await startApi();
  colleague = await addColleague("grace@example.test");
});
afterAll(() => t?.dispose());

/** Signs somebody up and adds them to the first organization. Answers their uuid. */
async function addColleague(email: string): Promise<string> {
  const body = JSON.stringify({ email, password: "long enough for all" });
  const headers = { "content-type": "application/json", origin: WEB_URL };
  await t.api("/api/signup/", { method: "POST", headers, body });
  const added = await t.call("POST", "/api/organizations/@current/members/", { email, role: "admin" });
  expect(added).toMatchObject({ status: 201, body: { role: "admin", user: { email } } });
  return String(added.body.user?.uuid);
}

describe("members", () => {
  const members = "/api/organizations/@current/members";

  test("are listed with role and level", async () => {
    expect((await t.call("GET", `${members}/`)).body).toMatchObject({
      count: 2,
      results: [
        { role: "owner", level: 15, user: { email: ACCOUNT.email } },
        { role: "admin", level: 8, user: { email: "grace@example.test" } },
      ],
    });
    expect((await t.call("GET", `${members}/?limit=1`)).body).toMatchObject({
      next: expect.stringContaining("offset=1"),
    });
  });

  test.each<[object, object]>([
    [{ role: "viewer" }, { role: "viewer", level: 1 }],
    [{ level: 8 }, { role: "admin", level: 8 }],
    [{ level: 1 }, { role: "member", level: 1 }],
  ])("become %j", async (body, expected) => {
    expect((await t.call("PATCH", `${members}/${colleague}/`, body)).body).toMatchObject(expected);
  });

  test.each<[object, string]>([
    [{ level: 3 }, "level"],
    [{}, "level"],
    [{ role: "king" }, "role"],
  ])("do not become %j", async (body, attr) => {
    expect(await t.call("PATCH", `${members}/${colleague}/`, body)).toMatchObject({
      status: 400,
      body: { attr },
    });
  });

  test.each<[object, string, string]>([
    [{ email: "nobody@example.test" }, "email", "does_not_exist"],
    [{ email: "grace@example.test" }, "email", "unique"],
    [{ email: "grace" }, "email", "invalid_input"],
    [{ email: "grace@example.test", role: "king" }, "role", "invalid_choice"],
  ])("are not added by %j", async (body, attr, code) => {
    expect(await t.call("POST", `${members}/`, body)).toMatchObject({ status: 400, body: { attr, code } });
  });

  test("the last owner stays owner and stays", async () => {
    const self = `${members}/${t.account.userId}/`;
    expect(await t.call("PATCH", self, { role: "admin" })).toMatchObject({
      status: 400,
      body: { attr: "role" },
    });
    expect(await t.call("DELETE", self)).toMatchObject({ status: 400, body: { attr: "role" } });
  });

  describe("have built-in roles", () => {
    const O = "/api/organizations/@current";
    const control = (path: string) => t.call("GET", `${O}/projects/1/access_control_${path}`);
    const listOf = ({ body }: { body: Json }) => body.results as unknown as Json[];

    test("with who has them", async () => {
      const roles = listOf(await t.call("GET", `${O}/roles/`));
      expect(
        roles.map(({ name, is_default, members }) => [name, is_default, Number(members?.length)]),
      ).toEqual([
        ["viewer", false, 0],
        ["member", true, 1],
        ["admin", false, 0],
        ["owner", false, 1],
      ]);
      const owner = roles[3] as Json;
      expect((await t.call("GET", `${O}/roles/${owner.id}/`)).body).toEqual(owner);
      const path = `${O}/roles/${owner.id}/role_memberships/`;
      expect(listOf(await t.call("GET", path))).toMatchObject([{ user: { email: ACCOUNT.email } }]);
      expect((await t.call("GET", `${O}/roles/none/`)).status).toBe(404);
    });

    test("which say what each may do", async () => {
      expect((await control("defaults/")).body).toMatchObject({
        project: { access_level: "member" },
        resources: { dashboard: { effective_access_level: "editor", inherited_access: null } },
      });
      const [owner, member] = listOf(await control("members/"));
      expect(owner).toMatchObject({
        project: { effective_access_level: "admin", inherited_access: { source: "org_admin" } },
      });
      expect(member).toMatchObject({ resources: { insight: { effective_access_level: "editor" } } });
      const id = String(member?.organization_membership_id);
      expect(listOf(await control(`members/?member_id=${id}`))).toEqual([member]);
      expect((await control("members/?member_id=none")).status).toBe(404);
      const roles = listOf(await control("roles/"));
      expect(roles[0]).toMatchObject({ resources: { insight: { effective_access_level: "viewer" } } });
      expect(listOf(await control(`roles/?role_id=${roles[0]?.role_id}`))).toEqual([roles[0]]);
    });

    test("and no rules on single things", async () => {
      const [owner] = listOf(await control("members/"));
      const [role] = listOf(await control("roles/"));
      const asked = {
        default: "",
        member: `?member_id=${owner?.organization_membership_id}`,
        role: `?role_id=${role?.role_id}`,
      };
      for (const [of, query] of Object.entries(asked)) {
        for (const what of ["objects", "properties"]) {
          expect(await control(`${of}_${what}/${query}`)).toMatchObject({ status: 200, body: { count: 0 } });
        }
        if (of !== "default") expect((await control(`${of}_objects/`)).status).toBe(404);
      }
    });
  });

  test("leave", async () => {
    expect((await t.call("DELETE", `${members}/${colleague}/`)).status).toBe(204);
    expect((await t.call("DELETE", `${members}/${colleague}/`)).status).toBe(404);
    expect((await t.call("GET", `${members}/`)).body).toMatchObject({ count: 1 });
  });
});

describe("organizations", () => {
  test("are renamed, with a trace", async () => {
    const path = `/api/organizations/${t.account.organizationId}/`;
    expect((await t.call("PATCH", path, { name: "Renamed" })).body).toMatchObject({ name: "Renamed" });
    expect((await t.call("PATCH", path, {})).body).toMatchObject({ name: "Renamed" });
    expect(await t.call("PATCH", path, { name: "" })).toMatchObject({ status: 400, body: { attr: "name" } });
    expect((await t.call("GET", "/api/organizations/")).body).toMatchObject({
      count: 1,
      results: [{ name: "Renamed", teams: [{ id: 1 }], projects: [{ id: 1 }], member_count: 1 }],
    });
  });
});

describe("personal keys", () => {
  test.each<[object, string]>([
    [{ scopes: ["*"] }, "label"],
    [{ label: "x".repeat(41), scopes: ["*"] }, "label"],
    [{ label: "l", scopes: [] }, "scopes"],
    [{ label: "l", scopes: ["spells:cast"] }, "scopes"],
    [{ label: "l", scopes: ["*"], scoped_teams: [999] }, "scoped_teams"],
    [{ label: "l", scopes: ["*"], scoped_organizations: ["elsewhere"] }, "scoped_organizations"],
  ])("%j is refused", async (body, attr) => {
    expect(await t.call("POST", "/api/personal_api_keys/", body)).toMatchObject({
      status: 400,
      body: { attr },
    });
  });

  test("show their value once, change their limits, note their use", async () => {
    const created = await t.call("POST", "/api/personal_api_keys/", {
      label: "ci",
      scopes: ["feature_flag:read"],
    });
    expect(created).toMatchObject({ status: 201, body: { value: expect.stringMatching(/^phx_\w{40,}$/) } });
    const [id, value] = [String(created.body.id), String(created.body.value)];
    const path = `/api/personal_api_keys/${id}/`;
    expect((await t.call("GET", path)).body).toMatchObject({ label: "ci", value: null, last_used_at: null });
    expect((await t.call("GET", "/api/projects/1/feature_flags/", undefined, value)).status).toBe(200);
    await expect
      .poll(async () => (await t.call("GET", path)).body.last_used_at, { timeout: 3000 })
      .not.toBeNull();
    const change = { label: "ci 2", scopes: ["cohort:read"], scoped_teams: [1] };
    expect((await t.call("PATCH", path, change)).body).toMatchObject(change);
    expect((await t.call("GET", "/api/projects/1/feature_flags/", undefined, value)).status).toBe(403);
    expect((await t.call("GET", "/api/projects/1/cohorts/", undefined, value)).status).toBe(200);
    expect((await t.call("GET", "/api/projects/@current/cohorts/", undefined, value)).status).toBe(200);
  });
});

describe("cohorts", () => {
  const P = "/api/projects/1/cohorts";
  const filters = (value: string) => ({
    properties: {
      type: "OR",
      values: [{ type: "AND", values: [{ type: "person", key: "plan", operator: "exact", value }] }],
    },
  });
  const contains = (id: unknown) => ({
    properties: { type: "OR", values: [{ type: "cohort", key: "id", value: id }] },
  });

  test("are created, changed, found and deleted", async () => {
    const created = await t.call("POST", `${P}/`, { name: "Pros", filters: filters("pro") });
    expect(created).toMatchObject({
      status: 201,
      body: { name: "Pros", pending_version: 1, filters: filters("pro") },
    });
    const path = `${P}/${String(created.body.id)}/`;
    expect((await t.call("PATCH", path, { filters: filters("team") })).body).toMatchObject({
      pending_version: 2,
    });
    expect((await t.call("GET", `${P}/?search=PRO`)).body).toMatchObject({ count: 1 });
    expect((await t.call("GET", `${P}/?search=none`)).body).toMatchObject({ count: 0 });
    expect((await t.call("DELETE", path)).status).toBe(204);
    expect((await t.call("GET", path)).body).toMatchObject({ deleted: true });
    expect((await t.call("PATCH", path, { name: "Again" })).status).toBe(404);
    expect((await t.call("GET", `${P}/nine/`)).status).toBe(404);
  });

  test.each<[object, string, string]>([
    [{ filters: filters("a") }, "name", "required"],
    [{ name: "n" }, "filters", "required"],
    [{ name: "n", is_static: true, filters: filters("a") }, "filters", "invalid_input"],
    [{ name: "n", filters: contains(999) }, "filters__properties__values__0__value", "does_not_exist"],
  ])("%j is refused", async (body, attr, code) => {
    expect(await t.call("POST", `${P}/`, body)).toMatchObject({ status: 400, body: { attr, code } });
  });

  test("can't contain themselves, nor go while something needs them", async () => {
    const inner = await t.call("POST", `${P}/`, { name: "Inner", filters: filters("a") });
    const outer = await t.call("POST", `${P}/`, { name: "Outer", filters: contains(inner.body.id) });
    const [innerPath, outerPath] = [inner, outer].map(({ body }) => `${P}/${String(body.id)}/`) as [
      string,
      string,
    ];
    const circle = await t.call("PATCH", innerPath, { filters: contains(outer.body.id) });
    expect(circle).toMatchObject({ status: 400, body: { code: "circular_dependency" } });
    const groups = [{ properties: [{ key: "id", type: "cohort", value: outer.body.id }] }];
    const flag = await t.call("POST", "/api/projects/1/feature_flags/", {
      key: "for-outer",
      filters: { groups },
    });
    expect(flag.status).toBe(201);
    expect((await t.call("DELETE", innerPath)).body.detail).toMatch(/used by cohort "Outer"/);
    expect((await t.call("DELETE", outerPath)).body.detail).toMatch(/used by flag "for-outer"/);
    await t.call("DELETE", "/api/projects/1/feature_flags/for-outer/");
    expect((await t.call("DELETE", outerPath)).status).toBe(204);
    expect((await t.call("DELETE", innerPath)).status).toBe(204);
  });
});
