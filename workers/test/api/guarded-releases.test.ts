import { createClient } from "@edgewise/db/mysql/client.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { INTERNAL_KEY, type Json, results, startApi, type TestApi } from "../api-harness.ts";

let t: TestApi;
let sql: ReturnType<typeof createClient>;
beforeAll(async () => {
  t = await startApi({ warehouse: true });
  sql = createClient(t.mysql);
});
afterAll(() => t?.dispose());

const P = "/api/projects/1";
const group = (rollout_percentage: number) => ({ properties: [], rollout_percentage });
const ERRORS = { preset: "error_rate" } as const;

async function makeFlag(key: string, rollout = 0, active = true): Promise<number> {
  const filters = { groups: [group(rollout)] };
  const { status, body } = await t.call("POST", `${P}/feature_flags/`, { key, filters, active });
  expect(status).toBe(201);
  return body.id as unknown as number;
}
const share = async (key: string) => {
  const { body } = await t.call("GET", `${P}/feature_flags/${key}/`);
  const { groups } = body.filters as unknown as { groups: { rollout_percentage: number }[] };
  return { active: body.active as unknown as boolean, share: groups[0]?.rollout_percentage };
};
const start = (key: string, body: object = {}) =>
  t.call("POST", `${P}/feature_flags/${key}/guarded_releases/`, {
    stages: [
      { rollout_percentage: 50, minutes: 1 },
      { rollout_percentage: 75, minutes: 60 },
    ],
    guards: [ERRORS],
    ...body,
  });
const read = async (id: unknown) => (await t.call("GET", `${P}/guarded_releases/${id}/`)).body;
const act = (id: unknown, action: string, reason?: string) =>
  t.call("POST", `${P}/guarded_releases/${id}/${action}/`, reason === undefined ? {} : { reason });
const history = async (id: unknown) =>
  (await t.call("GET", `${P}/guarded_releases/${id}/history/`)).body as unknown as {
    kind: string;
    text: string;
  }[];
const runJobs = async () => {
  const headers = { "x-internal-key": INTERNAL_KEY };
  return (await (await t.api("/api/_internal/scheduled", { method: "POST", headers })).json()) as Json;
};
/** Brings the end of a release's step about. */
const waitFor = (id: unknown) =>
  sql.execute(
    "update guarded_releases set stage_started_at = stage_started_at - interval 2 minute where id = ?",
    [id],
  );

/** People who called a flag, and whether an error met them. */
async function visit(flag: string, people: { on: boolean; count: number; errors: number; name?: string }) {
  const { on, count, errors, name = "" } = people;
  const events = Array.from({ length: count }, (_, i) => {
    const distinct_id = `${flag}-${name}${on}-${i}`;
    const called = { $feature_flag: flag, $feature_flag_response: on };
    return [
      { event: "$feature_flag_called", distinct_id, properties: called },
      ...(i < errors ? [{ event: "$exception", distinct_id, properties: { $exception_message: "no" } }] : []),
    ];
  }).flat();
  for (let at = 0; at < events.length; at += 500) await t.capture(events.slice(at, at + 500));
}

/** Everything captured so far is in the warehouse. */
async function settled(flag: string, calls: number) {
  const query = {
    kind: "HogQLQuery",
    query: `select count() from events where event = '$feature_flag_called' and properties.$feature_flag = '${flag}'`,
  };
  await expect
    .poll(
      async () => {
        const { body } = await t.call("POST", `${P}/query/`, { query, refresh: "force_blocking" });
        return (body.results as unknown as number[][])[0]?.[0];
      },
      { timeout: 20_000, interval: 200 },
    )
    .toBe(calls);
}

describe("a release that harms", () => {
  test("is rolled back by the job, once, with everything recorded", async () => {
    const id = await makeFlag("checkout", 0, false);
    const { status, body } = await start("checkout");
    expect(status).toBe(201);
    expect(body).toMatchObject({
      state: "running",
      stage: 0,
      flag: { id, key: "checkout" },
      notify: { emails: ["dev@edgewise.local"] },
    });
    expect(await share("checkout")).toEqual({ active: true, share: 50 });
    await visit("checkout", { on: true, count: 150, errors: 90 });
    await visit("checkout", { on: false, count: 150, errors: 3 });
    await settled("checkout", 300);
    expect((await runJobs())["guard-releases"]).toEqual({ roll_back: 1 });
    expect((await runJobs())["guard-releases"]).toEqual({});
    expect(await share("checkout")).toEqual({ active: false, share: 0 });
    const release = await read(body.id);
    expect(release).toMatchObject({
      state: "rolled_back",
      reason: expect.stringMatching(
        /^Rolled back to off\. "People with an error" is 60 % with the flag and 2 % without/,
      ),
      look: {
        verdict: "harmed",
        exposures: { on: 150, off: 150 },
        guards: [{ status: "harmed", units: { on: 150, off: 150 } }],
      },
    });
    const [low] = (release.look!.guards as unknown as { interval: number[] }[])[0]!.interval;
    expect(low).toBeGreaterThan(0);
    expect((await history(body.id)).map(({ kind }) => kind)).toEqual(["rolled_back", "started"]);
    const people = await t.call(
      "GET",
      `${P}/guarded_releases/${body.id}/people/?guard=${(release.look!.guards as unknown as { uuid: string }[])[0]!.uuid}&limit=200`,
    );
    expect(results(people.body)).toHaveLength(90);
    const log = await t.call("GET", `${P}/activity_log/?scope=FeatureFlag&item_id=${id}`);
    expect(results(log.body)[0]).toMatchObject({
      user: null,
      activity: "updated",
      detail: { trigger: { job_type: "guarded_release", job_id: body.id } },
    });
    const mails = (await t.call("GET", "/api/mailbox/")).body;
    expect(results(mails)).toMatchObject([{ subject: "checkout: rolled back, a guard-rail was harmed" }]);
    // Somebody goes on all the same: for a reason, and with a window of its own.
    expect(await act(body.id, "resume")).toMatchObject({ status: 400, body: { attr: "reason" } });
    expect(await act(body.id, "resume", "Known, fixed")).toMatchObject({
      status: 200,
      body: { state: "running", look: null },
    });
    expect(await share("checkout")).toEqual({ active: true, share: 50 });
    expect((await runJobs())["guard-releases"]).toEqual({ wait: 1 });
    expect(await act(body.id, "end")).toMatchObject({ status: 200, body: { state: "ended" } });
  });

  test("is left alone when somebody was faster", async () => {
    await makeFlag("search", 10);
    const { body } = await start("search");
    await visit("search", { on: true, count: 150, errors: 90 });
    await visit("search", { on: false, count: 150, errors: 3 });
    await settled("search", 300);
    await t.call("PATCH", `${P}/feature_flags/search/`, { filters: { groups: [group(80)] } });
    expect((await runJobs())["guard-releases"]).toEqual({ gave_way: 1 });
    expect(await share("search")).toEqual({ active: true, share: 80 });
    expect(await read(body.id)).toMatchObject({
      state: "superseded",
      reason: expect.stringContaining("from 50 % to 80 %"),
    });
  });

  test("only pauses nobody when the guard is off", async () => {
    await makeFlag("basket");
    const { body } = await start("basket");
    await act(body.id, "disable_guard", "Known");
    await visit("basket", { on: true, count: 120, errors: 90 });
    await visit("basket", { on: false, count: 120, errors: 0 });
    await settled("basket", 240);
    expect((await runJobs())["guard-releases"]).toEqual({ wait: 1 });
    await act(body.id, "enable_guard");
    // A change of anything else is no reason to give way, and is kept.
    await t.call("PATCH", `${P}/feature_flags/basket/`, { name: "Basket", tags: ["x"] });
    const raised = [
      { ...(body.settings!.guards as unknown as object[])[0], margin: { scale: "absolute", value: 0.95 } },
    ];
    expect((await t.call("PATCH", `${P}/guarded_releases/${body.id}/`, { guards: raised })).status).toBe(200);
    expect((await runJobs())["guard-releases"]).toEqual({ wait: 1 });
    expect(await read(body.id)).toMatchObject({ look: { verdict: "safe" } });
    await t.call("PATCH", `${P}/guarded_releases/${body.id}/`, {
      guards: [{ ...raised[0], margin: { scale: "absolute", value: 0.1 } }],
    });
    expect((await runJobs())["guard-releases"]).toEqual({ roll_back: 1 });
    expect(await share("basket")).toEqual({ active: true, share: 0 });
    expect((await t.call("GET", `${P}/feature_flags/basket/`)).body).toMatchObject({ name: "Basket" });
  });
});

describe("a release that harms nobody", () => {
  test("goes on step by step, waits for people, and completes", async () => {
    await makeFlag("menu", 20);
    const stages = [
      { rollout_percentage: 50, minutes: 1 },
      { rollout_percentage: 100, minutes: 1 },
    ];
    const { body } = await start("menu", { stages });
    await waitFor(body.id);
    expect((await runJobs())["guard-releases"]).toEqual({ hold: 1 });
    expect(await read(body.id)).toMatchObject({
      stage: 0,
      hold: expect.stringContaining("there are 0 and 0"),
    });
    await visit("menu", { on: true, count: 120, errors: 2 });
    await visit("menu", { on: false, count: 120, errors: 2 });
    await settled("menu", 240);
    await act(body.id, "pause", "Lunch");
    expect((await runJobs())["guard-releases"]).toEqual({ hold: 1 });
    await act(body.id, "unpause");
    expect((await runJobs())["guard-releases"]).toEqual({ advance: 1 });
    expect(await share("menu")).toEqual({ active: true, share: 100 });
    expect((await runJobs())["guard-releases"]).toEqual({ complete: 1 });
    expect((await history(body.id)).map(({ kind }) => kind)).toEqual([
      "completed",
      "advanced",
      "unpaused",
      "paused",
      "held",
      "started",
    ]);
    const undone = await act(body.id, "roll_back", "Second thoughts");
    expect(undone).toMatchObject({ status: 200, body: { state: "rolled_back" } });
    expect(await share("menu")).toEqual({ active: true, share: 20 });
    await runJobs();
    const mails = results((await t.call("GET", "/api/mailbox/")).body).map(({ subject }) => subject);
    expect(mails).toContain("menu: rolled back by hand");
  });

  test("stays where it is when the sides are not as large as they should be", async () => {
    await makeFlag("odd");
    const { body } = await start("odd");
    await visit("odd", { on: true, count: 100, errors: 90 });
    await visit("odd", { on: false, count: 300, errors: 3 });
    await settled("odd", 400);
    await waitFor(body.id);
    expect((await runJobs())["guard-releases"]).toEqual({ hold: 1 });
    expect(await read(body.id)).toMatchObject({
      state: "running",
      look: { verdict: "untrustworthy", split: { expected: 0.5, observed: 0.25, blocks: true } },
      hold: "25 % of the people seen have the flag, 50 % should: the sides can't be compared.",
    });
    await act(body.id, "end");
  });
});

test("a release ends with its environment, and was about that one alone", async () => {
  await makeFlag("preview", 0, false);
  const made = await t.call("POST", `${P}/environments/`, { name: "Preview" });
  const there = `/api/projects/${made.body.id}`;
  const stages = [{ rollout_percentage: 40, minutes: 5 }];
  const { status, body } = await t.call("POST", `${there}/feature_flags/preview/guarded_releases/`, {
    stages,
    guards: [ERRORS],
  });
  expect(status).toBe(201);
  expect(await share("preview")).toEqual({ active: false, share: 0 });
  const listed = async (base: string) =>
    results((await t.call("GET", `${base}/guarded_releases/?state=running`)).body).map(({ id }) => id);
  expect([await listed(there), await listed(P)]).toEqual([[body.id], []]);
  expect((await t.call("DELETE", `${P}/environments/${made.body.id}/`)).status).toBe(204);
  expect((await runJobs())["guard-releases"]).toEqual({ gave_way: 1 });
  expect(await read(body.id)).toMatchObject({ state: "ended", reason: "The environment is gone." });
});

describe("starting one", () => {
  test("takes the place of a planned ramp", async () => {
    const id = await makeFlag("ramped", 10);
    const payload = { operation: "ramp", value: { to: 40, step: 10, every_minutes: 30 } };
    const planned = await t.call("POST", `${P}/scheduled_changes/`, {
      record_id: id,
      model_name: "FeatureFlag",
      payload,
      scheduled_at: new Date(Date.now() + 3_600_000).toISOString(),
    });
    const { body } = await start("ramped", { stages: undefined, scheduled_change_id: planned.body.id });
    expect(body.stages).toEqual(
      [20, 30, 40].map((rollout_percentage) => ({ rollout_percentage, minutes: 30 })),
    );
    expect((await t.call("GET", `${P}/scheduled_changes/${planned.body.id}/`)).status).toBe(404);
    expect((await start("ramped")).body).toMatchObject({ code: "conflict" });
    await act(body.id, "advance");
    expect(await share("ramped")).toEqual({ active: true, share: 30 });
    await act(body.id, "end");
  });

  test("tells nobody the path of a web hook", async () => {
    await makeFlag("hooked");
    const notify = { emails: [], webhooks: ["https://hooks.example.com/services/plugh"] };
    const { body } = await start("hooked", { notify });
    const other = { ...notify, webhooks: ["https://hooks.example.com/services/xyzzy"] };
    await t.call("PATCH", `${P}/guarded_releases/${body.id}/`, { notify: other });
    const shown = [
      await read(body.id),
      await history(body.id),
      (await t.call("GET", `${P}/activity_log/`)).body,
    ];
    expect(shown[0]).toMatchObject({ notify: { webhooks: ["https://hooks.example.com/…"] } });
    expect((await history(body.id))[0]).toMatchObject({ kind: "changed", text: "Changed: notify." });
    expect(JSON.stringify(shown)).not.toMatch(/plugh|xyzzy/);
    await act(body.id, "end");
  });

  test.each<[string, object, string]>([
    ["no steps", { stages: undefined }, "stages"],
    ["steps and a ramp", { ramp: { to: 100, step: 5, every_minutes: 5 } }, "stages"],
    [
      "falling steps",
      {
        stages: [
          { rollout_percentage: 50, minutes: 1 },
          { rollout_percentage: 20, minutes: 1 },
        ],
      },
      "stages",
    ],
    ["everyone at once", { stages: [{ rollout_percentage: 100, minutes: 1 }] }, "stages"],
    ["an unknown condition", { condition: 4 }, "condition"],
    ["an unknown ramp", { stages: undefined, scheduled_change_id: 999 }, "scheduled_change_id"],
    ["no guard-rail", { guards: [] }, "guards"],
    ["an unknown preset", { guards: [{ preset: "luck" }] }, "guards__0"],
    [
      "a metric that can't be asked",
      {
        guards: [
          {
            name: "x",
            metric: { metric_type: "mean", source: { kind: "EventsNode", event: "a", math: "p99" } },
          },
        ],
      },
      "guards__0__metric__source__math",
    ],
    ["a stranger's address", { notify: { emails: ["who@example.com"] } }, "notify__emails"],
    ["too few people", { min_units: 5 }, "min_units"],
  ])("is refused with %s", async (name, body, attr) => {
    const key = `refused-${name.replace(/\W/g, "-")}`;
    await makeFlag(key);
    const refused = await start(key, body);
    expect(refused.status).toBe(400);
    expect(String(refused.body.attr)).toContain(attr);
    expect(await share(key)).toEqual({ active: true, share: 0 });
  });
});
