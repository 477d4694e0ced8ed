import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { INTERNAL_KEY, type Json, startApi, type TestApi } from "../api-harness.ts";

/** One deployment, two regions: the first account's organisation is in `us`, the deployment's own, another one in `eu`. */
let t: TestApi;
let eu: { id: number; token: string; organization: string };

const SALT = "cookieless-salts/";
const eventually = <T>(look: () => Promise<T>) => vi.waitFor(look, { timeout: 20_000, interval: 250 });
/** Rows of a table in the databases of both regions. */
const rows = async (table: string, where = "1") => {
  const count = async (database: string) =>
    Number((await t.sql(`SELECT count() FROM ${database}.${table} WHERE ${where}`))[0]?.[0]);
  return { us: await count("edgewise"), eu: await count("edgewise_eu") };
};
const send = async (token: string, batch: readonly object[], path = "/batch/") => {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ api_key: token, batch });
  return await t.edge(path, { method: "POST", headers, body });
};
const born = (distinct_id: string, set: object = {}) => ({
  event: "$identify",
  distinct_id,
  properties: { $anon_distinct_id: `anon-${distinct_id}`, $set: set, $session_id: `s-${distinct_id}` },
});
const record = async (token: string, distinct_id: string) => {
  const $snapshot_data = [{ type: 2, data: "x", timestamp: Date.now(), cv: "2024-10" }];
  const properties = { token, distinct_id, $session_id: `s-${distinct_id}`, $window_id: "w", $snapshot_data };
  const body = JSON.stringify([{ uuid: crypto.randomUUID(), event: "$snapshot", properties }]);
  return (await t.edge("/s/", { method: "POST", body })).status;
};
const ask = async (project: number, query: string) => {
  const body = { query: { kind: "HogQLQuery", query }, refresh: "force_blocking" };
  return await t.call("POST", `/api/projects/${project}/query/`, body);
};
const events = async (project: number) =>
  Number(((await ask(project, "SELECT count() FROM events")).body.results as unknown as number[][])[0]?.[0]);
const flagOf = async (token: string, distinct_id: string, key: string) => {
  const body = JSON.stringify({ token, distinct_id });
  const answer = (await (await t.edge("/flags/?v=2", { method: "POST", body })).json()) as Json;
  return answer.flags?.[key]?.enabled as unknown;
};
const runJobs = () =>
  t.api("/api/_internal/scheduled", {
    method: "POST",
    headers: { "x-internal-key": INTERNAL_KEY, "content-type": "application/json" },
    body: "{}",
  });

beforeAll(async () => {
  t = await startApi({ warehouse: true, regions: ["us", "eu"] });
  const { body } = await t.call("POST", "/api/organizations/", { name: "Gründer GmbH", region: "eu" });
  const organization = String(body.id);
  const project = await t.call("POST", `/api/organizations/${organization}/projects/`, { name: "App" });
  eu = { id: Number(project.body.id), token: String(project.body.api_token), organization };
  await eventually(async () =>
    expect((await send(eu.token, [born("eva", { email: "eva@x.eu" })])).status).toBe(200),
  );
  await send(eu.token, [
    { event: "bought", distinct_id: "eva", properties: { price: 3 } },
    {
      event: "seen",
      distinct_id: "$posthog_cookieless",
      properties: { $cookieless_mode: true, $host: "x.eu" },
    },
  ]);
  await eventually(() => t.capture([born("sam", { email: "sam@x.us" })]));
  await eventually(async () => expect(await rows("events")).toMatchObject({ us: 1, eu: 3 }));
});
afterAll(() => t?.dispose());

describe("an organization", () => {
  test("has the region that it was made with, for good", async () => {
    const path = `/api/organizations/${eu.organization}/`;
    expect((await t.call("GET", path)).body).toMatchObject({ region: "eu" });
    expect((await t.call("PATCH", path, { region: "us" })).body).toMatchObject({ region: "eu" });
    const own = `/api/organizations/${t.account.organizationId}/`;
    expect((await t.call("GET", own)).body).toMatchObject({ region: "us" });
  });

  test("is not made in a region that is not there", async () => {
    expect(await t.call("POST", "/api/organizations/", { name: "X", region: "mars" })).toMatchObject({
      status: 400,
      body: { attr: "region", detail: 'There is no region "mars": use us or eu.' },
    });
  });

  test("can be founded in it with an account", async () => {
    expect((await t.call("GET", "/api/regions/", undefined, null)).body.results).toEqual([
      { name: "us", label: "United States" },
      { name: "eu", label: "European Union" },
    ]);
    const body = { email: "ute@example.test", password: "long enough for all", region: "eu" };
    const made = await t.call("POST", "/api/signup/", body, null);
    expect(made).toMatchObject({ status: 201, body: { organization: { region: "eu" } } });
    const wrong = { ...body, email: "uwe@example.test", region: "xx" };
    expect(await t.call("POST", "/api/signup/", wrong, null)).toMatchObject({
      status: 400,
      body: { attr: "region" },
    });
  });
});

describe("data", () => {
  test.each(["events", "persons", "person_distinct_ids", "events_daily", "sessions"])(
    "of %s lies in its own region",
    async (table) => {
      const [us, both] = [await rows(table, `environment_id = ${eu.id}`), await rows(table)];
      expect(us.us).toBe(0);
      expect(us.eu).toBeGreaterThan(0);
      expect(us.eu).toBe(both.eu);
    },
  );

  test("is asked for there: counts, persons, flags, meters", async () => {
    expect([await events(1), await events(eu.id)]).toEqual([1, 3]);
    const emails = async (project: number) =>
      (await ask(project, "SELECT properties.email FROM persons WHERE properties.email LIKE '%@%'")).body
        .results;
    expect(await emails(1)).toEqual([["sam@x.us"]]);
    expect(await emails(eu.id)).toEqual([["eva@x.eu"]]);
    const properties = [{ key: "email", value: "eva@x.eu", type: "person", operator: "exact" }];
    const filters = { groups: [{ properties, rollout_percentage: 100 }] };
    await t.call("POST", `/api/projects/${eu.id}/feature_flags/`, { key: "mail", active: true, filters });
    await eventually(async () => expect(await flagOf(eu.token, "eva", "mail")).toBe(true));
    const usage = `/api/organizations/${eu.organization}/usage/?group_by=product,event`;
    await eventually(async () =>
      expect((await t.call("GET", usage)).body.rows).toContainEqual(
        expect.objectContaining({ event: "bought", billable: 1 }),
      ),
    );
  });

  test("in files lies there too: recordings, exports, salts; links open them", async () => {
    expect(await record(eu.token, "eva")).toBe(200);
    expect(await record(t.account.projectToken, "sam")).toBe(200);
    const path = `/api/projects/${eu.id}/data_exports/`;
    const { body } = await t.call("POST", path, { format: "ndjson" });
    const done = await eventually(async () => {
      const { body: found } = await t.call("GET", `${path}${String(body.id)}/`);
      expect(found.state).toBe("done");
      return found;
    });
    const files = done.files as unknown as { name: string; url: string }[];
    const order = { source_project_id: eu.id, source_export_id: String(body.id) };
    expect(await t.call("POST", "/api/projects/1/data_imports/", order)).toMatchObject({
      status: 400,
      body: { attr: "source_project_id", detail: expect.stringContaining("another region") },
    });
    const persons = files.find(({ name }) => name.startsWith("persons"))!;
    const { pathname } = new URL(persons.url);
    expect(await (await t.api(pathname)).text()).toContain("eva@x.eu");
    const of = async (binding: string) =>
      new Set((await t.objects(binding)).map((key) => key.split("/").slice(0, 2).join("/")));
    expect(await of("RECORDINGS")).toEqual(new Set(["recordings/1"]));
    const there = await of("RECORDINGS_EU");
    expect([...there]).toEqual(expect.arrayContaining([`recordings/${eu.id}`, `exports/${eu.id}`]));
    expect((await t.objects("RECORDINGS_EU")).some((key) => key.startsWith(SALT))).toBe(true);
  });

  test("of a list that flags ask for is neither in the shared database nor in copies of the configuration", async () => {
    const P = `/api/projects/${eu.id}`;
    const { body: cohort } = await t.call("POST", `${P}/cohorts/`, { name: "Listed", is_static: true });
    const [person] = (await t.call("GET", `${P}/persons/?email=eva@x.eu`)).body.results as unknown as Json[];
    const people = { person_ids: [String(person?.uuid)] };
    expect(
      (await t.call("PATCH", `${P}/cohorts/${String(cohort.id)}/add_persons_to_static_cohort/`, people))
        .status,
    ).toBe(200);
    const properties = [{ key: "id", value: Number(cohort.id), type: "cohort" }];
    const filters = { groups: [{ properties, rollout_percentage: 100 }] };
    await eventually(async () => {
      await runJobs();
      const flag = { key: "listed", active: true, filters };
      const made = await t.call("POST", `${P}/feature_flags/`, flag);
      expect(made.status, JSON.stringify(made.body)).toBe(201);
    });
    await eventually(async () => expect(await flagOf(eu.token, "eva", "listed")).toBe(true));
    expect(await t.objects("RECORDINGS_EU")).toContain(`edge-lists/${eu.id}/${String(cohort.id)}.json`);
    const copy = await eventually(async () => {
      const text = await t.copies(`project:${eu.id}`);
      expect(text).toContain('"listed"');
      return text;
    });
    expect(copy).not.toContain("anon-eva");
  });
});

describe("a region that is away", () => {
  test("takes its own events all the same, stores them when it is back, and never goes elsewhere", async () => {
    await t.restart({ WAREHOUSE_EU_URL: "http://127.0.0.1:9" });
    expect((await ask(eu.id, "SELECT count() FROM events")).status).toBe(503);
    expect(await events(1)).toBe(1);
    await eventually(async () =>
      expect((await send(eu.token, [{ event: "late", distinct_id: "eva" }])).status).toBe(200),
    );
    expect(await rows("events", "event = 'late'")).toEqual({ us: 0, eu: 0 });
    await t.restart({});
    await eventually(async () => expect(await rows("events", "event = 'late'")).toEqual({ us: 0, eu: 1 }));
  });

  test("is refused when it is no longer served: nothing of it goes to the deployment's own", async () => {
    await t.restart({ REGIONS: "us" });
    expect((await ask(eu.id, "SELECT count() FROM events")).status).toBe(500);
    expect(await events(1)).toBe(1);
    await t.restart({});
  });
});

/** A batch for a host by name, whatever address it is reached under. */
const sendTo = (host: string, token: string) =>
  new Promise<{ status: number; text: string }>((resolve, reject) => {
    const { hostname, port } = t.edgeUrl;
    const headers = { host, "content-type": "application/json" };
    const sent = request({ hostname, port, path: "/batch/", method: "POST", headers }, async (answer) => {
      resolve({ status: answer.statusCode ?? 0, text: (await answer.toArray()).join("") });
    });
    sent.on("error", reject);
    sent.end(JSON.stringify({ api_key: token, batch: [{ event: "hosted", distinct_id: "x" }] }));
  });

test("a host of a region refuses the events of another one and names theirs", async () => {
  await t.restart({ REGION_HOSTS: "eu=eu.example.test,us=us.example.test" });
  const us = t.account.projectToken;
  await eventually(async () =>
    expect(await sendTo("eu.example.test", eu.token)).toMatchObject({ status: 200 }),
  );
  expect(await sendTo("eu.example.test", us)).toMatchObject({
    status: 401,
    text: expect.stringContaining("https://us.example.test"),
  });
  expect(await sendTo("us.example.test", eu.token)).toMatchObject({ status: 401 });
  expect(await sendTo("events.example.test", us)).toMatchObject({ status: 200 });
  await t.restart({});
  await eventually(async () => expect(await rows("events", "event = 'hosted'")).toEqual({ us: 1, eu: 1 }));
});

test("a person is deleted where they are, everywhere there, and nobody else", async () => {
  const P = `/api/projects/${eu.id}`;
  const [person] = (await t.call("GET", `${P}/persons/?email=eva@x.eu`)).body.results as unknown as Json[];
  const asked = await t.call(
    "DELETE",
    `${P}/persons/${String(person?.uuid)}/?delete_events=true&delete_recordings=true`,
  );
  expect(asked.status).toBe(202);
  await eventually(async () => {
    await runJobs();
    const receipt = await t.call("GET", `${P}/persons/deletions/${String(asked.body.id)}/`);
    expect(receipt.body).toMatchObject({ state: "verified", error: null });
  });
  expect(await rows("events", `environment_id = ${eu.id} AND distinct_id = 'eva'`)).toEqual({ us: 0, eu: 0 });
  expect(await rows("events", "distinct_id = 'sam'")).toEqual({ us: 1, eu: 0 });
  expect(await flagOf(eu.token, "eva", "listed")).toBe(false);
  const left = (await t.objects("RECORDINGS_EU")).filter((key) => key.startsWith("recordings/"));
  expect(left).toEqual([]);
  expect(await t.objects()).toHaveLength(1);
});
