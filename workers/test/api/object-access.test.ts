import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Json, startApi, type TestApi } from "../api-harness.ts";
import { signUpPerson, type TestPerson } from "../person.ts";

let t: TestApi;
let P: string;
let ann: TestPerson;
let bob: TestPerson;
let reader: TestPerson;
let stranger: TestPerson;
let seats: Map<string, string>;
const list = (body: Json) => (body.results ?? []) as unknown as Json[];

beforeAll(async () => {
  t = await startApi();
  P = `/api/projects/${t.account.projectId}/`;
  const people = ["ann", "bob", "reader", "stranger"].map((name) => signUpPerson(t, `${name}@example.test`));
  [ann, bob, reader, stranger] = (await Promise.all(people)) as [
    TestPerson,
    TestPerson,
    TestPerson,
    TestPerson,
  ];
  const members = `/api/organizations/${t.account.organizationId}/members/`;
  for (const [who, role] of [
    [ann, "member"],
    [bob, "member"],
    [reader, "viewer"],
  ] as const)
    await t.call("POST", members, { email: who.email, role });
  const { body } = await t.call("GET", members);
  seats = new Map(list(body).map((seat) => [String(seat.user!.email), String(seat.id)]));
});
afterAll(() => t?.dispose());

const KINDS = [
  ["a dashboard", "dashboards/", { name: "Numbers" }, { name: "Other" }],
  ["a flag", "feature_flags/", { key: "checkout", filters: { groups: [] } }, { name: "Other" }],
] as const;

describe.each(KINDS)("%s", (_, path, fields, change) => {
  let base: string;
  let id: number;
  const set = (who: Pick<TestPerson, "call">, rule: object) =>
    who.call("PUT", `${base}access_controls/`, rule);
  const can = async (who: TestPerson) => {
    const [seen, written, { body }] = await Promise.all([
      who.call("GET", base),
      who.call("PATCH", base, change),
      who.call("GET", `${P}${path}`),
    ]);
    return [seen.status, written.status, list(body).some((row) => Number(row.id) === id)];
  };
  const admin = { call: (method: string, at: string, input?: unknown) => t.call(method, at, input) };

  beforeEach(async () => {
    const named =
      "key" in fields ? { ...fields, key: `checkout-${Math.floor(performance.now() * 1000)}` } : fields;
    const { body } = await ann.call("POST", `${P}${path}`, named);
    id = Number(body.id);
    base = `${P}${path}${id}/`;
  });

  test("its rules are read by whom they are about", async () => {
    const organization = `/api/organizations/${t.account.organizationId}/projects/${t.account.projectId}/`;
    const bobs = String(seats.get(bob.email));
    await set(ann, { organization_member: bobs, access_level: "viewer" });
    await set(ann, { access_level: "none" });
    const rules = async (who: Pick<TestPerson, "call">, about: string) =>
      list((await who.call("GET", `${organization}access_control_${about}`)).body)
        .filter(
          ({ resource, resource_id }) => path.startsWith(String(resource)) && Number(resource_id) === id,
        )
        .map((rule) => rule.access_level);
    expect(await rules(ann, `member_objects/?member_id=${bobs}`)).toEqual(["viewer"]);
    expect(await rules(ann, "default_objects/")).toEqual(["none"]);
    expect(await rules(reader, "default_objects/")).toEqual([]);
    expect((await ann.call("GET", `${organization}access_control_member_objects/?member_id=x`)).status).toBe(
      404,
    );
    expect(await rules(ann, "default_properties/")).toEqual([]);
  });

  test("goes by role until there is a rule", async () => {
    expect(await can(bob)).toEqual([200, 200, true]);
    expect(await can(reader)).toEqual([200, 403, true]);
    expect(await can(stranger)).toEqual([404, 404, false]);
    expect((await bob.call("GET", base)).body.user_access_level).toBe("editor");
  });

  test("is closed to everybody but admins and who made it", async () => {
    const closed = await set(ann, { access_level: "none" });
    expect(closed).toMatchObject({
      status: 200,
      body: { default_access_level: "none", user_access_level: "manager" },
    });
    expect(await can(bob)).toEqual([404, 404, false]);
    expect(await can(reader)).toEqual([404, 403, false]);
    expect(await can(ann)).toEqual([200, 200, true]);
    expect((await t.call("GET", base)).status).toBe(200);
    const seen = await t.call("GET", `${base}access_controls/`);
    const level = (who: TestPerson) =>
      (seen.body.members as unknown as Json[]).find(
        (one) => one.organization_member === seats.get(who.email),
      );
    expect(level(bob)).toMatchObject({ access_level: "none", source: "default" });
    expect(level(ann)).toMatchObject({ access_level: "manager", source: "member" });
  });

  test("is opened to a role and to one member; a viewer still only reads", async () => {
    await set(ann, { access_level: "none" });
    await set(ann, { access_level: "viewer", role: "member" });
    expect(await can(bob)).toEqual([200, 403, true]);
    await set(ann, { access_level: "editor", organization_member: seats.get(bob.email) });
    await set(ann, { access_level: "editor", organization_member: seats.get(reader.email) });
    expect(await can(bob)).toEqual([200, 200, true]);
    expect(await can(reader)).toEqual([200, 403, true]);
    await set(ann, { access_level: null, organization_member: seats.get(bob.email) });
    expect(await can(bob)).toEqual([200, 403, true]);
    await set(ann, { access_level: null, role: "member" });
    expect(await can(bob)).toEqual([404, 404, false]);
  });

  test("is governed by its managers alone", async () => {
    expect((await set(bob, { access_level: "none" })).status).toBe(403);
    expect((await set(reader, { access_level: "none" })).status).toBe(403);
    expect((await set(stranger, { access_level: "none" })).status).toBe(404);
    expect(
      (await set(ann, { access_level: "manager", organization_member: seats.get(bob.email) })).status,
    ).toBe(200);
    expect((await set(bob, { access_level: "viewer" })).status).toBe(200);
    expect(await set(admin, { access_level: "viewer", role: "owner" })).toMatchObject({ status: 400 });
    expect(await set(admin, { access_level: "viewer", organization_member: "nobody" })).toMatchObject({
      status: 400,
      body: { attr: "organization_member" },
    });
    const rules = await t.call("GET", `${P}access_controls/`);
    expect(rules.body.access_controls).toMatchObject(
      expect.arrayContaining([expect.objectContaining({ resource_id: String(id) })]),
    );
    const log = await t.call("GET", `/api/organizations/${t.account.organizationId}/activity/?item_id=${id}`);
    expect(JSON.stringify(log.body)).toContain('"AccessControl"');
  });
});

test("a closed dashboard is not reached by other ways", async () => {
  const { body } = await ann.call("POST", `${P}dashboards/`, { name: "Secret" });
  const id = Number(body.id);
  const tile = await ann.call("POST", `${P}dashboards/${id}/create_text_tile/`, { body: "x" });
  const tileId = Number((tile.body.tiles as unknown as Json[])[0]!.id);
  const open = Number((await bob.call("POST", `${P}dashboards/`, { name: "Open" })).body.id);
  await ann.call("PUT", `${P}dashboards/${id}/access_controls/`, { access_level: "none" });
  const ways = [
    await bob.call("POST", `${P}dashboards/`, { name: "Copy", use_dashboard: id }),
    await bob.call("POST", `${P}dashboards/${open}/copy_tile/`, { fromDashboardId: id, tileId }),
    await bob.call("PATCH", `${P}dashboards/${id}/sharing/`, { enabled: true }),
    await bob.call("POST", `${P}insights/`, {
      name: "i",
      dashboards: [id],
      query: { kind: "TrendsQuery", series: [] },
    }),
    await bob.call("GET", `${P}dashboards/${id}/run_insights/`),
  ];
  expect(ways.map(({ status }) => status >= 400)).toEqual(ways.map(() => true));
});

test("a closed flag is not changed by other ways", async () => {
  const { body } = await ann.call("POST", `${P}feature_flags/`, { key: "locked", filters: { groups: [] } });
  const id = Number(body.id);
  await ann.call("PUT", `${P}feature_flags/${id}/access_controls/`, { access_level: "viewer" });
  const bulk = await bob.call("POST", `${P}feature_flags/bulk_delete/`, { ids: [id] });
  expect(bulk.body).toMatchObject({ deleted: [], errors: [{ id }] });
  const scheduled = await bob.call("POST", `${P}scheduled_changes/`, {
    record_id: id,
    model_name: "FeatureFlag",
    payload: { operation: "update_status", value: false },
    scheduled_at: new Date(Date.now() + 3_600_000).toISOString(),
  });
  expect(scheduled.status).toBe(403);
  expect((await bob.call("PATCH", `${P}feature_flags/locked/`, { active: false })).status).toBe(403);
  expect((await bob.call("GET", `${P}feature_flags/locked/`)).status).toBe(200);
});

test("a release is as closed as its flag", async () => {
  const filters = { groups: [{ properties: [], rollout_percentage: 10 }] };
  const { body: flag } = await ann.call("POST", `${P}feature_flags/`, { key: "guarded", filters });
  const rule = (access_level: string) =>
    ann.call("PUT", `${P}feature_flags/${flag.id}/access_controls/`, { access_level });
  const started = await ann.call("POST", `${P}feature_flags/guarded/guarded_releases/`, {
    stages: [{ rollout_percentage: 50, minutes: 60 }],
    guards: [{ preset: "error_rate" }],
  });
  expect(started.status).toBe(201);
  const release = `${P}guarded_releases/${started.body.id}/`;
  const tries = async () => {
    const [seen, changed, stopped, { body }] = [
      await bob.call("GET", release),
      await bob.call("PATCH", release, { reason: "Mine" }),
      await bob.call("POST", `${release}roll_back/`, { reason: "No" }),
      await bob.call("GET", `${P}guarded_releases/`),
    ];
    return [seen.status, changed.status, stopped.status, list(body).length];
  };
  await rule("viewer");
  expect(await tries()).toEqual([200, 403, 403, 1]);
  await rule("none");
  expect(await tries()).toEqual([404, 404, 404, 0]);
  expect((await ann.call("GET", release)).body).toMatchObject({ state: "running" });
});

test("the audit log names nothing closed to those who may not see it", async () => {
  const filters = { groups: [{ properties: [], rollout_percentage: 10 }] };
  const { body: flag } = await ann.call("POST", `${P}feature_flags/`, { key: "codename-heron", filters });
  const { body: board } = await ann.call("POST", `${P}dashboards/`, { name: "Codename Heron" });
  const release = await ann.call("POST", `${P}feature_flags/codename-heron/guarded_releases/`, {
    stages: [{ rollout_percentage: 50, minutes: 60 }],
    guards: [{ preset: "error_rate" }],
  });
  const logs = ["activity_log/", "advanced_activity_logs/", "feature_flags/activity/"];
  const named = async (who: TestPerson) =>
    await Promise.all(
      logs.map(async (log) => {
        const { body } = await who.call("GET", `${P}${log}?limit=100`);
        const rows = list(body).filter(
          (row) => row.item_id === release.body.id || /codename.heron/i.test(JSON.stringify(row)),
        );
        return [...new Set(rows.map(({ scope }) => String(scope)))].sort();
      }),
    );
  const all = ["Dashboard", "FeatureFlag", "GuardedRelease"];
  expect(await named(bob)).toEqual([all, all, ["FeatureFlag"]]);
  for (const path of [`feature_flags/${flag.id}`, `dashboards/${board.id}`])
    await ann.call("PUT", `${P}${path}/access_controls/`, { access_level: "none" });
  expect(await named(bob)).toEqual([[], [], []]);
  expect(await named(ann)).toEqual([all, all, ["FeatureFlag"]]);
});
