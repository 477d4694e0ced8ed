import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { environment, flag, publish, snapshot, TOKEN } from "../../../../test/flags/project.ts";
import { startWorkers, type TestWorkers } from "../../../../test/harness.ts";

let workers: TestWorkers;

const variants = {
  variants: [
    { key: "control", rollout_percentage: 50 },
    { key: "test", rollout_percentage: 50 },
  ],
};
const email = { key: "email", type: "person", operator: "icontains", value: "@ours.dev" };

beforeAll(async () => {
  workers = await startWorkers();
  const flags = [
    flag("everyone", undefined, {
      filters: { groups: [{ rollout_percentage: 100 }], payloads: { true: '{"size":3}' } },
    }),
    flag("nobody", [{ rollout_percentage: 0 }]),
    flag("ours", [{ properties: [email] }]),
    flag("split", undefined, { filters: { groups: [{ variant: "test" }], multivariate: variants } }),
    flag("company", undefined, { filters: { groups: [{}], aggregation_group_type_index: 0 } }),
    flag("switched-off", undefined, { active: false }),
    flag("gone", undefined, { deleted: true }),
    flag("browser-only", undefined, { evaluation_runtime: "client" }),
    flag("server-only", undefined, { evaluation_runtime: "server" }),
    flag("shop-only", undefined, { evaluation_contexts: ["shop"] }),
    flag("survey-targeting-1", undefined),
    flag("static-cohort", [{ properties: [{ key: "id", type: "cohort", value: 9 }] }]),
  ];
  await publish(
    workers,
    snapshot({ flags, cohorts: [{ id: 9, isStatic: true }], groupTypes: { 0: "company" } }),
  );
  const limited = environment({ id: 2, tokens: ["phc_limited"], overLimit: ["feature_flags"] });
  await publish(workers, snapshot({ projectId: 2, environments: [limited], flags }));
});

afterAll(() => workers.dispose());

interface Entry {
  readonly enabled: boolean;
  readonly variant: string | null;
  readonly failed?: boolean;
  readonly reason: {
    readonly code: string;
    readonly condition_index: number | null;
    readonly description: string;
  };
  readonly metadata: { readonly id: number; readonly version: number; readonly payload: string | null };
}

interface Answer {
  readonly flags: Record<string, Entry>;
  readonly errorsWhileComputingFlags: boolean;
  readonly requestId: string;
  readonly [key: string]: unknown;
}

const BROWSER = { "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/150.0 Safari/537.36" };

async function ask(
  path: string,
  body: object | string,
  headers: Record<string, string> = BROWSER,
): Promise<Response> {
  const text =
    typeof body === "string" ? body : JSON.stringify({ token: TOKEN, distinct_id: "user", ...body });
  return await workers.fetch(path, { method: "POST", body: text, headers });
}

async function flagsOf(body: object, headers?: Record<string, string>): Promise<Answer> {
  const response = await ask("/flags/?v=2", { person_properties: { email: "a@b.c" }, ...body }, headers);
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}

describe("/flags/?v=2", () => {
  it("answers every flag with its reason and payload", async () => {
    const { flags, errorsWhileComputingFlags, requestId, evaluatedAt } = await flagsOf({
      person_properties: { email: "me@OURS.dev" },
      groups: { company: "acme" },
    });
    expect(flags.everyone).toEqual({
      key: "everyone",
      enabled: true,
      variant: null,
      reason: { code: "condition_match", condition_index: 0, description: "Matched condition set 1" },
      metadata: {
        id: expect.any(Number),
        version: 1,
        description: null,
        payload: '{"size":3}',
        has_experiment: false,
      },
    });
    expect(flags.nobody!.reason.code).toBe("out_of_rollout_bound");
    expect(flags.ours!.enabled).toBe(true);
    expect(flags.split!.variant).toBe("test");
    expect(flags.company!.enabled).toBe(true);
    expect(flags["static-cohort"]).toMatchObject({ enabled: false, failed: true });
    expect(errorsWhileComputingFlags).toBe(true);
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(evaluatedAt).toBeTypeOf("number");
    expect(Object.keys(flags)).not.toEqual(expect.arrayContaining(["switched-off"]));
    expect(Object.keys(flags)).not.toEqual(expect.arrayContaining(["gone"]));
  });

  it("includes flags that do not match", async () => {
    const { flags } = await flagsOf({ person_properties: { email: "me@else.where" } });
    expect(flags.ours).toMatchObject({ enabled: false, reason: { code: "no_condition_match" } });
    expect(flags.company).toMatchObject({ enabled: false, reason: { code: "no_group_type" } });
  });

  it.each([
    ["a browser", BROWSER, "browser-only", "server-only"],
    ["a server SDK", { "User-Agent": "posthog-node/5.70.0" }, "server-only", "browser-only"],
  ])("shows %s its flags only", async (_name, headers, seen, unseen) => {
    const { flags } = await flagsOf({}, headers);
    expect(flags[seen]?.enabled).toBe(true);
    expect(flags[unseen]).toBeUndefined();
  });

  it("passes everything for evaluation_runtime all", async () => {
    const { flags } = await flagsOf({ evaluation_runtime: "all" });
    expect(Object.keys(flags)).toEqual(expect.arrayContaining(["browser-only", "server-only"]));
  });

  it("keeps flags of other contexts back when the request names some", async () => {
    expect((await flagsOf({})).flags["shop-only"]?.enabled).toBe(true);
    expect((await flagsOf({ evaluation_contexts: ["blog"] })).flags["shop-only"]).toBeUndefined();
    expect((await flagsOf({ evaluation_environments: ["shop"] })).flags["shop-only"]?.enabled).toBe(true);
  });

  it.each([["flag_keys"], ["flag_keys_to_evaluate"]])("answers only what %s names", async (name) => {
    const { flags } = await flagsOf({ [name]: ["everyone", "split", "unknown"] });
    expect(Object.keys(flags)).toEqual(["everyone", "split"]);
  });

  it("answers survey flags only on request", async () => {
    const response = await ask("/flags/?v=2&only_evaluate_survey_feature_flags=true", {});
    expect(Object.keys(((await response.json()) as Answer).flags)).toEqual(["survey-targeting-1"]);
  });

  it("merges the remote config at top level", async () => {
    const response = await ask("/flags/?v=2&config=true", {});
    const answer = (await response.json()) as Answer;
    expect(answer).toMatchObject({
      token: TOKEN,
      supportedCompression: ["gzip", "gzip-js"],
      hasFeatureFlags: true,
    });
    expect(answer.flags.everyone!.enabled).toBe(true);
  });

  it("answers the config alone for disable_flags", async () => {
    const response = await ask(
      "/flags/?v=2&config=true",
      JSON.stringify({ token: TOKEN, disable_flags: true }),
    );
    expect(await response.json()).toMatchObject({
      flags: {},
      errorsWhileComputingFlags: false,
      token: TOKEN,
    });
  });

  it("tells that the quota is used up", async () => {
    const { flags, quotaLimited } = await flagsOf({ token: "phc_limited" });
    expect({ flags, quotaLimited }).toEqual({ flags: {}, quotaLimited: ["feature_flags"] });
  });

  it("answers with errors but all it can when stored properties can't be read", async () => {
    const response = await ask("/flags/?v=2", {});
    expect(response.status).toBe(200);
    const { flags } = (await response.json()) as Answer;
    expect(flags.everyone!.enabled).toBe(true);
  });
});

describe("bodies", () => {
  const plain = JSON.stringify({ token: TOKEN, distinct_id: "user", flag_keys: ["everyone"] });
  const form = `data=${encodeURIComponent(Buffer.from(plain).toString("base64"))}`;
  it.each([
    ["JSON", plain, "application/json"],
    ["gzip", gzipSync(plain), "text/plain"],
    ["base64 form", form, "application/x-www-form-urlencoded"],
    [
      "NaN and Infinity",
      `{"token":"${TOKEN}","distinct_id":"u","person_properties":{"a":NaN,"b":-Infinity}}`,
      "text/plain",
    ],
    ["a number as distinct ID", `{"$token":"${TOKEN}","$distinct_id":42}`, "application/json"],
    ["an empty distinct ID", `{"api_key":"${TOKEN}","distinct_id":""}`, "application/json"],
  ])("reads %s", async (_name, body, type) => {
    const response = await workers.fetch("/flags/?v=2", {
      method: "POST",
      body,
      headers: { "Content-Type": type, ...BROWSER },
    });
    expect(response.status).toBe(200);
    expect(((await response.json()) as Answer).flags.everyone!.enabled).toBe(true);
  });

  it.each([
    ["no body", "", 400],
    ["no JSON", "{", 400],
    ["an array", "[]", 400],
    ["no distinct ID", JSON.stringify({ token: TOKEN }), 400],
    ["no token", JSON.stringify({ distinct_id: "user" }), 401],
    ["an unknown token", JSON.stringify({ token: "phc_nobody", distinct_id: "user" }), 401],
  ])("refuses %s in plain text", async (_name, body, status) => {
    const response = await ask("/flags/?v=2", body);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toMatch(/^text\/plain/);
    expect((await response.text()).length).toBeGreaterThan(10);
  });

  it("allows any origin, also without trailing slash and for preflights", async () => {
    const origin = "https://shop.example";
    const answer = await ask("/flags?v=2", {}, { ...BROWSER, Origin: origin });
    expect(answer.headers.get("access-control-allow-origin")).toBe(origin);
    const preflight = await workers.fetch("/flags/", {
      method: "OPTIONS",
      headers: { Origin: origin, "Access-Control-Request-Headers": "content-type" },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-headers")).toBe("content-type");
  });
});

describe("formats", () => {
  const only = { flag_keys: ["everyone", "nobody", "split"] };
  it.each([
    [
      "/flags/",
      {
        featureFlags: { everyone: true, nobody: false, split: "test" },
        featureFlagPayloads: { everyone: '{"size":3}' },
      },
    ],
    ["/flags/?v=1", { featureFlags: { everyone: true, nobody: false, split: "test" } }],
    ["/flags/?v=3", { flags: { split: { key: "split", value: "test", metadata: { config_version: 1 } } } }],
    [
      "/decide/",
      {
        featureFlags: ["everyone", "split"],
        isAuthenticated: false,
        config: { enable_collect_everything: true },
      },
    ],
    ["/decide/?v=2", { featureFlags: { everyone: true, split: "test" } }],
    ["/decide/?v=3", { featureFlags: { nobody: false }, featureFlagPayloads: { everyone: '{"size":3}' } }],
    [
      "/decide/?v=4",
      { flags: { split: { enabled: true, variant: "test" } }, supportedCompression: ["gzip", "gzip-js"] },
    ],
  ])("%s", async (path, expected) => {
    const response = await ask(path, only);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject(expected);
  });
});
