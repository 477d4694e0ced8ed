import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  ACCOUNT,
  answerOf,
  EDGE_URL,
  INTERNAL_KEY,
  startApi,
  type TestApi,
  WEB_URL,
} from "../api-harness.ts";

let t: TestApi;
beforeAll(async () => {
  t = await startApi();
});
afterAll(() => t?.dispose());

const post = async (path: string, body: unknown, headers: Record<string, string> = {}) =>
  await answerOf(
    await t.api(path, {
      method: "POST",
      headers: { "content-type": "application/json", origin: WEB_URL, ...headers },
      body: JSON.stringify(body),
    }),
  );

const cookieOf = (headers: Headers) =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");

const me = async (cookie: string) => await answerOf(await t.api("/api/users/@me/", { headers: { cookie } }));

describe("bootstrap", () => {
  const call = (key: string) =>
    t.api("/api/_internal/bootstrap", {
      method: "POST",
      headers: { "x-internal-key": key },
      body: JSON.stringify(ACCOUNT),
    });

  test("the first project is number 1, and a second call changes nothing", async () => {
    const { projectId, organizationId, userId } = t.account;
    expect(projectId).toBe(1);
    expect(await (await call(INTERNAL_KEY)).json()).toEqual({
      projectId,
      organizationId,
      userId,
      environmentId: 1,
    });
  });

  test.each(["", "wrong", `${INTERNAL_KEY}x`])("the internal key %j opens nothing", async (key) => {
    expect((await call(key)).status).toBe(404);
  });

  test.each([
    "/api/_internal/health",
    "/api/./_internal/health",
    "/api/x/../_internal/health",
    "/api/%5Finternal/health",
    "/api/./%5Finternal/health",
  ])("the edge does not lead to %s", async (path) => {
    const status = await new Promise<number>((resolve, reject) => {
      const { hostname, port } = t.edgeUrl;
      const sent = request({ hostname, port, path }, (answer) => resolve(answer.resume().statusCode ?? 0));
      sent.on("error", reject).end();
    });
    expect(status).toBe(404);
  });

  test("its keys work", async () => {
    const { status, body } = await t.call("GET", "/api/users/@me");
    expect(status).toBe(200);
    expect(body).toMatchObject({
      email: ACCOUNT.email,
      team: { id: 1, api_token: ACCOUNT.projectToken, project_id: 1, organization: t.account.organizationId },
      organization: { id: t.account.organizationId, role: "owner", membership_level: 15, member_count: 1 },
    });
  });
});

describe("sign-up, log-in, log-out", () => {
  const credentials = { email: "ada@example.test", password: "analytical-engine" };
  let cookie = "";

  test("sign-up makes the person, their organization and first project, and signs in", async () => {
    const answer = await post("/api/signup/", {
      ...credentials,
      first_name: "Ada",
      organization_name: "Engines",
    });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      first_name: "Ada",
      organization: { name: "Engines", role: "owner" },
      team: { name: "Default project", api_token: expect.stringMatching(/^phc_\w{40,}$/) },
    });
    cookie = cookieOf(answer.headers);
    expect(answer.headers.getSetCookie().join()).toMatch(/HttpOnly/i);
    expect(answer.headers.getSetCookie().join()).toMatch(/SameSite=Lax/i);
    expect((await me(cookie)).body).toMatchObject({ email: credentials.email });
  });

  test.each([
    ["a known e-mail", credentials, 400, "unique", "email"],
    ["a known e-mail in capitals", { ...credentials, email: "ADA@example.test" }, 400, "unique", "email"],
    ["a short password", { email: "b@example.test", password: "short" }, 400, "invalid_input", "password"],
    ["no password", { email: "b@example.test" }, 400, "required", "password"],
    ["a malformed e-mail", { email: "nobody", password: "long enough" }, 400, "invalid_input", "email"],
  ])("sign-up refuses %s", async (_, body, status, code, attr) => {
    expect(await post("/api/signup/", body)).toMatchObject({
      status,
      body: { type: "validation_error", code, attr },
    });
  });

  test("log-in gives a session; log-out ends it", async () => {
    const login = await post("/api/login", credentials);
    expect(login).toMatchObject({ status: 200, body: { success: true } });
    const session = cookieOf(login.headers);
    expect((await me(session)).status).toBe(200);
    const logout = await post("/api/logout/", {}, { cookie: session });
    expect(logout.status).toBe(204);
    expect((await me(session)).status).toBe(401);
  });

  test("a wrong password and an unknown e-mail answer the same", async () => {
    const wrong = await post("/api/login/", { ...credentials, password: "something else" });
    const unknown = await post("/api/login/", { email: "no@example.test", password: "something else" });
    expect(wrong).toMatchObject({ status: 401, body: { code: "invalid_credentials" } });
    expect(unknown.body).toEqual(wrong.body);
  });

  test("a write with the cookie from another site is refused", async () => {
    const change = (origin: string) =>
      t.api("/api/users/@me/", {
        method: "PATCH",
        headers: { cookie, origin, "content-type": "application/json" },
        body: JSON.stringify({ theme_mode: "dark" }),
      });
    expect((await change("https://evil.test")).status).toBe(403);
    expect((await change(WEB_URL)).status).toBe(200);
    expect((await change(EDGE_URL)).status).toBe(200);
    expect((await me(cookie)).body).toMatchObject({ theme_mode: "dark" });
  });

  test("a new name is in the audit log, with the one before", async () => {
    const headers = { cookie, origin: WEB_URL, "content-type": "application/json" };
    const body = JSON.stringify({ first_name: "Augusta" });
    expect((await t.api("/api/users/@me/", { method: "PATCH", headers, body })).status).toBe(200);
    const organization = (await me(cookie)).body.organization?.id;
    const log = await t.api(`/api/organizations/${organization}/activity/?scope=User`, {
      headers: { cookie },
    });
    const change = { type: "User", action: "changed", field: "name", after: "Augusta" };
    expect((await answerOf(log)).body.results).toContainEqual(
      expect.objectContaining({ activity: "updated", changes: [expect.objectContaining(change)] }),
    );
  });

  test("only our pages may read answers with the cookie", async () => {
    const ask = async (origin: string) =>
      (await t.api("/api/users/@me/", { headers: { cookie, origin } })).headers.get(
        "access-control-allow-origin",
      );
    expect(await ask("https://evil.test")).toBeNull();
    expect(await ask(WEB_URL)).toBe(WEB_URL);
  });

  test("a person makes further organizations and projects, and moves between them", async () => {
    const as = async (method: string, path: string, body?: unknown) =>
      await answerOf(
        await t.api(path, {
          method,
          headers: { cookie, origin: WEB_URL, "content-type": "application/json" },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      );
    const before = (await me(cookie)).body;
    const created = await as("POST", "/api/organizations/", { name: "Second" });
    expect(created).toMatchObject({ status: 201, body: { name: "Second", role: "owner", teams: [] } });
    expect((await me(cookie)).body).toMatchObject({ organization: { name: "Second" }, team: null });
    const project = await as("POST", "/api/projects/", { name: "Shop", timezone: "Europe/Berlin" });
    expect(project).toMatchObject({ status: 201, body: { name: "Shop", timezone: "Europe/Berlin" } });
    expect((await me(cookie)).body).toMatchObject({ team: { id: project.body.id } });
    const back = await as("PATCH", "/api/users/@me/", { set_current_team: before.team?.id });
    expect(back.body).toMatchObject({ team: { id: before.team?.id }, organization: { name: "Engines" } });
    expect(await as("PATCH", "/api/users/@me/", { set_current_team: 1 })).toMatchObject({
      status: 400,
      body: { attr: "set_current_team", code: "does_not_exist" },
    });
  });

  test("too many attempts within a minute are throttled", async () => {
    let last = 0;
    for (let attempt = 0; attempt < 40 && last !== 429; attempt++) {
      const answer = await post("/api/login/", { email: "x@example.test", password: "guess" });
      last = answer.status;
      if (last === 429) expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    }
    expect(last).toBe(429);
  });
});
