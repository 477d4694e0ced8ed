import { ENVIRONMENT_TABLES } from "@edgewise/core/sql/erase-environment.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ACCOUNT, INTERNAL_KEY, type Json, startApi, type TestApi } from "../api-harness.ts";
import { signUpPerson, type TestPerson } from "../person.ts";

const DAY_MS = 86_400_000;
let t: TestApi;
const list = (body: Json) => body as unknown as Json[];

const person = (email: string) => signUpPerson(t, email);

async function runJobs(inDays: number) {
  const at = Date.now() + inDays * DAY_MS;
  const response = await t.api("/api/_internal/scheduled", {
    method: "POST",
    headers: { "content-type": "application/json", "x-internal-key": INTERNAL_KEY },
    body: JSON.stringify({ at }),
  });
  return ((await response.json()) as Record<string, unknown>)["erase-deleted"];
}

const flagsOf = async (token: string) =>
  (await t.edge("/flags/?v=2", { method: "POST", body: JSON.stringify({ token, distinct_id: "u" }) })).status;
const count = async (who: TestPerson) => {
  const query = { kind: "HogQLQuery", query: "SELECT count() FROM events" };
  const path = `/api/projects/${who.project}/query/`;
  const { body } = await who.call("POST", path, { query, refresh: "force_blocking" });
  return Number((body.results as unknown as Json[] | undefined)?.[0]?.[0 as unknown as string]);
};

beforeAll(async () => {
  t = await startApi({ warehouse: true });
});
afterAll(() => t?.dispose());

test("ownership is handed over to a member, and only by the owner", async () => {
  const [owner, heir] = [await person("giver@example.test"), await person("heir@example.test")];
  const base = `/api/organizations/${owner.organization}/`;
  const hand = (user: string) => owner.call("POST", `${base}transfer_ownership/`, { user });
  expect(await hand(heir.uuid)).toMatchObject({ status: 400, body: { attr: "user" } });
  await owner.call("POST", `${base}members/`, { email: "heir@example.test", role: "viewer" });
  expect((await heir.call("POST", `${base}transfer_ownership/`, { user: heir.uuid })).status).toBe(403);
  expect((await hand(heir.uuid)).status).toBe(204);
  const { body } = await owner.call("GET", base);
  expect(body).toMatchObject({ role: "admin", membership_level: 8 });
  expect((await hand(heir.uuid)).status).toBe(403);
});

describe("a project", () => {
  test("is deleted for everybody, and restored with its token", async () => {
    const who = await person("careless@example.test");
    const path = `/api/projects/${who.project}/`;
    await expect.poll(() => flagsOf(who.token)).toBe(200);
    expect((await who.call("DELETE", path)).status).toBe(204);
    expect((await who.call("GET", path)).status).toBe(404);
    await expect.poll(() => flagsOf(who.token)).toBe(401);
    const deleted = `/api/organizations/${who.organization}/deleted_projects/`;
    const [row] = list((await who.call("GET", deleted)).body);
    expect(row).toMatchObject({ id: who.project, name: "Default project" });
    const days = (Date.parse(String(row!.erased_on)) - Date.parse(String(row!.deleted_at))) / DAY_MS;
    expect(days).toBe(14);
    expect(await runJobs(13)).toEqual({ erased: 0, failed: 0 });
    expect((await t.call("POST", `${deleted}${who.project}/restore/`)).status).toBe(404);
    expect((await who.call("POST", `${deleted}${who.project}/restore/`)).status).toBe(200);
    expect((await who.call("GET", path)).status).toBe(200);
    await expect.poll(() => flagsOf(who.token)).toBe(200);
    expect((await who.call("POST", `${deleted}${who.project}/restore/`)).status).toBe(404);
  });

  test("goes to another organisation with all it has, by an admin of both", async () => {
    const [giver, taker] = [await person("seller@example.test"), await person("buyer@example.test")];
    const path = `/api/projects/${giver.project}/`;
    await giver.call("POST", `${path}feature_flags/`, { key: "moved", name: "", filters: { groups: [] } });
    const move = (organization: string) =>
      giver.call("POST", `${path}change_organization/`, { organization_id: organization });
    expect(await move(giver.organization)).toMatchObject({ status: 400 });
    expect(await move(taker.organization)).toMatchObject({ status: 400, body: { attr: "organization_id" } });
    const members = `/api/organizations/${taker.organization}/members/`;
    await taker.call("POST", members, { email: "seller@example.test", role: "member" });
    expect((await move(taker.organization)).status).toBe(403);
    expect((await taker.call("GET", path)).status).toBe(404);
    const { body } = await giver.call("GET", "/api/users/@me/");
    await taker.call("PATCH", `${members}${String(body.uuid)}/`, { role: "admin" });
    expect((await move(taker.organization)).status).toBe(204);
    expect(await taker.call("GET", path)).toMatchObject({
      status: 200,
      body: { organization: taker.organization },
    });
    const flags = await taker.call("GET", `${path}feature_flags/`);
    expect(flags.body.results).toMatchObject([{ key: "moved" }]);
    for (const who of [giver, taker]) {
      const log = await taker.call("GET", `/api/organizations/${taker.organization}/activity/?limit=100`);
      const own =
        who === taker ? log : await giver.call("GET", `/api/organizations/${giver.organization}/activity/`);
      expect(JSON.stringify(own.body)).toContain('"transferred"');
    }
  });
});

describe("an organisation", () => {
  test("is restored by its owner with the projects that went with it", async () => {
    const who = await person("sorry@example.test");
    const member = await person("colleague@example.test");
    const base = `/api/organizations/${who.organization}/`;
    await who.call("POST", `${base}members/`, { email: "colleague@example.test", role: "admin" });
    expect((await member.call("DELETE", base)).status).toBe(403);
    expect((await who.call("DELETE", base)).status).toBe(204);
    expect((await who.call("GET", base)).status).toBe(404);
    expect((await who.call("GET", `/api/projects/${who.project}/`)).status).toBe(404);
    await expect.poll(() => flagsOf(who.token)).toBe(401);
    expect(await who.call("GET", "/api/users/@me/")).toMatchObject({ body: { organization: null } });
    await expect
      .poll(async () =>
        JSON.stringify((await t.call("GET", "/api/mailbox/?limit=1000", undefined, null)).body),
      )
      .toContain("was deleted");
    expect((await member.call("GET", "/api/deleted_organizations/")).body).toEqual([]);
    const restore = `/api/deleted_organizations/${who.organization}/restore/`;
    expect((await member.call("POST", restore)).status).toBe(404);
    expect(list((await who.call("GET", "/api/deleted_organizations/")).body)).toMatchObject([
      { id: who.organization },
    ]);
    expect((await who.call("POST", restore)).status).toBe(200);
    expect((await who.call("GET", `/api/projects/${who.project}/`)).status).toBe(200);
    await expect.poll(() => flagsOf(who.token)).toBe(200);
    const log = await who.call("GET", `${base}activity/`);
    const entries = log.body.results as unknown as Json[];
    expect(entries.slice(0, 2)).toMatchObject([{ activity: "restored" }, { activity: "deleted" }]);
  });

  test("is erased for good when its grace is over; nobody else's data is", async () => {
    const who = await person("gone@example.test");
    const capture = (token: string) =>
      t.edge("/batch/", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          api_key: token,
          batch: [{ event: "e", properties: { distinct_id: "u", $set: { a: 1 } } }],
        }),
      });
    const dev = {
      ...who,
      call: (method: string, path: string, input?: unknown) => t.call(method, path, input),
    };
    const mine = { ...dev, project: t.account.projectId };
    const record = (token: string) =>
      t.edge("/s/", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          token,
          event: "$snapshot",
          properties: {
            distinct_id: "u",
            $session_id: "s",
            $window_id: "w",
            $snapshot_data: [{ type: 3, timestamp: Date.now(), data: {} }],
          },
        }),
      });
    const files = async (project: number) =>
      (await t.objects()).filter((key) => key.startsWith(`recordings/${project}/`)).length;
    for (const token of [who.token, ACCOUNT.projectToken]) {
      expect((await capture(token)).status).toBe(200);
      expect((await record(token)).status).toBe(200);
    }
    expect([await files(who.project), await files(mine.project)]).toEqual([1, 1]);
    await expect.poll(() => count(who), { timeout: 10_000 }).toBe(1);
    await expect.poll(() => count(mine), { timeout: 10_000 }).toBe(1);
    await who.call("POST", `/api/projects/${who.project}/feature_flags/`, {
      key: "f",
      filters: { groups: [] },
    });
    expect((await who.call("DELETE", `/api/organizations/${who.organization}/`)).status).toBe(204);
    expect(await runJobs(15)).toEqual({ erased: 2, failed: 0 });
    expect(await runJobs(15)).toEqual({ erased: 0, failed: 0 });
    expect((await who.call("POST", `/api/deleted_organizations/${who.organization}/restore/`)).status).toBe(
      404,
    );
    expect(await count(mine)).toBe(1);
    expect([await files(who.project), await files(mine.project)]).toEqual([0, 1]);
    for (const table of ENVIRONMENT_TABLES)
      expect(
        await t.sql(`SELECT count() FROM ${table} WHERE environment_id = ${who.project}`),
        table,
      ).toEqual([[0]]);
  });
});
