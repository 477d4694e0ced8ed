import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { ACCOUNT, INTERNAL_KEY, results, startApi, type TestApi, WEB_URL } from "../api-harness.ts";

let t: TestApi;
const P = "/api/projects/1";

const capture = (...batch: object[]) => t.capture(batch);

const call = async (method: string, path: string, body?: object) =>
  await t.call(method, `${P}/${path}`, body);
const get = async (path: string) => (await call("GET", path)).body;
const names = async (path: string) => results(await get(path)).map(({ name }) => name);
const sent = (event: string, properties: object = {}) => ({ event, distinct_id: "ada", properties });
const settled = (check: () => Promise<unknown>) => vi.waitFor(check, { timeout: 20_000, interval: 250 });

beforeAll(async () => {
  t = await startApi({ warehouse: true });
  const config = async () => (await t.edge(`/array/${ACCOUNT.projectToken}/config`)).status;
  await vi.waitFor(async () => expect(await config()).toBe(200), { timeout: 10_000 });
  await capture(
    sent("buy", { amount: 5, gift: true, at: "2026-01-31T10:00:00Z", note: "x", nothing: null }),
    sent("buy", { amount: 7.5, gift: false, at: "2026-02-01", note: "7" }),
    sent("$pageview", { $host: "x.io", note: "y" }),
  );
  const counted = async () =>
    results(await get("event_definitions/")).map(({ volume_30_day }) => volume_30_day);
  await settled(async () => expect(await counted()).toEqual([2, 1]));
});
afterAll(() => t?.dispose());

describe("events", () => {
  test("are there once they were seen", async () => {
    expect(await names("event_definitions/")).toEqual(["buy", "$pageview"]);
    expect(await names("event_definitions/?event_type=event_custom")).toEqual(["buy"]);
    expect(await names("event_definitions/?event_type=event_posthog")).toEqual(["$pageview"]);
    expect(await names("event_definitions/?event_type=action_event")).toEqual([]);
    expect(await names("event_definitions/?ordering=name")).toEqual(["$pageview", "buy"]);
    expect(await names("event_definitions/?search=PAGE")).toEqual(["$pageview"]);
    const buy = await get("event_definitions/by_name/?name=buy");
    expect(buy).toMatchObject({
      description: "",
      verified: false,
      updated_at: null,
      last_seen_at: expect.any(String),
    });
    expect(await get(`event_definitions/${String(buy.id)}/`)).toEqual(buy);
    expect((await call("GET", "event_definitions/by_name/?name=never")).status).toBe(404);
  });

  test("are described, verified and hidden", async () => {
    const { id } = await get("event_definitions/by_name/?name=buy");
    const path = `event_definitions/${String(id)}/`;
    const me = await t.call("GET", "/api/users/@me/");
    const change = {
      description: "Paid for a cart",
      tags: ["money", "money"],
      verified: true,
      owner: me.body.id,
    };
    expect((await call("PATCH", path, change)).body).toMatchObject({
      description: "Paid for a cart",
      tags: ["money"],
      verified: true,
      verified_by: { email: ACCOUNT.email },
      owner: { email: ACCOUNT.email },
      updated_by: { email: ACCOUNT.email },
      volume_30_day: 2,
    });
    expect(await names("event_definitions/?verified=true")).toEqual(["buy"]);
    expect(await names('event_definitions/?tags=["money"]')).toEqual(["buy"]);
    expect((await call("PATCH", path, { hidden: true })).body).toMatchObject({
      hidden: true,
      verified: false,
    });
    expect(await names("event_definitions/?exclude_hidden=true")).toEqual(["$pageview"]);
    expect(await names("event_definitions/")).toContain("buy");
    await call("PATCH", path, { hidden: false, owner: null });
    const activity = results(await get(`event_definitions/${String(id)}/activity/`));
    expect(activity.map((entry) => entry.activity)).toEqual(["updated", "updated", "updated"]);
  });

  test("belong to members alone: a stranger's number shows nothing of them", async () => {
    const email = "stranger@example.test";
    const signUp = { email, password: "long enough for all", organization_name: "Elsewhere" };
    const headers = { "content-type": "application/json", origin: WEB_URL };
    const signed = await t.api("/api/signup/", { method: "POST", headers, body: JSON.stringify(signUp) });
    const stranger = (await signed.json()) as { id: number; uuid: string };
    const { id } = await get("event_definitions/by_name/?name=buy");
    for (const owner of [stranger.id, stranger.uuid, 4_000_000]) {
      const refused = await call("PATCH", `event_definitions/${String(id)}/`, { owner });
      expect(refused).toMatchObject({ status: 400, body: { attr: "owner", code: "does_not_exist" } });
      expect(JSON.stringify(refused.body)).not.toContain(email);
    }
  });

  test("are described before they are sent, and left out once deleted", async () => {
    const made = await call("POST", "event_definitions/", { name: "refund", description: "Money back" });
    expect(made).toMatchObject({
      status: 201,
      body: { name: "refund", last_seen_at: null, volume_30_day: 0 },
    });
    expect(await call("POST", "event_definitions/", { name: "buy" })).toMatchObject({
      status: 400,
      body: { code: "unique", attr: "name" },
    });
    expect((await call("DELETE", `event_definitions/${String(made.body.id)}/`)).status).toBe(204);
    const { id } = await get("event_definitions/by_name/?name=$pageview");
    await call("DELETE", `event_definitions/${String(id)}/`);
    expect(await names("event_definitions/")).toEqual(["buy"]);
    expect((await call("PATCH", `event_definitions/${String(id)}/`, { verified: true })).status).toBe(404);
    await capture(sent("$pageview"));
    await settled(async () =>
      expect(await names("event_definitions/?ordering=name")).toEqual(["$pageview", "buy"]),
    );
  });

  test("know the insights that name them", async () => {
    const { id } = await get("event_definitions/by_name/?name=buy");
    const used = async () => (await get(`event_definitions/${String(id)}/metrics/`)).query_usage_30_day;
    expect(await used()).toBe(0);
    const query = { kind: "TrendsQuery", series: [{ kind: "EventsNode", event: "buy" }] };
    expect((await call("POST", "insights/", { name: "Sales", query })).status).toBe(201);
    expect(await used()).toBe(1);
  });
});

describe("properties", () => {
  const typed = async (path: string) =>
    Object.fromEntries(
      results(await get(path)).map((one) => [one.name, [one.property_type, one.volume_30_day]]),
    );

  test("have the type that all their values have, and a volume", async () => {
    expect(await typed("property_definitions/?exclude_core_properties=true")).toEqual({
      amount: ["Numeric", 2],
      gift: ["Boolean", 2],
      at: ["DateTime", 2],
      note: ["String", 3],
    });
    expect(await names("property_definitions/?is_numerical=true")).toEqual(["amount"]);
    expect(await names('property_definitions/?search=host&event_names=["$pageview"]')).toEqual(["$host"]);
    expect(await names("property_definitions/?properties=note,amount")).toEqual(["note", "amount"]);
    expect(await names('property_definitions/?properties=note,amount&excluded_properties=["note"]')).toEqual([
      "amount",
    ]);
  });

  test("are counted once, however often they are learnt, and learnt anew when more arrive", async () => {
    const headers = { "content-type": "application/json", "x-internal-key": INTERNAL_KEY };
    const ran = await t.api("/api/_internal/scheduled", { method: "POST", headers, body: "{}" });
    expect(((await ran.json()) as Record<string, unknown>)["learn-definitions"]).toMatchObject({ failed: 0 });
    expect((await typed("property_definitions/?search=amount")).amount).toEqual(["Numeric", 2]);
    await capture(sent("buy", { amount: "lots", fresh: 1 }));
    await settled(async () =>
      expect(await typed("property_definitions/?properties=amount,fresh")).toEqual({
        amount: ["String", 3],
        fresh: ["Numeric", 1],
      }),
    );
  });

  test("are described; a person's word on the type wins", async () => {
    const [note] = results(await get("property_definitions/?properties=note"));
    const path = `property_definitions/${String(note?.id)}/`;
    const change = { description: "Free text", tags: ["text"], property_type: "Numeric", verified: true };
    expect((await call("PATCH", path, change)).body).toMatchObject({ ...change, is_numerical: true });
    expect(await get(path)).toMatchObject(change);
    const asNumber = {
      kind: "HogQLQuery",
      query: "select properties.note from events where properties.note = 7",
    };
    await settled(async () =>
      expect(
        (await call("POST", "query/", { query: asNumber, refresh: "force_blocking" })).body.results,
      ).toEqual([[7]]),
    );
    expect((await call("PATCH", path, { property_type: "Colour" })).body).toMatchObject({
      attr: "property_type",
    });
    await call("PATCH", path, { hidden: true });
    expect(await names("property_definitions/?exclude_hidden=true")).not.toContain("note");
    expect((await call("DELETE", path)).status).toBe(204);
    expect(await names("property_definitions/")).not.toContain("note");
    expect((await call("GET", path)).status).toBe(404);
  });

  test("of events that have them", async () => {
    const asked = 'property_definitions/seen_together/?property_name=amount&event_names=["buy","$pageview"]';
    expect(await get(asked)).toEqual({ buy: true, $pageview: false });
    const marked = results(
      await get(
        'property_definitions/?event_names=["$pageview"]&filter_by_event_names=false&properties=amount,$host',
      ),
    );
    expect(Object.fromEntries(marked.map((one) => [one.name, one.is_seen_on_filtered_events]))).toEqual({
      amount: false,
      $host: true,
    });
  });

  test("of persons and sessions", async () => {
    await capture({ event: "x", distinct_id: "ada", properties: { $set: { plan: "pro" } } });
    await settled(async () => expect(await names("property_definitions/?type=person")).toEqual(["plan"]));
    const [plan] = results(await get("property_definitions/?type=person"));
    const changed = await call("PATCH", `property_definitions/${String(plan?.id)}/`, {
      description: "Paid plan",
    });
    expect(changed.body).toMatchObject({ type: "person", description: "Paid plan" });
    expect(await names("property_definitions/?type=session")).toContain("$session_duration");
  });
});
