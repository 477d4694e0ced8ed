import { afterAll, beforeAll, expect, test } from "vitest";
import { INTERNAL_KEY, type Json, startApi, type TestApi } from "../api-harness.ts";
import { PASSWORD, signUpPerson } from "../person.ts";
import { totpOf } from "../totp.ts";

const OLD = "auth-secret-of-the-tests-0123456789abcdef";
const NEW = "another-key-of-the-tests-0123456789abcdef";
let t: TestApi;

beforeAll(async () => {
  t = await startApi();
});
afterAll(() => t?.dispose());

const internal = async (path: string, body: object = {}) => {
  const headers = { "content-type": "application/json", "x-internal-key": INTERNAL_KEY };
  const response = await t.api(`/api/_internal/${path}`, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  return (await response.json()) as Json;
};

test("secrets are sealed under the newest key when it is rotated; then the older may go", async () => {
  const P = `/api/projects/${t.account.projectId}/`;
  const flag = await t.call("POST", `${P}feature_flags/`, {
    key: "secret-config",
    is_remote_configuration: true,
    has_encrypted_payloads: true,
    filters: {
      groups: [{ properties: [], rollout_percentage: 100 }],
      payloads: { true: '{"token":"s3cret"}' },
    },
  });
  expect(flag.status).toBe(201);
  const newer = {
    version: flag.body.version,
    filters: {
      groups: [{ properties: [], rollout_percentage: 100 }],
      payloads: { true: '{"token":"n3wer"}' },
    },
  };
  const changed = await t.call("PATCH", `${P}feature_flags/${String(flag.body.id)}/`, newer);
  expect(changed.status).toBe(200);
  const who = await signUpPerson(t, "rotated@example.test");
  const auth = async (path: string, body: object) => {
    const headers = {
      "content-type": "application/json",
      origin: "http://127.0.0.1:3000",
      cookie: who.cookie,
    };
    const response = await t.api(`/api/auth/${path}`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    return (await response.json()) as Json;
  };
  const made = await auth("two-factor/enable", { password: PASSWORD });
  const uri = String(made.totpURI);
  await auth("two-factor/verify-totp", { code: totpOf(uri) });
  const remote = async () => {
    const path = `${P}feature_flags/secret-config/remote_config?token=${t.account.projectToken}`;
    const headers = { authorization: `Bearer ${t.account.secretApiKey}` };
    return JSON.stringify(await (await t.edge(path, { headers })).json());
  };
  await expect.poll(remote).toContain("n3wer");

  await t.restart({ ENCRYPTION_KEYS: `2:${NEW}` });
  await expect.poll(remote).toContain("n3wer");
  expect(await internal("reseal")).toEqual({ flags: 1, history: 2, providers: 0, secondFactors: 1 });
  expect(await internal("reseal")).toEqual({ flags: 0, history: 0, providers: 0, secondFactors: 0 });
  await expect.poll(remote).toContain("n3wer");

  await t.restart({
    ENCRYPTION_KEYS: `2:${NEW}`,
    PAYLOAD_SECRET: "forgotten-key-of-the-tests-0123456789ab",
    AUTH_SECRET: `${OLD}x`,
  });
  await expect.poll(remote).toContain("n3wer");
  // What the flag was under the old key comes back, without it.
  const restored = await t.call("POST", `${P}feature_flags/${String(flag.body.id)}/versions/1/restore/`, {});
  expect(restored.status, JSON.stringify(restored.body)).toBe(200);
  await expect.poll(remote).toContain("s3cret");
  const log = async (body: object, path: string, cookie = "") => {
    const headers = { "content-type": "application/json", origin: "http://127.0.0.1:3000", cookie };
    return await t.api(path, { method: "POST", headers, body: JSON.stringify(body) });
  };
  const first = await log({ email: who.email, password: PASSWORD }, "/api/login/");
  const cookie = first.headers
    .getSetCookie()
    .map((text) => text.split(";")[0]!)
    .join("; ");
  expect((await log({ token: totpOf(uri) }, "/api/login/token/", cookie)).status).toBe(200);
});
