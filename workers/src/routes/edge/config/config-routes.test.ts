import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CaptureFixture, startCapture, TOKEN } from "../../../../test/capture-fixture.ts";

let edge: CaptureFixture;
beforeAll(async () => {
  edge = await startCapture({ vars: { WEB_URL: "https://app.example" } });
});
afterAll(() => edge.dispose());

const ORIGIN = "https://shop.example";
const get = (path: string, init: RequestInit = {}) =>
  edge.fetch(path, { ...init, headers: { origin: ORIGIN, ...init.headers } });

describe("remote config", () => {
  it("is a script that leaves the config where the SDK looks", async () => {
    const response = await get(`/array/${TOKEN}/config.js`);
    expect(response.headers.get("content-type")).toContain("javascript");
    expect(response.headers.get("access-control-allow-origin")).toBe(ORIGIN);
    const window: { _POSTHOG_REMOTE_CONFIG?: Record<string, { config: { token: string } }> } = {};
    new Function("window", await response.text())(window);
    expect(window._POSTHOG_REMOTE_CONFIG?.[TOKEN]?.config.token).toBe(TOKEN);
  });

  it.each([`/array/${TOKEN}/config`, `/array/${TOKEN}/config/`])("is JSON at %s", async (path) => {
    const config = await (await get(path)).json();
    expect(config).toMatchObject({
      token: TOKEN,
      supportedCompression: ["gzip", "gzip-js"],
      autocapture_opt_out: false,
    });
  });

  it.each(["config.js", "config", "array.js"])("is 404 for an unknown token: %s", async (file) => {
    const response = await get(`/array/phc_unknown/${file}`);
    expect([response.status, response.headers.get("access-control-allow-origin")]).toEqual([404, ORIGIN]);
  });
});

describe("lists of products", () => {
  it.each([
    ["/api/surveys/", "surveys"],
    ["/api/early_access_features/", "earlyAccessFeatures"],
    ["/api/product_tours/", "product_tours"],
    ["/api/web_experiments/", "experiments"],
  ])("%s", async (path, key) => {
    const response = await get(`${path}?token=${TOKEN}&_=1`);
    expect([response.status, await response.json()]).toEqual([200, { [key]: [] }]);
    expect(response.headers.get("access-control-allow-origin")).toBe(ORIGIN);
    expect((await get(`${path}?token=phc_unknown`)).status).toBe(401);
    // Without a token it is the public API's, which this test does not run.
    expect((await get(path)).status).toBe(503);
  });
});

describe("products without a store", () => {
  it.each([
    "/i/v1/logs",
    "/i/v1/logs/",
    "/i/v1/metrics",
    "/i/v1/traces",
    "/i/v0/ai",
    "/i/v0/ai/otel",
    "/api/conversations/v1/widget/message",
  ])("%s says so instead of swallowing data", async (path) => {
    const response = await get(`${path}?token=${TOKEN}`, { method: "POST", body: "{}" });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: "not_enabled" });
    expect(response.headers.get("access-control-allow-origin")).toBe(ORIGIN);
  });
});

describe("CORS", () => {
  it.each([
    "/e/",
    "/i/v0/e/",
    "/batch/",
    "/s/",
    "/array/x/config",
    "/static/array.js",
    "/i/v1/analytics/events",
    "/i/v1/logs",
    "/api/conversations/v1/widget/messages/1/read",
    "/nowhere/",
  ])("answers the preflight of %s", async (path) => {
    const response = await get(path, {
      method: "OPTIONS",
      headers: {
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type,x-mine",
      },
    });
    expect(response.ok).toBe(true);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "access-control-allow-origin": ORIGIN,
      "access-control-allow-credentials": "true",
      "access-control-allow-headers": "content-type,x-mine",
      "access-control-allow-methods": "GET, POST, OPTIONS",
      "access-control-max-age": "86400",
      vary: "Origin",
    });
  });

  it("is on the 404 of paths that nothing serves", async () => {
    const response = await get("/no<where>/", { method: "POST", body: "{}" });
    expect([response.status, response.headers.get("access-control-allow-origin")]).toEqual([404, ORIGIN]);
    expect(response.headers.get("content-type")).toContain("text/plain");
    expect(await response.text()).toContain("check the host");
  });

  it("is never opened for the public API", async () => {
    const response = await get("/api/projects/1/");
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("hides internal routes", async () => {
    expect((await get("/api/_internal/verify-key", { method: "POST" })).status).toBe(404);
  });
});

describe("a link to a recording", () => {
  it("leads from the host of the SDK to the web app", async () => {
    const path = `/project/${TOKEN}/replay/01a2-b3?t=12`;
    const response = await get(path, { redirect: "manual" });
    expect([response.status, response.headers.get("location")]).toEqual([302, `https://app.example${path}`]);
    expect((await get(`/project/${TOKEN}/replay`, { redirect: "manual" })).status).toBe(404);
  });
});
