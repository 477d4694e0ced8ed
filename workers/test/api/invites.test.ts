import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ACCOUNT, answerOf, type Json, startApi, type TestApi, WEB_URL } from "../api-harness.ts";

let t: TestApi;
let O: string;
const list = (body: Json) => body.results as unknown as Json[];
const call = (method: string, path: string, body?: unknown) => t.call(method, `${O}/${path}`, body);

/** As a browser of the web app, with cookies or none. */
async function browser(method: string, path: string, body?: unknown, cookie = "") {
  const headers = { "content-type": "application/json", origin: WEB_URL, cookie };
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const response = await t.api(path, init);
  const cookies = response.headers.getSetCookie().map((text) => text.split(";")[0]!);
  return { ...(await answerOf(response)), cookie: cookies.join("; ") };
}
async function mailTo(to: string, subject: RegExp): Promise<Json | undefined> {
  const { body } = await t.call("GET", "/api/mailbox/?limit=1000", undefined, null);
  const found = list(body).find((mail) => String(mail.to) === to && subject.test(String(mail.subject)));
  return found && (await t.call("GET", `/api/mailbox/${found.id}/`, undefined, null)).body;
}
const tokenIn = (mail: Json, page: RegExp) => page.exec(String(mail.text))![1]!;
const invite = (email: string, more: object = {}) =>
  call("POST", "invites/", { target_email: email, ...more });

beforeAll(async () => {
  t = await startApi();
  O = `/api/organizations/${t.account.organizationId}`;
});
afterAll(() => t?.dispose());

describe("an invitation", () => {
  test("goes by mail and makes a new person a member, once", async () => {
    const made = await invite("New@example.test", {
      role: "viewer",
      message: "See <our> numbers",
      first_name: "Nia",
    });
    expect(made).toMatchObject({
      status: 201,
      body: {
        target_email: "new@example.test",
        role: "viewer",
        level: 1,
        is_expired: false,
        created_by: { email: ACCOUNT.email },
      },
    });
    expect(list((await call("GET", "invites/")).body)).toMatchObject([{ id: made.body.id, url: null }]);
    await expect.poll(() => mailTo("new@example.test", /asks you into Edgewise dev/)).toBeTruthy();
    const mail = (await mailTo("new@example.test", /asks you/))!;
    expect(String(mail.html)).toContain("See &lt;our&gt; numbers");
    const token = tokenIn(mail, /\/invite\/(\w+)/);
    expect(made.body.url).toBe(`${WEB_URL}/invite/${token}`);
    expect((await browser("GET", `/api/invites/${token}/`)).body).toEqual({
      organization_name: "Edgewise dev",
      target_email: "new@example.test",
      role: "viewer",
    });
    const other = { email: "thief@example.test", password: "long enough for all", invite: token };
    expect(await browser("POST", "/api/signup/", other)).toMatchObject({
      status: 400,
      body: { attr: "email" },
    });
    const joined = await browser("POST", "/api/signup/", { ...other, email: "new@example.test" });
    expect(joined).toMatchObject({
      status: 201,
      body: {
        organization: { id: t.account.organizationId },
        is_email_verified: true,
        team: { id: t.account.projectId },
      },
    });
    expect((await browser("GET", `/api/invites/${token}/`)).status).toBe(404);
    expect((await browser("POST", `/api/invites/${token}/accept/`, {}, joined.cookie)).status).toBe(404);
    expect(await invite("new@example.test")).toMatchObject({ status: 400, body: { attr: "target_email" } });
  });

  test("is accepted by who has an account, and by nobody else", async () => {
    const signedUp = await browser("POST", "/api/signup/", {
      email: "has@example.test",
      password: "long enough for all",
    });
    const wrong = await browser("POST", "/api/signup/", {
      email: "wrong@example.test",
      password: "long enough for all",
    });
    const { body } = await invite("has@example.test", { level: 8 });
    const token = String(body.url).split("/").at(-1);
    const accept = (cookie: string) => browser("POST", `/api/invites/${token}/accept/`, {}, cookie);
    expect((await accept(wrong.cookie)).status).toBe(403);
    expect((await accept("")).status).toBe(401);
    expect(await accept(signedUp.cookie)).toMatchObject({
      status: 200,
      body: { organization_id: t.account.organizationId },
    });
    const members = list((await call("GET", "members/")).body);
    expect(members).toContainEqual(
      expect.objectContaining({
        role: "admin",
        user: expect.objectContaining({ email: "has@example.test" }),
      }),
    );
  });

  test("is replaced by a newer one, and dead when it is taken back", async () => {
    const first = await invite("late@example.test");
    const second = await invite("late@example.test", { send_email: false });
    const open = async (url: unknown) =>
      (await browser("GET", `/api/invites/${String(url).split("/").at(-1)}/`)).status;
    expect([await open(first.body.url), await open(second.body.url)]).toEqual([404, 200]);
    expect((await call("DELETE", `invites/${second.body.id}/`)).status).toBe(204);
    expect(await open(second.body.url)).toBe(404);
    expect((await call("DELETE", `invites/${second.body.id}/`)).status).toBe(404);
    expect((await invite("nobody")).status).toBe(400);
    const bulk = await call("POST", "invites/bulk/", [
      { target_email: "a@example.test" },
      { target_email: "b@example.test" },
    ]);
    expect(bulk).toMatchObject({ status: 201, body: [{ target_email: "a@example.test" }, {}] });
  });
});

test("a member leaves, the last owner stays", async () => {
  const { body } = await invite("leaver@example.test", { role: "viewer" });
  const token = String(body.url).split("/").at(-1);
  const fields = { email: "leaver@example.test", password: "long enough for all", invite: token };
  const { cookie } = await browser("POST", "/api/signup/", fields);
  const organization = t.account.organizationId;
  const leave = (of: string, who?: string) =>
    browser("POST", "/api/users/@me/leave_organization/", { organization: of }, who);
  expect((await leave("01900000-0000-7000-8000-000000000000", cookie)).status).toBe(404);
  expect((await leave(organization, cookie)).status).toBe(204);
  expect((await leave(organization, cookie)).status).toBe(404);
  const mine = await t.call("POST", "/api/users/@me/leave_organization/", { organization });
  expect(mine).toMatchObject({ status: 400, body: { detail: expect.stringMatching(/needs an owner/) } });
});

test("who signs up confirms the address by a mail", async () => {
  const email = "fresh@example.test";
  const { cookie, body } = await browser("POST", "/api/signup/", { email, password: "long enough for all" });
  expect(body.is_email_verified).toBe(false);
  await expect.poll(() => mailTo(email, /Confirm/)).toBeTruthy();
  const token = tokenIn((await mailTo(email, /Confirm/))!, /verify-email\?token=(\S+)/);
  expect((await browser("GET", "/api/auth/verify-email?token=nonsense")).status).not.toBe(200);
  expect((await browser("GET", `/api/auth/verify-email?token=${token}`)).status).toBe(200);
  expect((await browser("GET", "/api/users/@me/", undefined, cookie)).body.is_email_verified).toBe(true);
});

test("a password is set anew by a mail, which ends other sessions; strangers learn nothing", async () => {
  const email = "forgot@example.test";
  const { cookie } = await browser("POST", "/api/signup/", { email, password: "the old password" });
  const ask = (address: string) => browser("POST", "/api/auth/request-password-reset", { email: address });
  const known = await ask(email);
  const unknown = await ask("unknown@example.test");
  expect([known.status, known.body]).toEqual([unknown.status, unknown.body]);
  await expect.poll(() => mailTo(email, /new password/)).toBeTruthy();
  expect(await mailTo("unknown@example.test", /./)).toBeUndefined();
  const token = tokenIn((await mailTo(email, /new password/))!, /reset-password\?token=(\S+)/);
  const reset = (newPassword: string) => browser("POST", "/api/auth/reset-password", { token, newPassword });
  expect((await reset("short")).status).toBe(400);
  expect((await reset("the new password")).status).toBe(200);
  expect((await reset("another password")).status).toBe(400);
  expect((await browser("GET", "/api/users/@me/", undefined, cookie)).status).toBe(401);
  const logIn = async (password: string) =>
    (await browser("POST", "/api/login/", { email, password })).status;
  expect([await logIn("the old password"), await logIn("the new password")]).toEqual([401, 200]);
});

test("an organisation asks no more than a hundred people a day by mail", async () => {
  const ask = (round: number, send: boolean) =>
    call(
      "POST",
      "invites/bulk/",
      Array.from({ length: 20 }, (_, at) => ({
        target_email: `many${round}-${at}@example.test`,
        send_email: send,
      })),
    );
  const statuses = [];
  for (let round = 0; round < 5; round++) statuses.push((await ask(round, true)).status);
  expect(statuses).toEqual([201, 201, 201, 201, 429]);
  expect((await ask(9, false)).status).toBe(201);
});
