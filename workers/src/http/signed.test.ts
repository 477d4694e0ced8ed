import { expect, test } from "vitest";
import { readToken, signToken } from "./signed.ts";

const secret = "a-secret-of-at-least-32-characters-000";
const payload = { u: 7, a: "ada@example.test", é: "ü" };

test("a token carries its payload", async () => {
  const token = await signToken("unsubscribe", payload, secret);
  expect(token).toMatch(/^[\w-]+\.[\w-]{43}$/);
  expect(await readToken("unsubscribe", token, secret)).toEqual(payload);
});

test("nothing else opens", async () => {
  const token = await signToken("unsubscribe", payload, secret);
  const [body, signature] = token.split(".");
  const other = (await signToken("unsubscribe", { u: 8 }, secret)).split(".")[0];
  for (const text of ["", "a", "a.b", `${other}.${signature}`, `${body}.${body}`, `${token}.x`, `${token}%`])
    expect(await readToken("unsubscribe", text, secret)).toBeNull();
  expect(await readToken("sharing", token, secret)).toBeNull();
  expect(await readToken("unsubscribe", token, `${secret}1`)).toBeNull();
});
