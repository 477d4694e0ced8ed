import { describe, expect, test } from "vitest";
import { newNonce, securityPolicy } from "./security-policy";

const policy = (pathname: string, development = false) =>
  securityPolicy({ pathname, nonce: "abc", edge: "https://eu.example.test", development });

describe("the policy of a page", () => {
  test("lets scripts run from here or with the nonce, and nowhere else", () => {
    const scripts = /script-src ([^;]*)/.exec(policy("/project/1/live"))![1]!;
    expect(scripts.split(" ")).toEqual(["'self'", "'nonce-abc'"]);
    expect(policy("/")).toContain("connect-src 'self' https://eu.example.test data: blob:;");
    expect(policy("/")).toContain("object-src 'none'");
    expect(policy("/")).toContain("base-uri 'self'");
  });

  test.each([
    ["/", "frame-ancestors 'none'"],
    ["/project/1/dashboards/2", "frame-ancestors 'none'"],
    ["/shared/x", "frame-ancestors 'none'"],
    ["/embedded", "frame-ancestors 'none'"],
    ["/embed/x", "frame-ancestors *"],
  ])("%s: %s", (pathname, expected) => expect(policy(pathname)).toContain(expected));

  test("evaluates code in development only", () => {
    expect(policy("/", true)).toContain("'unsafe-eval'");
    expect(policy("/")).not.toContain("unsafe-eval");
  });
});

test("a nonce is new each time, and fits into a policy", () => {
  const nonces = Array.from({ length: 100 }, newNonce);
  expect(new Set(nonces).size).toBe(100);
  for (const nonce of nonces) expect(nonce).toMatch(/^[\w+/]{22}==$/);
});
