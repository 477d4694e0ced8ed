import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { INTERNAL_KEY, type Json, startApi, type TestApi } from "../api-harness.ts";

let t: TestApi;
let P: string;
let server: Server;
let hook: string;
let posted: Json[] = [];
let insight: Json;
let dashboard: Json;
const call = (method: string, path: string, body?: unknown) => t.call(method, `${P}/${path}`, body);
const list = (body: Json) => body.results as unknown as Json[];

async function runJobs(): Promise<Record<string, unknown>> {
  const headers = { "x-internal-key": INTERNAL_KEY };
  return (await (await t.api("/api/_internal/scheduled", { method: "POST", headers })).json()) as Record<
    string,
    unknown
  >;
}
const mails = async () => list((await t.call("GET", "/api/mailbox/?limit=1000", undefined, null)).body);
const mailTo = async (to: string) => {
  const found = (await mails()).find((mail) => String(mail.to) === to);
  return found && (await t.call("GET", `/api/mailbox/${found.id}/`, undefined, null)).body;
};

const weekly = (more: object = {}) => ({
  target_type: "email",
  target_value: "ada@example.test",
  frequency: "weekly",
  interval: 1,
  byweekday: ["monday"],
  start_date: "2026-01-05T09:00:00Z",
  send_test_now: false,
  ...more,
});

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    posted.push(JSON.parse(text) as Json);
    response.end("ok");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  hook = `http://${host}/hook`;
  t = await startApi({ warehouse: true, vars: { WEBHOOK_ALLOW: host } });
  P = `/api/projects/${t.account.projectId}`;
  await t.capture([1, 2, 3].map((n) => ({ event: "signup", properties: { distinct_id: `user-${n}` } })));
  const query = { kind: "TrendsQuery", series: [{ kind: "EventsNode", event: "signup" }] };
  insight = (await call("POST", "insights/", { name: "Signups <today>", query })).body;
  dashboard = (await call("POST", "dashboards/", { name: "Board" })).body;
  await call("PATCH", `insights/${insight.id}/`, { dashboards: [dashboard.id] });
}, 60_000);
afterAll(async () => {
  server?.close();
  await t?.dispose();
});

test("a subscription has every field, and comes on its day", async () => {
  const { status, body } = await call(
    "POST",
    "subscriptions/",
    weekly({ insight: insight.id, title: "Weekly" }),
  );
  expect(status).toBe(201);
  expect(body).toMatchObject({
    insight: insight.id,
    dashboard: null,
    resource_type: "insight",
    resource_name: "Signups <today>",
    target_type: "email",
    target_value: "ada@example.test",
    frequency: "weekly",
    interval: 1,
    byweekday: ["monday"],
    bysetpos: null,
    count: null,
    start_date: "2026-01-05T09:00:00.000000Z",
    until_date: null,
    title: "Weekly",
    summary: "sent every week on monday",
    deleted: false,
    enabled: true,
    created_by: { email: t.account.email },
  });
  const next = new Date(String(body.next_delivery_date));
  expect(next.getTime()).toBeGreaterThan(Date.now());
  expect([next.getUTCDay(), next.getUTCHours()]).toEqual([1, 9]);
  expect((await call("GET", `subscriptions/${body.id}/`)).body).toEqual(body);
  expect(list((await call("GET", `subscriptions/?insight=${insight.id}`)).body)).toMatchObject([
    { id: body.id },
  ]);
  expect(list((await call("GET", `subscriptions/?dashboard=${dashboard.id}`)).body)).toEqual([]);
  expect(list((await call("GET", "subscriptions/?search=ada")).body)).toHaveLength(1);
  const off = await call("PATCH", `subscriptions/${body.id}/`, { enabled: false });
  expect(off.body).toMatchObject({ enabled: false, next_delivery_date: null, title: "Weekly" });
  expect((await call("POST", `subscriptions/${body.id}/test-delivery/`)).status).toBe(409);
  const gone = await call("PATCH", `subscriptions/${body.id}/`, { deleted: true });
  expect(gone).toMatchObject({ status: 200, body: { deleted: true } });
  expect((await call("GET", `subscriptions/${body.id}/`)).status).toBe(404);
  const log = await call("GET", `activity_log/?scope=Subscription&item_id=${body.id}`);
  expect(list(log.body).map(({ activity }) => activity)).toEqual(["deleted", "updated", "created"]);
});

test.each<[object, string]>([
  [{}, "insight"],
  [{ insight: 1, dashboard: 1 }, "insight"],
  [{ insight: 999_999 }, "insight"],
  [{ dashboard: 999_999 }, "dashboard"],
  [{ insight: 1, target_value: "nobody" }, "target_value"],
  [{ insight: 1, target_value: "a@b.test,x@" }, "target_value"],
  [{ insight: 1, target_type: "slack", target_value: "#general" }, "target_value"],
  [{ insight: 1, target_type: "webhook", target_value: "https://169.254.169.254/" }, "target_value"],
  [{ insight: 1, target_type: "pigeon" }, "target_type"],
  [{ insight: 1, frequency: "hourly" }, "frequency"],
  [{ insight: 1, interval: 0 }, "interval"],
  [{ insight: 1, byweekday: ["someday"] }, "byweekday__0"],
  [{ insight: 1, bysetpos: 0 }, "bysetpos"],
  [{ insight: 1, start_date: "soon" }, "start_date"],
])("%j is refused at %s", async (more, attr) => {
  const answer = await call("POST", "subscriptions/", weekly(more));
  expect(answer).toMatchObject({ status: 400, body: { attr } });
});

describe("what is due", () => {
  test("is sent once, with its numbers, and comes again", async () => {
    const body = weekly({ dashboard: dashboard.id, target_value: "Due@example.test, two@example.test" });
    // The first occurrence that is not in the past lies some moments ahead.
    const start = new Date(Date.now() + 1500).toISOString();
    const made = await call("POST", "subscriptions/", {
      ...body,
      frequency: "daily",
      byweekday: null,
      start_date: start,
    });
    expect(made.body.next_delivery_date).toBe(start.replace("Z", "000Z"));
    await expect
      .poll(async () => await runJobs().then(() => mailTo("due@example.test")), { timeout: 20_000 })
      .toBeTruthy();
    await Promise.all([runJobs(), runJobs(), runJobs()]);
    const sent = (await mails()).filter(({ to }) => /^(due|two)@/.test(String(to)));
    expect(sent).toHaveLength(2);
    const mail = (await mailTo("due@example.test"))!;
    expect(mail.subject).toBe("Board");
    expect(String(mail.html)).toContain("Signups &lt;today&gt;");
    expect(String(mail.text)).toMatch(/Period\s+signup\s+Change/);
    expect(String(mail.text)).toContain("(so far)");
    const after = (await call("GET", `subscriptions/${made.body.id}/`)).body;
    expect(new Date(String(after.next_delivery_date)).getTime()).toBe(new Date(start).getTime() + 86_400_000);
    const deliveries = await call("GET", `subscriptions/${made.body.id}/deliveries/`);
    expect(deliveries.body).toMatchObject({
      next: null,
      previous: null,
      results: [
        {
          status: "completed",
          trigger_type: "scheduled",
          error: null,
          recipient_results: [
            { recipient: "due@example.test", status: "sent", error: null },
            { recipient: "two@example.test", status: "sent", error: null },
          ],
        },
      ],
    });
    const [{ id }] = list(deliveries.body) as [Json];
    const one = await call("GET", `subscriptions/${made.body.id}/deliveries/${id}/`);
    expect(one.body).toEqual(list(deliveries.body)[0]);
    expect((await call("GET", `subscriptions/${made.body.id}/deliveries/nope/`)).status).toBe(404);
  });

  test("ends after its count", async () => {
    const start = new Date(Date.now() + 1000).toISOString();
    const body = weekly({
      insight: insight.id,
      frequency: "daily",
      byweekday: null,
      start_date: start,
      count: 1,
    });
    const made = await call("POST", "subscriptions/", { ...body, target_value: "count@example.test" });
    await expect
      .poll(async () => await runJobs().then(() => mailTo("count@example.test")), { timeout: 20_000 })
      .toBeTruthy();
    expect((await call("GET", `subscriptions/${made.body.id}/`)).body.next_delivery_date).toBeNull();
  });
});

test("one is sent at once when somebody subscribes, and on demand", async () => {
  const { body } = await call(
    "POST",
    "subscriptions/",
    weekly({ insight: insight.id, target_value: "now@example.test", send_test_now: undefined }),
  );
  await expect.poll(() => mailTo("now@example.test"), { timeout: 20_000 }).toBeTruthy();
  await expect
    .poll(async () => (await call("POST", `subscriptions/${body.id}/test-delivery/`)).status, {
      timeout: 20_000,
    })
    .toBe(202);
  await expect
    .poll(
      async () => list((await call("GET", `subscriptions/${body.id}/deliveries/?status=completed`)).body),
      { timeout: 20_000 },
    )
    .toMatchObject([{ trigger_type: "manual" }, { trigger_type: "target_change" }]);
});

test("a web hook gets it as JSON, and its URL is not told", async () => {
  posted = [];
  const body = weekly({
    insight: insight.id,
    target_type: "webhook",
    target_value: hook,
    send_test_now: true,
  });
  const made = await call("POST", "subscriptions/", body);
  expect(made.body.target_value).toBe(new URL(hook).host);
  await expect
    .poll(() => posted, { timeout: 20_000 })
    .toMatchObject([
      {
        type: "subscription",
        title: "Signups <today>",
        tables: [{ columns: ["Period", "signup", "Change"] }],
      },
    ]);
  const same = await call("PATCH", `subscriptions/${made.body.id}/`, {
    target_value: new URL(hook).host,
    title: "T",
  });
  expect(same).toMatchObject({ status: 200, body: { title: "T" } });
  const log = await call("GET", `activity_log/?scope=Subscription&item_id=${made.body.id}`);
  expect(JSON.stringify(log.body)).not.toContain("/hook");
});

test("the link of a mail ends it for its address, without an account", async () => {
  const body = weekly({
    insight: insight.id,
    target_value: "stay@example.test,leave@example.test",
    send_test_now: true,
  });
  const made = await call("POST", "subscriptions/", body);
  await expect.poll(() => mailTo("leave@example.test"), { timeout: 20_000 }).toBeTruthy();
  const link = /\/unsubscribe\/(\S+)/.exec(String((await mailTo("leave@example.test"))!.text))![1];
  const path = `/api/unsubscribe/${link}/`;
  expect((await t.call("GET", path, undefined, null)).body).toMatchObject({
    address: "leave@example.test",
    subscribed: true,
  });
  const pressed = await t.api(path, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "List-Unsubscribe=One-Click",
  });
  expect(pressed.status).toBe(200);
  expect((await call("GET", `subscriptions/${made.body.id}/`)).body.target_value).toBe("stay@example.test");
  expect((await t.call("POST", path, {}, null)).body).toMatchObject({ subscribed: false });
  for (const wrong of ["x", `${link}x`, "a.b"])
    expect((await t.call("POST", `/api/unsubscribe/${wrong}/`, {}, null)).status).toBe(404);
});
