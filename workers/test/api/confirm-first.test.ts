import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answerOf, type Json, startApi, type TestApi, WEB_URL } from "../api-harness.ts";

let t: TestApi;
const PASSWORD = "long enough for all";
const list = (body: Json) => body.results as unknown as Json[];

async function browser(method: string, path: string, body?: unknown, cookie = "") {
  const headers = { "content-type": "application/json", origin: WEB_URL, cookie };
  const response = await t.api(path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const cookies = response.headers.getSetCookie().map((text) => text.split(";")[0]!);
  return { ...(await answerOf(response)), cookie: cookies.join("; ") };
}
async function mailTo(to: string, subject: RegExp): Promise<Json | undefined> {
  const { body } = await t.call("GET", "/api/mailbox/?limit=1000", undefined, null);
  const found = list(body).find((mail) => String(mail.to) === to && subject.test(String(mail.subject)));
  return found && (await t.call("GET", `/api/mailbox/${found.id}/`, undefined, null)).body;
}
const signUp = (email: string) => browser("POST", "/api/signup/", { email, password: PASSWORD });

beforeAll(async () => {
  t = await startApi({ vars: { SIGNUP_CONFIRM: "first" } });
});
afterAll(() => t?.dispose());

describe("where addresses are confirmed first", () => {
  test("signing up answers the same whether there is an account; a mail tells its owner", async () => {
    const fresh = await signUp("fresh@example.test");
    expect(fresh).toMatchObject({ status: 201, body: { confirm: true }, cookie: "" });
    await expect.poll(() => mailTo("fresh@example.test", /Confirm/)).toBeTruthy();
    const again = await signUp("fresh@example.test");
    expect({ ...again, headers: null }).toEqual({ ...fresh, headers: null });
    const known = await signUp(t.account.email);
    expect({ ...known.body, email: "" }).toEqual({ ...fresh.body, email: "" });
    await expect.poll(() => mailTo(t.account.email, /have an Edgewise account already/)).toBeTruthy();
  });

  test("nobody logs in before the link was opened; opening it logs in", async () => {
    const email = "careful@example.test";
    await signUp(email);
    const early = await browser("POST", "/api/login/", { email, password: PASSWORD });
    expect(early).toMatchObject({ status: 403, body: { code: "email_not_verified" }, cookie: "" });
    expect((await browser("POST", "/api/login/", { email, password: "wrong password" })).status).toBe(401);
    await expect.poll(() => mailTo(email, /Confirm/)).toBeTruthy();
    const mail = (await mailTo(email, /Confirm/))!;
    const token = /verify-email\?token=(\S+)/.exec(String(mail.text))![1]!;
    const opened = await browser("GET", `/api/auth/verify-email?token=${token}`);
    expect(opened.status).toBe(200);
    const me = () => browser("GET", "/api/users/@me/", undefined, opened.cookie);
    await expect.poll(async () => (await me()).body.team).toMatchObject({ name: "Default project" });
    expect((await me()).body).toMatchObject({ email, is_email_verified: true });
    expect((await browser("POST", "/api/login/", { email, password: PASSWORD })).status).toBe(200);
  });

  test("an invitation's link confirms by itself", async () => {
    const path = `/api/organizations/${t.account.organizationId}/invites/`;
    const made = await t.call("POST", path, { target_email: "asked@example.test" });
    const invite = String(made.body.url).split("/").at(-1);
    const joined = await browser("POST", "/api/signup/", {
      email: "asked@example.test",
      password: PASSWORD,
      invite,
    });
    expect(joined).toMatchObject({ status: 201, body: { is_email_verified: true } });
    expect((await browser("GET", "/api/users/@me/", undefined, joined.cookie)).status).toBe(200);
  });

  test("nobody is added unasked, so nobody learns who has an account", async () => {
    const path = `/api/organizations/${t.account.organizationId}/members/`;
    const answers = await Promise.all(
      ["fresh@example.test", "nobody@example.test"].map((email) => t.call("POST", path, { email })),
    );
    expect(answers[0]).toMatchObject({ status: 403 });
    expect(answers[0]!.body).toEqual(answers[1]!.body);
  });
});
