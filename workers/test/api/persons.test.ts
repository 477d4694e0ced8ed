import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { ACCOUNT, type Json, results, startApi, type TestApi } from "../api-harness.ts";

let t: TestApi;
const P = "/api/projects/1";

const capture = (...batch: object[]) => t.capture(batch);

const call = async (method: string, path: string, body?: object) =>
  await t.call(method, `${P}/${path}`, body);
const get = async (path: string) => (await call("GET", path)).body;
const one = async (distinctId: string) => await get(`persons/${distinctId}/`);
const born = (distinct_id: string, $set: object) => ({ event: "born", distinct_id, properties: { $set } });
const sql = async (query: string) =>
  (await call("POST", "query/", { query: { kind: "HogQLQuery", query }, refresh: "force_blocking" })).body
    .results as unknown as unknown[][];
const stored = async (where: string) =>
  Number((await sql(`select count() from events where ${where}`))[0]?.[0]);
const eventually = (check: () => Promise<unknown>) => vi.waitFor(check, { timeout: 20_000, interval: 200 });
const arrived = (where: string, count: number) =>
  eventually(async () => expect(await stored(where)).toBe(count));

beforeAll(async () => {
  t = await startApi({ warehouse: true });
  const config = async () => (await t.edge(`/array/${ACCOUNT.projectToken}/config`)).status;
  await vi.waitFor(async () => expect(await config()).toBe(200), { timeout: 10_000 });
});
afterAll(() => t?.dispose());

describe("changing a person", () => {
  test("properties are set, taken away and replaced; queries see it", async () => {
    await capture(born("ada", { plan: "pro", city: "Rome" }));
    await arrived("distinct_id = 'ada'", 1);
    const id = String((await one("ada")).uuid);
    const set = await call("POST", `persons/${id}/update_property/`, { key: "plan", value: "team" });
    expect(set).toMatchObject({ status: 202, body: { properties: { plan: "team", city: "Rome" } } });
    const unset = await call("POST", `persons/${id}/delete_property/`, { $unset: "city" });
    expect(unset).toMatchObject({ status: 201, body: { properties: { plan: "team" } } });
    const replaced = await call("PATCH", "persons/ada/", { properties: { age: 36 } });
    expect(replaced.body.properties).toEqual({ age: 36 });
    await eventually(async () =>
      expect(await sql("select properties.age, properties.plan from persons")).toEqual([["36", null]]),
    );
    expect(results(await get(`persons/${id}/activity/`)).map(({ activity }) => activity)).toEqual([
      "updated",
      "updated",
      "updated",
    ]);
    expect((await call("POST", "persons/nobody/update_property/", { key: "a", value: 1 })).status).toBe(404);
  });

  test("lists as a table, and property names", async () => {
    const table = await t.api(`${P}/persons/?format=csv`, {
      headers: { authorization: `Bearer ${ACCOUNT.personalApiKey}` },
    });
    expect(await table.text()).toMatch(
      /^id,uuid,name,created_at,is_identified,distinct_id,properties.age\r\n/,
    );
    expect((await get("persons/properties/")) as unknown).toEqual([{ name: "age", count: 1 }]);
  });
});

describe("merging", () => {
  test("is previewed, done and kept in the log", async () => {
    await capture(born("m1", { name: "One", a: 1 }), born("m2", { name: "Two", b: 2 }));
    const preview = await get("persons/m1/merge_preview/?source=m2");
    expect(preview).toMatchObject({
      result: { distinct_ids: ["m1", "m2"], properties: { name: "One", a: 1, b: 2 } },
      conflicts: [{ key: "name", kept: "One", dropped: "Two" }],
      taken: ["b"],
    });
    expect((await one("m2")).distinct_ids).toEqual(["m2"]);
    const merged = await call("POST", "persons/m1/merge/", { source: "m2" });
    expect(merged).toMatchObject({ status: 200, body: { properties: { name: "One", a: 1, b: 2 } } });
    expect((await one("m2")).uuid).toBe((await one("m1")).uuid);
    expect(
      results(await get("persons/m1/merges/".replace("m1", String((await one("m1")).uuid)))),
    ).toHaveLength(1);
    expect((await call("POST", "persons/m1/merge/", { source: "m2" })).status).toBe(400);
    expect((await call("POST", "persons/m1/merge/", { source: "nobody" })).status).toBe(404);
  });
});

describe("a person's data", () => {
  test("is exported: properties, distinct IDs, events, merges, cohorts", async () => {
    await capture(born("gdpr", { email: "g@x.io" }), {
      event: "bought",
      distinct_id: "gdpr",
      properties: { n: 1 },
    });
    await arrived("distinct_id = 'gdpr'", 2);
    const filters = {
      properties: { type: "OR", values: [{ type: "person", key: "email", value: ["g@x.io"] }] },
    };
    await eventually(async () => expect(results(await get("persons/?email=g@x.io"))).toHaveLength(1));
    const { body: cohort } = await call("POST", "cohorts/", { name: "mail", filters });
    expect(await get("persons/gdpr/export/")).toMatchObject({
      person: { distinct_ids: ["gdpr"], properties: { email: "g@x.io" } },
      cohorts: [{ id: cohort.id, name: "mail" }],
      merges: [],
      sessions: [],
      recordings: [],
      events: expect.arrayContaining([
        expect.objectContaining({ event: "bought", properties: expect.objectContaining({ n: 1 }) }),
      ]),
      next_offset: null,
    });
    expect(results(await get("persons/cohorts/?person_id=gdpr"))).toMatchObject([
      { id: cohort.id, count: 1 },
    ]);
  });
});

describe("deleting", () => {
  const verified = async (id: unknown) => {
    let receipt: Json = {};
    await eventually(async () => {
      receipt = await get(`persons/deletions/${String(id)}/`);
      expect(receipt).toMatchObject({ state: "verified", error: null });
    });
    return receipt;
  };

  test("a person with all events: exactly these, with a receipt; the same person can come back", async () => {
    const event = { event: "seen", distinct_id: "gone-2", uuid: "0190a000-0000-7000-8000-000000000001" };
    await capture(
      born("gone", { email: "gone@x.io" }),
      { ...event, properties: { $session_id: "0190a000-0000-7000-8000-00000000aaaa" } },
      { event: "$create_alias", distinct_id: "gone", properties: { alias: "gone-2" } },
      { event: "seen", distinct_id: "stays" },
    );
    const block = (distinct_id: string) => ({
      uuid: crypto.randomUUID(),
      event: "$snapshot",
      properties: {
        token: ACCOUNT.projectToken,
        distinct_id,
        $session_id: `s-${distinct_id}`,
        $window_id: "w",
        $snapshot_data: [{ type: 2, data: "x", timestamp: Date.now(), cv: "2024-10" }],
      },
    });
    const body = JSON.stringify([block("gone"), block("gone-2"), block("stays")]);
    expect((await t.edge("/s/", { method: "POST", body })).status).toBe(200);
    expect(await t.objects()).toHaveLength(3);
    await arrived("distinct_id in ('gone', 'gone-2')", 3);
    const seen = async () =>
      Number((await sql("select sum(count) from events_daily where event = 'seen'"))[0]?.[0]);
    await eventually(async () => expect(await seen()).toBe(2));
    const id = String((await one("gone")).uuid);
    const deleted = await call("DELETE", `persons/${id}/?delete_events=true&delete_recordings=true`);
    expect(deleted).toMatchObject({ status: 202, body: { person_id: id, delete_events: true } });
    expect((await call("GET", `persons/${id}/`)).status).toBe(404);
    const receipt = await verified(deleted.body.id);
    expect(receipt).toMatchObject({
      deleted: { events: 3, sessions: 1, recordings: 2, recording_files: 2 },
      verified_at: expect.any(String),
    });
    expect(await t.objects()).toHaveLength(1);
    expect(await stored("distinct_id in ('gone', 'gone-2')")).toBe(0);
    expect(await stored("distinct_id = 'stays'")).toBe(1);
    expect(await seen()).toBe(1);
    expect(await sql(`select count() from persons where toString(id) = '${id}'`)).toEqual([[0]]);
    expect(results(await get(`persons/deletion_status/?person_uuid=${id}`))).toMatchObject([
      { status: "completed" },
    ]);

    await capture(born("gone", { email: "back@x.io" }), event);
    await arrived("distinct_id in ('gone', 'gone-2')", 2);
    expect(await one("gone")).toMatchObject({ uuid: id, properties: { email: "back@x.io" } });
    await eventually(async () => expect(results(await get("persons/?email=back@x.io"))).toHaveLength(1));
    expect(await stored("person.properties.email = 'back@x.io'")).toBe(2);
  });

  test("many, by id and distinct id", async () => {
    await capture(born("bulk-1", {}), born("bulk-2", {}), born("bulk-3", {}));
    await arrived("distinct_id like 'bulk-%'", 3);
    const ids = [String((await one("bulk-1")).uuid), "0190a000-0000-7000-8000-00000000ffff"];
    const body = { ids, distinct_ids: ["bulk-2", "nobody"], delete_events: true };
    const answer = await call("POST", "persons/bulk_delete/", body);
    expect(answer).toMatchObject({ status: 202, body: { persons_found: 2, persons_deleted: 2 } });
    for (const { id } of answer.body.deletions as unknown as { id: string }[]) await verified(id);
    expect(await stored("distinct_id like 'bulk-%'")).toBe(1);
    expect((await call("POST", "persons/bulk_delete/", {})).status).toBe(400);
  });

  test("events alone: the person stays", async () => {
    await capture(born("keeper", { a: 1 }));
    await arrived("distinct_id = 'keeper'", 1);
    const answer = await call("POST", "persons/keeper/delete_events/");
    expect(await verified(answer.body.id)).toMatchObject({ keep_person: true, deleted: { events: 1 } });
    expect(await stored("distinct_id = 'keeper'")).toBe(0);
    expect(await one("keeper")).toMatchObject({ properties: { a: 1 } });
  });

  test("the person alone: its events stay", async () => {
    await capture(born("leaver", {}));
    await arrived("distinct_id = 'leaver'", 1);
    const answer = await call("DELETE", "persons/leaver/");
    await verified(answer.body.id);
    expect(await stored("distinct_id = 'leaver'")).toBe(1);
    expect((await call("GET", "persons/leaver/")).status).toBe(404);
  });
});
