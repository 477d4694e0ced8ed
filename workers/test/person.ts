import { answerOf, type TestApi, WEB_URL } from "./api-harness.ts";

export const PASSWORD = "long enough for all";

/** A person who signed up, with a key that may do everything, and the organisation they founded. */
export async function signUpPerson(t: TestApi, email: string) {
  const headers = { "content-type": "application/json", origin: WEB_URL };
  const post = (path: string, body: object, cookie = "") =>
    t.api(path, { method: "POST", headers: { ...headers, cookie }, body: JSON.stringify(body) });
  const made = await post("/api/signup/", { email, password: PASSWORD });
  const cookies = made.headers.getSetCookie().map((text) => text.split(";")[0]!);
  const { body } = await answerOf(made);
  const keyed = await post("/api/personal_api_keys/", { label: "k", scopes: ["*"] }, cookies.join("; "));
  const key = String((await answerOf(keyed)).body.value);
  return {
    email,
    key,
    cookie: cookies.join("; "),
    call: (method: string, path: string, input?: unknown) => t.call(method, path, input, key),
    uuid: String(body.uuid),
    organization: String(body.organization!.id),
    project: Number(body.team!.id),
    token: String(body.team!.api_token),
  };
}

export type TestPerson = Awaited<ReturnType<typeof signUpPerson>>;
