import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Json, results, startApi, type TestApi } from "../api-harness.ts";

let t: TestApi;
const P = "/api/projects/1";

/** Numbers that must survive a journey. */
const NUMBERS = `SELECT count(), uniq(person_id), countIf(person_mode = 'full'), uniq($session_id), uniq($group_0),
  countIf(elements_chain != ''), sum(toFloat(properties.price)), min(timestamp), max(timestamp) FROM events`;
const BY_PERSON = `SELECT person.properties.email AS email, count() AS events, countDistinct(distinct_id) FROM events
  GROUP BY email ORDER BY events DESC, email`;

/** Unique people, a funnel's two steps, breakdowns: the same before and after. */
const INSIGHTS = [
  "SELECT event, count(), uniq(person_id) FROM events GROUP BY event ORDER BY event",
  "SELECT toDate(timestamp) AS day, sum(toFloat(properties.price)) FROM events GROUP BY day ORDER BY day",
  "SELECT countIf(bought > 0), count() FROM (SELECT person_id, countIf(event = 'bought') AS bought FROM events GROUP BY person_id)",
  "SELECT $session_id, count(), min(timestamp) FROM events GROUP BY $session_id ORDER BY $session_id",
  "SELECT properties.email, created_at FROM persons WHERE is_identified ORDER BY properties.email",
];

const ask = async (project: number, query: string) => {
  const body = { query: { kind: "HogQLQuery", query }, refresh: "force_blocking" };
  return (await t.call("POST", `/api/projects/${project}/query/`, body)).body
    .results as unknown as unknown[][];
};
const ended = async (path: string): Promise<Json> =>
  await vi.waitFor(
    async () => {
      const { body } = await t.call("GET", path);
      if (body.error) throw new Error(String(body.error));
      expect(body.state).toBe("done");
      return body;
    },
    { timeout: 30_000, interval: 250 },
  );
const exported = async (format: string) => {
  const { body, status } = await t.call("POST", `${P}/data_exports/`, { format });
  expect(status).toBe(202);
  return await ended(`${P}/data_exports/${String(body.id)}/`);
};
const newProject = async (name: string) => Number((await t.call("POST", "/api/projects/", { name })).body.id);

beforeAll(async () => {
  t = await startApi({ warehouse: true });
  const event = (name: string, user: string, day: number, properties: object = {}) => ({
    event: name,
    distinct_id: user,
    timestamp: `2026-01-0${day}T10:00:00.000Z`,
    properties: { $session_id: `s-${user}`, ...properties },
  });
  const click = { $elements: [{ tag_name: "button", $el_text: "Buy" }] };
  await vi.waitFor(async () => t.capture([event("seen", "anon-1", 1)]), { timeout: 10_000, interval: 200 });
  await t.capture([
    event("$identify", "ada", 1, { $anon_distinct_id: "anon-1", $set: { email: "ada@example.test" } }),
    event("bought", "ada", 2, { price: 12.5, $groups: { company: "acme" } }),
    event("$autocapture", "ada", 2, click),
    event("$identify", "bob", 3, { $set: { email: "bob@example.test" } }),
    event("bought", "bob", 3, { price: 7 }),
    event("seen", "nobody", 4, { $process_person_profile: false }),
    event("$groupidentify", "ada", 4, {
      $group_type: "company",
      $group_key: "acme",
      $group_set: { size: 5 },
    }),
  ]);
  await vi.waitFor(async () => expect(Number((await ask(1, NUMBERS))[0]?.[0])).toBe(8), {
    timeout: 15_000,
    interval: 250,
  });
  await t.call("POST", `${P}/actions/`, { name: "Buying", steps: [{ event: "bought" }] });
  const flag = {
    key: "checkout",
    active: true,
    filters: { groups: [{ properties: [], rollout_percentage: 40 }] },
  };
  await t.call("POST", `${P}/feature_flags/`, flag);
  const { body: dashboard } = await t.call("POST", `${P}/dashboards/`, { name: "Sales" });
  const query = { kind: "TrendsQuery", series: [{ kind: "ActionsNode", id: 1, name: "Buying" }] };
  await t.call("POST", `${P}/annotations/`, { content: "Sale begins", date_marker: "2026-01-02T08:00:00Z" });
  await t.call("POST", `${P}/annotations/`, {
    content: "On the board",
    scope: "dashboard",
    dashboard_id: dashboard.id,
  });
  const [bought] = results((await t.call("GET", `${P}/event_definitions/?search=bought`)).body);
  await t.call("PATCH", `${P}/event_definitions/${String(bought?.id)}/`, {
    description: "A paid order",
    verified: true,
  });
  const [price] = results((await t.call("GET", `${P}/property_definitions/?search=price`)).body);
  await t.call("PATCH", `${P}/property_definitions/${String(price?.id)}/`, {
    description: "In euros",
    tags: ["money"],
  });
  const { body: listed } = await t.call("POST", `${P}/cohorts/`, { name: "Friends", is_static: true });
  const [ada] = results((await t.call("GET", `${P}/persons/?email=ada@example.test`)).body);
  const people = { person_ids: [String(ada?.uuid)] };
  await t.call("PATCH", `${P}/cohorts/${String(listed.id)}/add_persons_to_static_cohort/`, people);
  const snapshot = {
    uuid: crypto.randomUUID(),
    event: "$snapshot",
    properties: {
      token: t.account.projectToken,
      distinct_id: "ada",
      $session_id: "s-ada",
      $window_id: "w",
      $snapshot_data: [{ type: 2, data: "x", timestamp: Date.now(), cv: "2024-10" }],
    },
  };
  expect((await t.edge("/s/", { method: "POST", body: JSON.stringify([snapshot]) })).status).toBe(200);
  await t.call("POST", `${P}/insights/`, {
    name: "Sold",
    query: { kind: "InsightVizNode", source: query },
    dashboards: [Number(dashboard.id)],
  });
});
afterAll(() => t?.dispose());

describe.each(["ndjson", "parquet"])("a project as %s", (format) => {
  test("comes back with the same numbers, however often it is imported", async () => {
    const source = await exported(format);
    const target = await newProject(`Copy as ${format}`);
    const order = { source_project_id: 1, source_export_id: String(source.id) };
    const before = [await ask(1, NUMBERS), await ask(1, BY_PERSON)];
    for (const fresh of [8, 0]) {
      const { body, status } = await t.call("POST", `/api/projects/${target}/data_imports/`, order);
      expect(status, JSON.stringify(body)).toBe(202);
      const path = `/api/projects/${target}/data_imports/${String(body.id)}/`;
      expect(await ended(path)).toMatchObject({ events_new: fresh, groups: 1 });
      await vi.waitFor(
        async () => expect([await ask(target, NUMBERS), await ask(target, BY_PERSON)]).toEqual(before),
        { timeout: 15_000, interval: 250 },
      );
      const definitions = await t.call("POST", `${path}definitions/`, {});
      const kinds = {
        actions: 1,
        flags: 1,
        insights: 1,
        dashboards: 1,
        cohorts: 1,
        annotations: 2,
        event_definitions: 1,
        property_definitions: 1,
      };
      expect(definitions.body).toMatchObject({
        failed: [],
        [fresh > 0 ? "created" : "skipped"]: kinds,
      });
    }
    for (const query of INSIGHTS) {
      const [there, here] = [await ask(1, query), await ask(target, query)];
      expect(here, query).toEqual(there);
      expect(here.length, query).toBeGreaterThan(0);
    }
    const T = `/api/projects/${target}`;
    const [cohort] = results((await t.call("GET", `${T}/cohorts/`)).body);
    expect(cohort).toMatchObject({ name: "Friends", is_static: true, count: 1 });
    const members = (await t.call("GET", `${T}/cohorts/${String(cohort?.id)}/persons/`)).body;
    expect(results(members)).toMatchObject([{ properties: { email: "ada@example.test" } }]);
    const notes = results((await t.call("GET", `${T}/annotations/`)).body);
    expect(notes).toMatchObject([
      { content: "On the board", scope: "dashboard", dashboard_id: expect.any(Number) },
      { content: "Sale begins", date_marker: "2026-01-02T08:00:00.000000Z" },
    ]);
    expect(notes[0]?.dashboard_name).toBe("Sales");
    const [bought] = results((await t.call("GET", `${T}/event_definitions/?search=bought`)).body);
    expect(bought).toMatchObject({ description: "A paid order", verified: true });
    const [price] = results((await t.call("GET", `${T}/property_definitions/?search=price`)).body);
    expect(price).toMatchObject({ description: "In euros", tags: ["money"] });
    const [group] = results((await t.call("GET", `/api/projects/${target}/groups/?group_type_index=0`)).body);
    expect(group).toMatchObject({ group_key: "acme", group_properties: { size: 5 } });
    const [insight] = results((await t.call("GET", `/api/projects/${target}/insights/`)).body);
    const [action] = results((await t.call("GET", `/api/projects/${target}/actions/`)).body);
    expect(JSON.stringify(insight?.query)).toContain(`"id":${String(action?.id)}`);
    expect(insight?.dashboards).toHaveLength(1);
  });

  test("can be carried to another installation by its files", async () => {
    const source = await exported(format);
    const files = source.files as unknown as { name: string; url: string }[];
    const target = await newProject(`Uploaded as ${format}`);
    const { body } = await t.call("POST", `/api/projects/${target}/data_imports/`, {});
    const path = `/api/projects/${target}/data_imports/${String(body.id)}/`;
    expect(body.waits).toBe(true);
    const early = await t.call("POST", `${path}start/`, {});
    expect(early).toMatchObject({ status: 400, body: { attr: "manifest" } });
    const authorization = `Bearer ${t.account.personalApiKey}`;
    for (const { name, url } of files) {
      const file = await t.api(new URL(url).pathname);
      expect(file.status).toBe(200);
      const bytes = await file.arrayBuffer();
      const put = await t.api(`${path}files/?name=${encodeURIComponent(name)}`, {
        method: "PUT",
        headers: { authorization },
        body: bytes,
      });
      expect(put.status, await put.text()).toBe(204);
    }
    expect((await t.call("POST", `${path}start/`, {})).status).toBe(202);
    expect(await ended(path)).toMatchObject({ events_new: 8 });
    await vi.waitFor(async () => expect(await ask(target, BY_PERSON)).toEqual(await ask(1, BY_PERSON)), {
      timeout: 15_000,
      interval: 250,
    });
  });
});

test("a link that was changed opens nothing", async () => {
  const { body } = await t.call("GET", `${P}/data_exports/`);
  const detail = await t.call("GET", `${P}/data_exports/${String(results(body)[0]?.id)}/`);
  const [file] = detail.body.files as unknown as { url: string }[];
  const path = new URL(file?.url ?? "").pathname;
  // Not its last character, which holds bits that mean nothing.
  const changed = path.replace(/(.)(...\/)$/, (_, one, rest) => `${one === "x" ? "y" : "x"}${rest}`);
  expect((await t.api(changed)).status).toBe(404);
});

test("deleting a person deletes the exports that hold them", async () => {
  const [bob] = results((await t.call("GET", `${P}/persons/?distinct_id=bob`)).body);
  const deleted = await t.call("DELETE", `${P}/persons/${String(bob?.id)}/?delete_events=true`);
  const receipt = await vi.waitFor(
    async () => {
      const { body } = await t.call("GET", `${P}/persons/deletions/${String(deleted.body.id)}/`);
      expect(body.state).toBe("verified");
      return body;
    },
    { timeout: 20_000, interval: 250 },
  );
  const { body: verified } = await t.call(
    "POST",
    "/api/receipts/verify/",
    { receipt: receipt.receipt },
    null,
  );
  expect(verified).toMatchObject({ receipt: { kind: "person_deletion", subject: { person_id: bob?.id } } });
  expect((await t.objects()).filter((key) => key.startsWith("exports/"))).toEqual([]);
  expect(results((await t.call("GET", `${P}/data_exports/`)).body)[0]?.expires_at).toBeNull();
});
