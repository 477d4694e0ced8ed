import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { SignJWT, UnsecuredJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../../testing/folder.ts";
import { grant, parseScope, requireGrant } from "./access.ts";
import { TokenStore } from "./token-store.ts";

const folder = temporaryFolder("tokens");
const KEY = "k".repeat(43);
const file = join(folder.path, "tokens.json");
const SOON = Math.floor(Date.now() / 1000) + 60;
let store: TokenStore;

beforeAll(() => {
  store = new TokenStore(file, KEY);
});
afterAll(() => folder.remove());

describe("TokenStore", () => {
  it("knows the key as the administrator's", async () => {
    expect(await store.resolve(KEY)).toEqual({ name: "admin", scopes: [{ type: "ADMIN" }] });
  });

  it("keeps static tokens over a restart, by hash and for the owner's eyes", async () => {
    const token = store.create("reader", ["PIPES:READ:event_names"]);
    expect(await new TokenStore(file, KEY).resolve(token)).toEqual({
      name: "reader",
      scopes: [{ type: "PIPES:READ", resource: "event_names" }],
    });
    expect(readFileSync(file, "utf8")).not.toContain(token);
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  it("signs and verifies JWTs", async () => {
    const token = await store.sign(
      "t",
      [{ type: "PIPES:READ", resource: "p", fixed_params: { a: 1 } }],
      SOON,
    );
    expect(await store.resolve(token)).toEqual({
      name: "t",
      scopes: [{ type: "PIPES:READ", resource: "p", fixedParams: { a: 1 } }],
    });
  });

  const claims = { name: "t", scopes: [{ type: "ADMIN" }] };
  const signed = (key: string, exp: number | undefined, alg = "HS256"): Promise<string> => {
    const jwt = new SignJWT(claims).setProtectedHeader({ alg });
    return (exp === undefined ? jwt : jwt.setExpirationTime(exp)).sign(Buffer.from(key));
  };
  it.each([
    ["an unknown token", () => "p.unknown"],
    ["an empty token", () => ""],
    ["another key's signature", () => signed("x".repeat(43), SOON)],
    ["an expired one", () => signed(KEY, SOON - 3600)],
    ["one without an end", () => signed(KEY, undefined)],
    ["another algorithm", () => signed(KEY.repeat(2), SOON, "HS512")],
    ["an unsigned one", () => new UnsecuredJWT(claims).setExpirationTime(SOON).encode()],
  ])("refuses %s", async (_, token) => {
    await expect(store.resolve(await token())).rejects.toMatchObject({ status: 403 });
  });

  it("makes nobody an administrator by JWT", async () => {
    expect(await store.resolve(await signed(KEY, SOON))).toEqual({ name: "t", scopes: [] });
  });
});

describe("scopes", () => {
  it.each([
    ["ADMIN", { type: "ADMIN" }],
    ["DATASOURCES:APPEND:events", { type: "DATASOURCES:APPEND", resource: "events" }],
    ["DATASOURCES:READ:events:a = ':'", { type: "DATASOURCES:READ", resource: "events", filter: "a = ':'" }],
  ])("parses %s", (text, expected) => {
    expect(parseScope(text)).toEqual(expected);
  });

  it.each(["", "PIPES:READ", "PIPES:READ:", "WORLD:READ:x", "PIPES:READ:a b"])("refuses %j", (text) => {
    expect(() => parseScope(text)).toThrow("Invalid scope");
  });

  const access = { name: "t", scopes: [parseScope("DATASOURCES:APPEND:events")] };
  it.each([
    ["DATASOURCES:APPEND", "events", true],
    ["DATASOURCES:APPEND", "persons", false],
    ["DATASOURCES:READ", "events", false],
    ["ADMIN", undefined, false],
  ] as const)("%s on %s: %s", (type, resource, granted) => {
    expect(grant(access, type, resource) !== undefined).toBe(granted);
    if (!granted) expect(() => requireGrant(access, type, resource)).toThrow("not enough permissions");
  });
});
