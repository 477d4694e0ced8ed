import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answerOf, type Json, startApi, type TestApi, WEB_URL } from "../api-harness.ts";
import { type Claims, type OpenIdProvider, startOpenIdProvider } from "../openid-provider.ts";
import { totpOf } from "../totp.ts";

let t: TestApi;
let idp: OpenIdProvider;
const PASSWORD = "long enough for all";
const list = (body: Json) => body.results as unknown as Json[];

let browsers = 0;

/** A browser: keeps its cookies, as the web app's pages call. */
function browser() {
  const jar = new Map<string, string>();
  // Each at an address of its own: what is counted here is counted by account.
  const address = `192.0.2.${++browsers % 250}`;
  async function fetchPath(method: string, path: string, body?: unknown) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = {
      "content-type": "application/json",
      origin: WEB_URL,
      cookie,
      "cf-connecting-ip": address,
    };
    const init = { method, headers, redirect: "manual" as const };
    const response = await t.api(path, {
      ...init,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const text of response.headers.getSetCookie()) {
      const [name = "", ...rest] = text.split(";")[0]!.split("=");
      if (/max-age=0/i.test(text)) jar.delete(name);
      else jar.set(name, rest.join("="));
    }
    return response;
  }
  const call = async (method: string, path: string, body?: unknown) =>
    answerOf(await fetchPath(method, path, body));
  /** Through the provider and back, as a browser follows the redirects; answers where it lands. */
  async function through(provider: string, claims: Claims): Promise<string> {
    idp.logIn(claims);
    const begun = await call("POST", "/api/auth/sign-in/social", {
      provider,
      callbackURL: `${WEB_URL}/home`,
      errorCallbackURL: `${WEB_URL}/login`,
    });
    const asked = await fetch(String(begun.body.url), { redirect: "manual" });
    const back = new URL(asked.headers.get("location") ?? "");
    expect(back.origin).toBe(WEB_URL);
    const landed = await fetchPath("GET", `${back.pathname}${back.search}`);
    return landed.headers.get("location") ?? `status ${landed.status}`;
  }
  const me = async () => (await call("GET", "/api/users/@me/")).body;
  const logIn = (email: string, password = PASSWORD) => call("POST", "/api/login/", { email, password });
  return { jar, call, through, me, logIn };
}

const signUp = async (email: string) => {
  const who = browser();
  expect((await who.call("POST", "/api/signup/", { email, password: PASSWORD })).status).toBe(201);
  return who;
};

beforeAll(async () => {
  idp = await startOpenIdProvider();
  t = await startApi({
    vars: {
      GOOGLE_CLIENT_ID: "google-id",
      GOOGLE_CLIENT_SECRET: "google-secret",
      GOOGLE_URL: idp.url,
      GITHUB_CLIENT_ID: "github-id",
      GITHUB_CLIENT_SECRET: "github-secret",
      GITHUB_URL: idp.url,
      DNS_URL: `${idp.url}/dns-query`,
      WEBHOOK_ALLOW: idp.host,
    },
  });
});
afterAll(async () => {
  await t?.dispose();
  await idp?.close();
});

describe("the second factor", () => {
  test("is asked for once it is on; a recovery code works once", async () => {
    const email = "careful@example.test";
    const who = await signUp(email);
    const made = await who.call("POST", "/api/auth/two-factor/enable", { password: PASSWORD });
    const uri = String(made.body.totpURI);
    const codes = made.body.backupCodes as unknown as string[];
    expect([new URL(uri).searchParams.get("issuer"), codes.length]).toEqual(["Edgewise", 10]);
    expect(await who.me()).toMatchObject({ is_2fa_enabled: false });
    const confirmed = await who.call("POST", "/api/auth/two-factor/verify-totp", { code: totpOf(uri) });
    expect(confirmed.status).toBe(200);
    expect(await who.me()).toMatchObject({ is_2fa_enabled: true });

    const again = browser();
    expect(await again.logIn(email, "wrong password")).toMatchObject({
      status: 401,
      body: { code: "invalid_credentials" },
    });
    expect(await again.logIn(email)).toMatchObject({ status: 401, body: { code: "2fa_required" } });
    expect((await again.call("GET", "/api/users/@me/")).status).toBe(401);
    const step = (body: object) => again.call("POST", "/api/login/token/", body);
    expect(await step({ token: "000000" })).toMatchObject({
      status: 401,
      body: { code: "invalid_credentials" },
    });
    expect((await step({})).status).toBe(400);
    expect((await step({ token: totpOf(uri) })).status).toBe(200);
    expect(await again.me()).toMatchObject({ email });

    const lost = browser();
    await lost.logIn(email);
    const recover = (code: string) => lost.call("POST", "/api/login/token/", { recovery_code: code });
    expect((await recover("nonsense")).status).toBe(401);
    expect((await recover(codes[0]!)).status).toBe(200);
    const replay = browser();
    await replay.logIn(email);
    expect((await replay.call("POST", "/api/login/token/", { recovery_code: codes[0] })).status).toBe(401);
  });

  test("is locked after ten wrong codes, whichever challenge they belong to", async () => {
    const email = "guessed@example.test";
    const who = await signUp(email);
    const { body } = await who.call("POST", "/api/auth/two-factor/enable", { password: PASSWORD });
    const uri = String(body.totpURI);
    await who.call("POST", "/api/auth/two-factor/verify-totp", { code: totpOf(uri) });
    const statuses: number[] = [];
    for (let round = 0; round < 3; round++) {
      const thief = browser();
      await thief.logIn(email);
      for (let guess = 0; guess < 4; guess++)
        statuses.push((await thief.call("POST", "/api/login/token/", { token: `00000${guess}` })).status);
    }
    expect(statuses).toContain(429);
    const owner = browser();
    await owner.logIn(email);
    expect((await owner.call("POST", "/api/login/token/", { token: totpOf(uri) })).status).toBe(429);
  });

  test("is what an organisation can ask of its members, by session or key", async () => {
    const organization = `/api/organizations/${t.account.organizationId}/`;
    const asked = await t.call("PATCH", organization, { enforce_2fa: true });
    expect(asked).toMatchObject({ status: 400, body: { attr: "enforce_2fa" } });
    const dev = browser();
    await dev.logIn(t.account.email, t.account.password);
    const { body } = await dev.call("POST", "/api/auth/two-factor/enable", { password: t.account.password });
    await dev.call("POST", "/api/auth/two-factor/verify-totp", { code: totpOf(String(body.totpURI)) });
    expect(await t.call("PATCH", organization, { enforce_2fa: true })).toMatchObject({
      status: 200,
      body: { enforce_2fa: true },
    });
    const member = await signUp("lazy@example.test");
    await t.call("POST", `${organization}members/`, { email: "lazy@example.test" });
    const refused = { status: 403, body: { code: "2fa_setup_required" } };
    expect(await member.call("GET", organization)).toMatchObject(refused);
    expect(await member.call("GET", `/api/projects/${t.account.projectId}/`)).toMatchObject(refused);
    const made = await member.call("POST", "/api/personal_api_keys/", { label: "k", scopes: ["*"] });
    const key = String(made.body.value);
    expect(await t.call("GET", organization, undefined, key)).toMatchObject(refused);
    const { body: second } = await member.call("POST", "/api/auth/two-factor/enable", { password: PASSWORD });
    await member.call("POST", "/api/auth/two-factor/verify-totp", { code: totpOf(String(second.totpURI)) });
    expect((await member.call("GET", organization)).status).toBe(200);
    expect((await t.call("GET", organization, undefined, key)).status).toBe(200);
    await t.call("PATCH", organization, { enforce_2fa: false });
  });
});

describe("guessing", () => {
  test("tells nothing about who has an account, and ends", async () => {
    await signUp("target@example.test");
    const outcomes = async (email: string) => {
      const answers = [];
      for (let tries = 0; tries < 21; tries++) answers.push(await browser().logIn(email, "wrong password"));
      return answers.map(({ status, body }) => `${status} ${body.code} ${body.detail}`);
    };
    const known = await outcomes("target@example.test");
    expect(known.at(0)).toMatch(/^401 invalid_credentials/);
    expect(known.at(-1)).toMatch(/^429 throttled/);
    expect(await outcomes("nobody@example.test")).toEqual(known);
    expect((await browser().logIn("target@example.test")).status).toBe(429);
  });

  test("asks for no more than five new passwords at once", async () => {
    const ask = async (email: string) => {
      const statuses = [];
      for (let tries = 0; tries < 6; tries++)
        statuses.push((await browser().call("POST", "/api/auth/request-password-reset", { email })).status);
      return statuses;
    };
    const known = await ask(t.account.email);
    expect(known).toEqual([200, 200, 200, 200, 200, 429]);
    expect(await ask("nobody@example.test")).toEqual(known);
  });
});

describe("Google and GitHub", () => {
  test.each(["google", "github"])("%s founds an account with its organisation, once", async (provider) => {
    const claims = {
      sub: `4${provider.length}`,
      email: `${provider}@example.test`,
      email_verified: true,
      name: "Ada",
    };
    const who = browser();
    expect(await who.through(provider, claims)).toBe(`${WEB_URL}/home`);
    expect(await who.me()).toMatchObject({
      email: claims.email,
      first_name: "Ada",
      has_password: false,
      has_social_auth: true,
      organization: { name: "Ada's organization", membership_level: 15 },
      team: { name: "Default project" },
    });
    const again = browser();
    expect(await again.through(provider, claims)).toBe(`${WEB_URL}/home`);
    expect((await again.me()).uuid).toBe((await who.me()).uuid);
  });

  test("an unconfirmed address is nobody's: neither of the provider nor of ours", async () => {
    const landed = await browser().through("google", {
      sub: "77",
      email: t.account.email,
      email_verified: false,
    });
    expect(landed).toMatch(/\/login\?.*error=/);
    await signUp("squatted@example.test");
    const owner = { sub: "78", email: "squatted@example.test", email_verified: true };
    expect(await browser().through("google", owner)).toMatch(/\/login\?.*error=/);
  });

  test("who comes by a provider is not asked for our second factor: it guards the password", async () => {
    const claims = { sub: "79", email: "cautious@example.test", email_verified: true };
    const who = browser();
    expect(await who.through("google", claims)).toBe(`${WEB_URL}/home`);
    const { body } = await who.call("POST", "/api/auth/two-factor/enable", {});
    const code = await totpOf(String(body.totpURI));
    expect((await who.call("POST", "/api/auth/two-factor/verify-totp", { code })).status).toBe(200);
    const again = browser();
    expect(await again.through("google", claims)).toBe(`${WEB_URL}/home`);
    expect(await again.me()).toMatchObject({ email: claims.email });
  });

  test("what the log-in page offers", async () => {
    const { body } = await browser().call("GET", "/api/login/methods/");
    expect(body).toEqual({ google: true, github: true, confirm_first: false });
  });
});

describe("single sign-on of an organisation", () => {
  const claims = { sub: "s1", email: "ann@corp.test", email_verified: true, name: "Ann" };
  let owner: ReturnType<typeof browser>;
  let base: string;
  let provider: string;
  let domain: string;

  beforeAll(async () => {
    owner = await signUp("boss@corp.test");
    base = `/api/organizations/${String((await owner.me()).organization!.id)}/`;
  });

  test("begins with a domain that DNS shows to be theirs", async () => {
    const made = await owner.call("POST", `${base}domains/`, { domain: "Corp.test" });
    expect(made).toMatchObject({ status: 201, body: { domain: "corp.test", is_verified: false } });
    domain = `${base}domains/${made.body.id}/`;
    expect(await owner.call("PATCH", domain, { jit_provisioning_enabled: true })).toMatchObject({
      status: 400,
    });
    expect(await owner.call("POST", `${domain}verify/`)).toMatchObject({
      status: 400,
      body: { attr: "domain" },
    });
    idp.records.set(String(made.body.verification_name), [
      "v=spf1",
      String(made.body.verification_challenge),
    ]);
    expect(await owner.call("POST", `${domain}verify/`)).toMatchObject({
      status: 200,
      body: { is_verified: true },
    });
    const other = await t.call("POST", `/api/organizations/${t.account.organizationId}/domains/`, {
      domain: "corp.test",
    });
    idp.records.set(String(other.body.verification_name), [String(other.body.verification_challenge)]);
    const taken = await t.call(
      "POST",
      `/api/organizations/${t.account.organizationId}/domains/${other.body.id}/verify/`,
    );
    expect(taken).toMatchObject({ status: 400, body: { code: "unique" } });
    expect((await owner.call("POST", `${base}domains/`, { domain: "not a name" })).status).toBe(400);
  });

  test("takes a provider that describes itself, at a public address", async () => {
    const put = (issuer: string) =>
      owner.call("PUT", `${base}identity_provider/`, {
        issuer,
        client_id: "edgewise",
        client_secret: "s3cret",
      });
    for (const issuer of [
      "http://127.0.0.1:1",
      "https://localhost",
      "https://10.0.0.1",
      "nonsense",
      `${idp.url}/x`,
    ])
      expect(await put(issuer), issuer).toMatchObject({ status: 400, body: { attr: "issuer" } });
    expect(await owner.call("PATCH", domain, { sso_enforcement: "oidc" })).toMatchObject({ status: 400 });
    const saved = await put(idp.url);
    expect(saved).toMatchObject({ status: 200, body: { issuer: idp.url, client_id: "edgewise" } });
    expect(JSON.stringify(saved.body)).not.toContain("s3cret");
    const precheck = await browser().call("POST", "/api/login/precheck/", { email: "whoever@corp.test" });
    expect(precheck.body).toMatchObject({ sso_enforcement: null, sso_provider: `sso-${saved.body.id}` });
    provider = String(precheck.body.sso_provider);
  });

  test("lets in only who is of the domain, and only who is welcome", async () => {
    expect(await browser().through(provider, claims)).toMatch(/login\?.*error=SSO_NOT_INVITED/);
    await owner.call("PATCH", domain, { jit_provisioning_enabled: true });
    const who = browser();
    expect(await who.through(provider, claims)).toBe(`${WEB_URL}/home`);
    expect(await who.me()).toMatchObject({
      email: claims.email,
      organizations: [{ role: "member" }],
      has_sso_enforcement: false,
    });
    const stranger = { sub: "s2", email: t.account.email, email_verified: true };
    expect(await browser().through(provider, stranger)).toMatch(/login\?.*error=/);
  });

  test("once enforced, passwords of the domain are refused, the owner's is not", async () => {
    const who = await signUp("old@corp.test");
    expect(await owner.call("PATCH", domain, { sso_enforcement: "oidc" })).toMatchObject({ status: 200 });
    expect((await owner.call("GET", base)).status).toBe(200);
    const refused = await browser().logIn("old@corp.test");
    expect(refused).toMatchObject({ status: 403, body: { code: "sso_required" } });
    expect((await browser().logIn("old@corp.test", "wrong password")).status).toBe(401);
    expect((await browser().logIn("boss@corp.test")).status).toBe(200);
    const signedUp = await browser().call("POST", "/api/signup/", {
      email: "new@corp.test",
      password: PASSWORD,
    });
    expect(signedUp.status).toBe(403);
    expect(await browser().through("google", { ...claims, sub: "g9" })).toMatch(/error=SSO_REQUIRED/);
    expect(await browser().through(provider, claims)).toBe(`${WEB_URL}/home`);
    expect((await who.call("GET", "/api/users/@me/")).body).toMatchObject({ has_sso_enforcement: true });
  });

  test("is written into the audit log, without its secret", async () => {
    const { body } = await owner.call("GET", `${base}activity/?limit=100`);
    expect(list(body)).toContainEqual(
      expect.objectContaining({ activity: "logged_in", name: claims.email, address: expect.any(String) }),
    );
    const names = list(body).map((entry) => `${entry.scope} ${entry.activity}`);
    expect(names).toEqual(
      expect.arrayContaining([
        "OrganizationDomain verified",
        "IdentityProvider created",
        "OrganizationDomain updated",
        "OrganizationMembership created",
        "User logged_in",
      ]),
    );
    expect(JSON.stringify(body)).not.toContain("s3cret");
  });

  test("ends with its provider", async () => {
    expect((await owner.call("DELETE", `${base}identity_provider/`)).status).toBe(204);
    expect((await browser().logIn("old@corp.test")).status).toBe(200);
    expect(await owner.call("GET", domain)).toMatchObject({ body: { sso_enforcement: "" } });
  });
});
