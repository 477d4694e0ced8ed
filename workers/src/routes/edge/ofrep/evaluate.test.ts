import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { flag, publish, snapshot, TOKEN } from "../../../../test/flags/project.ts";
import { startWorkers, type TestWorkers } from "../../../../test/harness.ts";

let workers: TestWorkers;
beforeAll(async () => {
  workers = await startWorkers();
  await publish(
    workers,
    snapshot({
      flags: [
        flag("on", [{ rollout_percentage: 100 }]),
        flag("pro", [{ properties: [{ key: "plan", type: "person", operator: "exact", value: "pro" }] }]),
        flag("asleep", undefined, { active: false }),
        flag("config", undefined, {
          is_remote_configuration: true,
          filters: { groups: [{ rollout_percentage: 100 }], payloads: { true: '{"limit":5}' } },
        }),
      ],
    }),
  );
});
afterAll(() => workers.dispose());

const PATH = "/ofrep/v1/evaluate/flags";
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  workers.fetch(path, {
    method: "POST",
    headers: { Authorization: `Bearer ${TOKEN}`, "Content-Type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
const context = { targetingKey: "u", plan: "pro" };

describe("one flag", () => {
  it.each([
    ["on", 200, { value: true, reason: "TARGETING_MATCH" }],
    ["pro", 200, { value: true, variant: "on" }],
    ["config", 200, { value: { limit: 5 } }],
    ["asleep", 200, { value: false, reason: "DISABLED" }],
    ["nothing", 404, { errorCode: "FLAG_NOT_FOUND" }],
  ])("%s answers %i", async (key, status, entry) => {
    const response = await post(`${PATH}/${key}`, { context });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ key, ...entry });
  });

  it.each([
    ["{", "PARSE_ERROR"],
    [{}, "INVALID_CONTEXT"],
    [{ context: {} }, "TARGETING_KEY_MISSING"],
  ])("%j is refused as %s", async (body, errorCode) => {
    const response = await post(`${PATH}/on`, body);
    expect([response.status, await response.json()]).toMatchObject([400, { key: "on", errorCode }]);
  });
});

describe("all flags", () => {
  it("come with a tag that answers 304 while nothing differs", async () => {
    const response = await post(PATH, { context });
    const etag = response.headers.get("etag")!;
    const { flags } = (await response.json()) as { flags: { key: string }[] };
    expect(flags.map(({ key }) => key)).toEqual(["on", "pro", "config"]);
    expect((await post(PATH, { context }, { "If-None-Match": etag })).status).toBe(304);
    const other = await post(PATH, { context: { targetingKey: "u" } }, { "If-None-Match": etag });
    expect(other.status).toBe(200);
  });

  it.each([
    [{ Authorization: "Bearer phc_wrong" }, 401],
    [{ Authorization: "" }, 401],
    [{ Authorization: "", "X-API-Key": TOKEN }, 200],
  ])("with %j answer %i", async (headers, status) => {
    expect((await post(PATH, { context }, headers)).status).toBe(status);
  });

  it("may be asked for by any page", async () => {
    const headers = {
      Origin: "https://shop.example",
      "Access-Control-Request-Headers": "authorization,content-type,if-none-match",
    };
    const preflight = await workers.fetch(PATH, { method: "OPTIONS", headers });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-headers")).toContain("if-none-match");
    const answer = await post(PATH, { context }, headers);
    expect(answer.headers.get("access-control-expose-headers")).toContain("ETag");
  });
});
