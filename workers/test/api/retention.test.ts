import { createClient } from "@edgewise/db/mysql/client.ts";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { INTERNAL_KEY, results, startApi, type TestApi } from "../api-harness.ts";
import { testBatch } from "../events.ts";

let t: TestApi;
const P = "/api/projects/1";
const DAY = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY).toISOString();
const count = async () => {
  const query = { kind: "HogQLQuery", query: "SELECT count(), uniq($session_id) FROM events" };
  const { body } = await t.call("POST", `${P}/query/`, { query, refresh: "force_blocking" });
  return (body.results as unknown as [number, number][])[0];
};
const runJobs = async () => {
  const headers = { "x-internal-key": INTERNAL_KEY };
  const ran = await t.api("/api/_internal/scheduled", { method: "POST", headers, body: "{}" });
  return (await ran.json()) as { "keep-retention": Record<string, number> };
};
const retention = async () => (await t.call("GET", `${P}/retention/`)).body;

beforeAll(async () => {
  t = await startApi({ warehouse: true, vars: { RETENTION_EACH_RUN: "on" } });
  const event = (days: number, session: string) => ({
    event: "seen",
    distinct_id: "ada",
    timestamp: ago(days),
    properties: { $session_id: session },
  });
  await vi.waitFor(async () => t.capture([event(200, "old")]), { timeout: 10_000, interval: 200 });
  await t.capture([event(100, "older"), event(100, "older"), event(2, "new")]);
  await vi.waitFor(async () => expect(await count()).toEqual([4, 3]), { timeout: 15_000, interval: 250 });
});
afterAll(() => t?.dispose());

test("without a choice and without plans everything is kept", async () => {
  expect(await runJobs()).toMatchObject({ "keep-retention": { nothing: expect.any(Number) } });
  expect(await retention()).toMatchObject({ event_days: null, plan: null, effective_at: null });
});

test("people are told two weeks before anything goes, once", async () => {
  const answer = await t.call("PATCH", `${P}/retention/`, { event_days: 90 });
  expect(answer).toMatchObject({ status: 200, body: { event_days: 90, own_days: 90 } });
  expect(await runJobs()).toMatchObject({ "keep-retention": { notify: 1 } });
  expect(await runJobs()).toMatchObject({ "keep-retention": { wait: 1 } });
  const mails = results((await t.call("GET", "/api/mailbox/")).body).filter(({ subject }) =>
    String(subject).includes("older than 90 days"),
  );
  expect(mails).toHaveLength(1);
  expect(Date.parse(String((await retention()).effective_at)) - Date.now()).toBeGreaterThan(13 * DAY);
  expect(await count()).toEqual([4, 3]);
});

test("then what is past its time goes, day by day, and can be restored", async () => {
  await createClient(t.mysql).execute("UPDATE retention_states SET effective_at = '2026-01-01'");
  expect(await runJobs()).toMatchObject({ "keep-retention": { delete: 1 } });
  expect(await count()).toEqual([1, 1]);
  const after = await retention();
  expect(after).toMatchObject({
    deleted_events: 3,
    restorable_days: [ago(200), ago(100)].map((at) => at.slice(0, 10)),
  });

  const days = { date_from: ago(150).slice(0, 10), date_to: ago(0).slice(0, 10) };
  const { body, status } = await t.call("POST", `${P}/retention/restore/`, days);
  expect(status).toBe(202);
  await vi.waitFor(
    async () => {
      const job = await t.call("GET", `${P}/retention/restore/${String(body.id)}/`);
      expect(job.body).toMatchObject({ state: "done", restored: 2 });
    },
    { timeout: 15_000, interval: 250 },
  );
  expect(await count()).toEqual([3, 2]);
  const sessions = {
    kind: "HogQLQuery",
    query: "SELECT session_id, $pageview_count FROM sessions ORDER BY session_id",
  };
  const { body: answer } = await t.call("POST", `${P}/query/`, {
    query: sessions,
    refresh: "force_blocking",
  });
  expect((answer.results as unknown as [string][]).map(([id]) => id)).toEqual(["new", "older"]);
});

test("what was restored stays for the restore period", async () => {
  expect(await runJobs()).toMatchObject({ "keep-retention": { wait: 1 } });
  expect(await count()).toEqual([3, 2]);
  expect((await retention()).restorable_days).toEqual([ago(200).slice(0, 10)]);
});

test("fewer days than people were told of need another notice", async () => {
  await t.call("PATCH", `${P}/retention/`, { event_days: 30 });
  expect(await runJobs()).toMatchObject({ "keep-retention": { notify: 1 } });
});

test("recordings go with their files when the time of their project is over, and no earlier", async () => {
  const ago29 = new Date(Date.now() - 29.5 * DAY).toISOString().slice(0, 23).replace("T", " ");
  const block = (session: string, extra: object = {}) => {
    const uuid = crypto.randomUUID();
    const row = JSON.stringify({
      environment_id: 1,
      session_id: session,
      window_id: "w",
      distinct_id: "ada",
      first_timestamp: ago29,
      last_timestamp: ago29,
      object_key: `recordings/1/${session}/b`,
      bytes: 1,
      uuid,
      ...extra,
    });
    return { uuid, distinctId: "ada", sessionId: session, row };
  };
  const recordings = [block("ends"), block("stays", { retention_days: 90 })];
  for (const session of ["ends", "stays"]) await t.put(`recordings/1/${session}/b`, new Uint8Array([1]));
  await t.append(testBatch([], { recordings }));
  const sessions = async () =>
    (await t.sql("SELECT session_id FROM recordings WHERE bytes = 1 ORDER BY session_id")).flat();
  await vi.waitFor(async () => expect(await sessions()).toEqual(["ends", "stays"]), {
    timeout: 15_000,
    interval: 250,
  });
  await runJobs();
  expect(await sessions()).toEqual(["stays"]);
  const files = (await t.objects()).filter((key) => key.startsWith("recordings/"));
  expect(files).toEqual(["recordings/1/stays/b"]);
});

test("a project's choice how long recordings are kept goes with each of them", async () => {
  await t.call("PATCH", `${P}/`, { session_recording_retention_period: "90d" });
  const record = async () => {
    const $snapshot_data = [{ type: 2, data: "x", timestamp: Date.now(), cv: "2024-10" }];
    const token = t.account.projectToken;
    const properties = { token, distinct_id: "ada", $session_id: "kept", $window_id: "w", $snapshot_data };
    const body = JSON.stringify([{ uuid: crypto.randomUUID(), event: "$snapshot", properties }]);
    expect((await t.edge("/s/", { method: "POST", body })).status).toBe(200);
    return (await t.sql("SELECT max(retention_days) FROM recordings WHERE session_id = 'kept'"))[0]?.[0];
  };
  await vi.waitFor(async () => expect(Number(await record())).toBe(90), { timeout: 15_000, interval: 500 });
});
