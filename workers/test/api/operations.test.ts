import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApi, type TestApi } from "../api-harness.ts";

const KEY = "metrics-key-of-the-tests";
let t: TestApi;

beforeAll(async () => {
  t = await startApi({ warehouse: true, vars: { METRICS_KEY: KEY, REQUEST_LOG: "off" } });
});
afterAll(() => t?.dispose());

const metrics = async (authorization?: string) => {
  const answer = await t.edge("/_metrics", authorization ? { headers: { authorization } } : {});
  return { status: answer.status, type: answer.headers.get("content-type"), text: await answer.text() };
};

describe("metrics", () => {
  test.each([[undefined], ["Bearer wrong"], ["Basic x"], [`Bearer ${KEY}x`]])(
    "are not there for %j",
    async (header) => {
      expect((await metrics(header)).status).toBe(404);
    },
  );

  test("tell what became of every event, and what the API answered", async () => {
    await t.capture([{ event: "one", distinct_id: "ada" }, { event: "no id" }]);
    await t.call("GET", "/api/users/@me/");
    await expect
      .poll(async () => (await metrics(`Bearer ${KEY}`)).text, { timeout: 15_000 })
      .toContain('edgewise_backlog_rows{partition="0"} 0\n');
    const { status, type, text } = await metrics(`Bearer ${KEY}`);
    expect([status, type]).toEqual([200, "application/openmetrics-text; version=1.0.0; charset=utf-8"]);
    for (const line of [
      'edgewise_events_total{partition="0",result="received"} 2',
      'edgewise_events_total{partition="0",result="stored"} 1',
      'edgewise_events_total{partition="0",result="rejected"} 1',
      'edgewise_flush_failures{partition="0"} 0',
      'edgewise_api_requests_total{route="/api/users/:user_uuid",method="GET",status="2xx"} 1',
      "edgewise_flag_requests_total 0",
      "edgewise_last_good_answers_total 0",
    ]) {
      expect(text).toContain(`${line}\n`);
    }
    expect(text.endsWith("# EOF\n")).toBe(true);
  });
});

test("anyone may know how it is, but not why", async () => {
  const { status, body } = await t.call("GET", "/api/status/", undefined, null);
  expect(status).toBe(200);
  expect(body).toEqual({
    status: "ok",
    checked_at: expect.any(String),
    parts: { mysql: "ok", warehouse: "ok", config: "ok", partitions: "ok" },
    events: { waiting: expect.any(Number), lag_seconds: expect.any(Number) },
  });
});
