import { createClient } from "@edgewise/db/mysql/client.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ACCOUNT, INTERNAL_KEY, type Json, startApi, type TestApi } from "../api-harness.ts";

let t: TestApi;
beforeAll(async () => {
  t = await startApi();
});
afterAll(() => t?.dispose());

const remoteConfig = async (token: string) => await t.edge(`/array/${token}/config`);
const patch = async (path: string, body: object) => await t.call("PATCH", path, body);

describe("settings", () => {
  test("have defaults; what is written is read back below both roots", async () => {
    const fresh = await t.call("GET", "/api/projects/1/");
    expect(fresh.body).toMatchObject({
      id: 1,
      project_id: 1,
      api_token: ACCOUNT.projectToken,
      timezone: "UTC",
      week_start_day: null,
      test_account_filters: [],
      app_urls: [],
      anonymize_ips: false,
      session_recording_opt_in: false,
      ingested_event: false,
      effective_membership_level: 15,
    });
    const change = {
      name: "Renamed",
      timezone: "Europe/Berlin",
      week_start_day: 1,
      app_urls: ["https://shop.example.test"],
      test_account_filters: [
        { key: "email", operator: "not_icontains", type: "person", value: "@example.test" },
      ],
      heatmaps_opt_in: true,
      session_recording_opt_in: true,
      session_recording_sample_rate: "0.50",
    };
    expect((await patch("/api/projects/1/", change)).body).toMatchObject(change);
    expect((await t.call("GET", "/api/environments/1")).body).toMatchObject(change);
    expect(
      (await t.call("GET", `/api/organizations/${t.account.organizationId}/projects/1/`)).body,
    ).toMatchObject(change);
    expect((await t.call("GET", "/api/projects/1/activity_log/?scope=Project")).body).toMatchObject({
      results: [
        {
          activity: "updated",
          detail: { changes: expect.arrayContaining([expect.objectContaining({ field: "timezone" })]) },
        },
        { activity: "created" },
      ],
    });
  });

  test("reach SDKs", async () => {
    await expect
      .poll(async () => await (await remoteConfig(ACCOUNT.projectToken)).json(), { timeout: 3000 })
      .toMatchObject({ heatmaps: true, sessionRecording: { sampleRate: "0.50" } });
  });

  test("parallel changes of different settings are both kept", async () => {
    const names = ["anonymize_ips", "capture_dead_clicks", "access_control", "surveys_opt_in"];
    await Promise.all(names.map((name) => patch("/api/projects/1/", { [name]: true })));
    expect((await t.call("GET", "/api/projects/1/")).body).toMatchObject(
      Object.fromEntries(names.map((name) => [name, true])),
    );
  });

  test.each<[object, string, string]>([
    [{ timezone: "Mars/Olympus" }, "timezone", "invalid_choice"],
    [{ week_start_day: 3 }, "week_start_day", "invalid_input"],
    [{ name: "" }, "name", "blank"],
    [{ name: null }, "name", "null"],
    [{ session_recording_sample_rate: "2" }, "session_recording_sample_rate", "invalid_input"],
    [{ app_urls: "https://one.test" }, "app_urls", "invalid_input"],
    [{ session_recording_retention_period: "7d" }, "session_recording_retention_period", "invalid_choice"],
  ])("%j is refused", async (body, attr, code) => {
    expect(await patch("/api/projects/1/", body)).toMatchObject({ status: 400, body: { attr, code } });
  });

  test("unknown fields are ignored", async () => {
    expect((await patch("/api/projects/1/", { sparkles: true })).status).toBe(200);
  });
});

describe("projects", () => {
  test("are created, listed and deleted; the edge forgets a deleted one", async () => {
    const created = await t.call("POST", "/api/projects/", { name: "Second", timezone: "Asia/Tokyo" });
    expect(created).toMatchObject({ status: 201, body: { name: "Second", timezone: "Asia/Tokyo" } });
    const { id } = created.body;
    const token = String(created.body.api_token);
    await expect.poll(async () => (await remoteConfig(token)).status, { timeout: 3000 }).toBe(200);
    // Made with a key: the person stays where she is, and so do programs that follow her (the CLI).
    expect((await t.call("GET", "/api/users/@me/")).body).toMatchObject({ team: { id: 1 } });
    const ids = (await t.call("GET", "/api/projects/")).body.results as unknown as { id: number }[];
    expect(ids.map((project) => project.id)).toEqual([1, id]);
    expect((await t.call("DELETE", `/api/projects/${id}/`)).status).toBe(204);
    expect((await t.call("GET", `/api/projects/${id}/`)).status).toBe(404);
    expect((await t.call("GET", "/api/projects/")).body).toMatchObject({ count: 1 });
    await expect.poll(async () => (await remoteConfig(token)).status, { timeout: 3000 }).not.toBe(200);
  });

  test("an unknown zone makes no project", async () => {
    const refused = await t.call("POST", "/api/projects/", { name: "X", timezone: "Nowhere" });
    expect(refused).toMatchObject({ status: 400, body: { attr: "timezone" } });
  });

  test("a reset token works and the old one stops", async () => {
    const { body } = await t.call("POST", "/api/projects/", { name: "Rotating" });
    const [path, old] = [`/api/projects/${String(body.id)}/reset_token/`, String(body.api_token)];
    await expect.poll(async () => (await remoteConfig(old)).status, { timeout: 3000 }).toBe(200);
    const fresh = String((await patch(path, {})).body.api_token);
    expect(fresh).not.toBe(old);
    await expect.poll(async () => (await remoteConfig(fresh)).status, { timeout: 3000 }).toBe(200);
    await expect.poll(async () => (await remoteConfig(old)).status, { timeout: 3000 }).not.toBe(200);
  });
});

describe("secret keys", () => {
  const definitions = async (key: string) =>
    (
      await t.edge(`/flags/definitions?token=${ACCOUNT.projectToken}`, {
        headers: { authorization: `Bearer ${key}` },
      })
    ).status;

  test("are shown once, listed masked, work at the edge and can be revoked", async () => {
    const created = await t.call("POST", "/api/projects/1/secret_api_keys/", { label: "server" });
    expect(created).toMatchObject({ status: 201, body: { value: expect.stringMatching(/^phs_\w{40,}$/) } });
    const [id, value] = [String(created.body.id), String(created.body.value)];
    const listed = (await t.call("GET", "/api/projects/1/secret_api_keys/")).body;
    expect(listed).toMatchObject([
      { label: "npm start", value: null },
      { id, label: "server", value: null },
    ]);
    expect(JSON.stringify(listed)).not.toContain(value);
    await expect.poll(() => definitions(value), { timeout: 3000 }).toBe(200);
    expect((await t.call("DELETE", `/api/projects/1/secret_api_keys/${id}/`)).status).toBe(204);
    await expect.poll(() => definitions(value), { timeout: 3000 }).toBe(401);
  });

  test("personal keys read definitions at the edge as long as they are good", async () => {
    expect(await definitions(ACCOUNT.personalApiKey)).toBe(200);
    expect(await definitions("phx_wrong")).toBe(401);
  });
});

describe("the minute job", () => {
  test("pushes what never reached the edge", async () => {
    const client = createClient(t.mysql);
    await client.execute("update config_versions set pushed = 0 where project_id = 1");
    const run = async () => {
      const headers = { "x-internal-key": INTERNAL_KEY };
      return await (await t.api("/api/_internal/scheduled", { method: "POST", headers })).json();
    };
    expect(await run()).toMatchObject({ "push-snapshots": { pushed: 1, failed: 0 } });
    expect(await run()).toMatchObject({ "push-snapshots": { pushed: 0, failed: 0 } });
  });
});

describe("every answer", () => {
  test("of an unknown path or method says so", async () => {
    expect(await t.call("GET", "/api/nothing/")).toMatchObject({ status: 404, body: { code: "not_found" } });
    const wrong = await t.call("PUT", "/api/projects/1/feature_flags/");
    expect(wrong).toMatchObject({ status: 405, body: { code: "method_not_allowed" } });
    expect(wrong.headers.get("allow")).toBe("GET, POST");
  });
  test("has a request id and is not cached", async () => {
    const { headers } = await t.call("GET", "/api/projects/1/");
    expect(headers.get("x-request-id")).toMatch(/^[\w-]{8,}$/);
    expect(headers.get("cache-control")).toContain("no-store");
  });
  test("to a body that is too large is 413", async () => {
    const large = await t.call("POST", "/api/projects/1/feature_flags/", {
      key: "x".repeat(11 * 1024 * 1024),
    });
    expect(large).toMatchObject({ status: 413, body: { code: "too_large" } });
  });
});

describe("the description", () => {
  test("is OpenAPI that refers to nothing that is missing", async () => {
    const { body } = await t.call("GET", "/api/openapi.json", undefined, null);
    expect(body).toMatchObject({ openapi: "3.1.0", servers: [{ url: "http://127.0.0.1:8787" }] });
    const references = [...JSON.stringify(body).matchAll(/"\$ref":"([^"]+)"/g)].map(([, target]) => target);
    expect(references).toContain("#/components/schemas/Error");
    const found = (reference = ""): unknown =>
      reference
        .split("/")
        .slice(1)
        .map((part) => decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~"))
        .reduce<unknown>((at, part) => (at as Json | undefined)?.[part], body);
    expect(references.filter((reference) => found(reference) === undefined)).toEqual([]);
    expect(body.paths?.["/api/projects/{project_id}/feature_flags/"]?.post).toMatchObject({
      requestBody: { content: { "application/json": { schema: { required: ["key"] } } } },
    });
  });
  test("is shown at /api/docs", async () => {
    const page = await t.api("/api/docs");
    expect(page.headers.get("content-type")).toContain("text/html");
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    const html = await page.text();
    expect(html).toContain('href="/api/openapi.json"');
    expect(html).toContain("/api/projects/{project_id}/feature_flags/");
    expect(html).not.toMatch(/<script|https?:\/\/(?!127\.0\.0\.1)/);
  });
});
