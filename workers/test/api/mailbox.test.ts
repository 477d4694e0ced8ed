import { afterAll, beforeAll, expect, test } from "vitest";
import { answerOf, startApi, type TestApi } from "../api-harness.ts";

let t: TestApi;
beforeAll(async () => {
  t = await startApi();
});
afterAll(() => t?.dispose());

const mailbox = async (headers: Record<string, string> = {}) =>
  await answerOf(await t.api("/api/mailbox/", { headers }));

test("on one machine the mailbox is open at a loopback address", async () => {
  expect(await mailbox()).toMatchObject({ status: 200, body: { count: 0, results: [] } });
  expect(
    (await t.call("GET", "/api/mailbox/01900000-0000-7000-8000-000000000000/", undefined, null)).status,
  ).toBe(404);
});

test.each([["evil.test:3000"], ["127.0.0.1, evil.test"], ["127.0.0.1.evil.test"]])(
  "a page of %s that was led here finds nothing",
  async (host) => expect((await mailbox({ "x-forwarded-host": host })).status).toBe(404),
);
