import { afterAll, beforeAll, expect, test } from "vitest";
import { type Json, startApi, type TestApi } from "../api-harness.ts";

let t: TestApi;
let P: string;
const list = (body: Json) => body as unknown as Json[];
const works = async (key: unknown) => (await t.call("GET", "/api/users/@me/", undefined, String(key))).status;
const create = (fields: object) =>
  t.call("POST", "/api/personal_api_keys/", {
    label: "k",
    scopes: ["user:read", "feature_flag:read"],
    ...fields,
  });

/** Whether the edge shows flag definitions to a key. */
const definitions = async (key: unknown) => {
  const path = `/flags/definitions?token=${t.account.projectToken}`;
  return (await t.edge(path, { headers: { authorization: `Bearer ${String(key)}` } })).status;
};

beforeAll(async () => {
  t = await startApi();
  P = `/api/projects/${t.account.projectId}/`;
});
afterAll(() => t?.dispose());

test("a personal key ends when it says so", async () => {
  const past = new Date(Date.now() - 1000).toISOString();
  expect(await create({ expires_at: past })).toMatchObject({ status: 400, body: { attr: "expires_at" } });
  const soon = await create({ expires_at: new Date(Date.now() + 1500).toISOString() });
  expect(soon.status).toBe(201);
  expect(await works(soon.body.value)).toBe(200);
  await expect.poll(() => works(soon.body.value), { timeout: 5000 }).toBe(401);
  const never = await create({});
  expect(never.body.expires_at).toBeNull();
  const path = `/api/personal_api_keys/${never.body.id}/`;
  const until = new Date(Date.now() + 60_000).toISOString();
  expect((await t.call("PATCH", path, { expires_at: until })).body.expires_at).not.toBeNull();
  expect((await t.call("PATCH", path, { expires_at: null })).body.expires_at).toBeNull();
});

test("a rolled personal key's old value works within its grace, not a roll longer", async () => {
  const { body } = await create({});
  const roll = (hours?: number) =>
    t.call(
      "POST",
      `/api/personal_api_keys/${body.id}/roll/`,
      hours === undefined ? {} : { grace_hours: hours },
    );
  const second = (await roll(2)).body;
  expect([await works(body.value), await works(second.value)]).toEqual([200, 200]);
  expect(second.previous_value_until).not.toBeNull();
  const third = (await roll()).body;
  expect([await works(body.value), await works(second.value), await works(third.value)]).toEqual([
    401, 401, 200,
  ]);
  expect((await roll(169)).status).toBe(400);
});

test("a rolled secret key's old value is accepted at the edge within its grace", async () => {
  const { body } = await t.call("POST", `${P}secret_api_keys/`, { label: "server" });
  const roll = (id: unknown, hours: number) =>
    t.call("POST", `${P}secret_api_keys/${String(id)}/roll/`, { grace_hours: hours });
  await expect.poll(() => definitions(body.value)).toBe(200);
  const second = await roll(body.id, 1);
  expect(second).toMatchObject({ status: 200, body: { label: "server", expires_at: null } });
  await expect.poll(() => definitions(second.body.value)).toBe(200);
  expect(await definitions(body.value)).toBe(200);
  const keys = list((await t.call("GET", `${P}secret_api_keys/`)).body);
  expect(keys.find(({ id }) => id === body.id)!.expires_at).not.toBeNull();
  const third = await roll(second.body.id, 0);
  await expect.poll(() => definitions(third.body.value)).toBe(200);
  expect(await definitions(second.body.value)).toBe(401);
});

test("keys are shown once, stored hashed, and what happens to them is in the log", async () => {
  const { body } = await create({ label: "logged" });
  await t.call("PATCH", `/api/personal_api_keys/${body.id}/`, { label: "renamed", scopes: ["*"] });
  await t.call("POST", `/api/personal_api_keys/${body.id}/roll/`);
  await t.call("DELETE", `/api/personal_api_keys/${body.id}/`);
  const log = await t.call("GET", `/api/organizations/${t.account.organizationId}/activity/?limit=100`);
  const own = (log.body.results as unknown as Json[]).filter((entry) => entry.item_id === body.id);
  expect(own.map(({ activity }) => activity)).toEqual(["deleted", "rolled", "updated", "created"]);
  expect(own[2]!.changes).toEqual(
    expect.arrayContaining([expect.objectContaining({ field: "label", before: "logged", after: "renamed" })]),
  );
  expect(own[0]!.via).toMatch(/^key npm start \(phx_\.\.\./);
  const exported = await t.call(
    "GET",
    `/api/organizations/${t.account.organizationId}/activity/export/?format=json`,
  );
  expect(list(exported.body).map(({ id }) => id)).toEqual(expect.arrayContaining(own.map(({ id }) => id)));
  expect(JSON.stringify(log.body)).not.toContain(String(body.value));
  const shown = list((await t.call("GET", "/api/personal_api_keys/")).body);
  expect(shown.every(({ value }) => value === null)).toBe(true);
});
