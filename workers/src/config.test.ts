import { describe, expect, test } from "vitest";
import { parseConfig } from "./config.ts";
import type { ApiEnv } from "./env.ts";

const complete = {
  DATABASE_URL: "https://aws.connect.psdb.cloud",
  DATABASE_USERNAME: "user",
  DATABASE_PASSWORD: "pass",
  AUTH_SECRET: "x".repeat(32),
  EDGE_URL: "https://eu.example.test/",
  WEB_URL: "https://app.example.test",
  PARTITIONS: "16",
};
const env = (change: object) => ({ ...complete, ...change }) as unknown as ApiEnv;

describe("parseConfig", () => {
  test("reads the bindings", () => {
    expect(parseConfig(env({}))).toMatchObject({
      edgeUrl: "https://eu.example.test",
      partitions: 16,
      internalKey: null,
      rateLimits: true,
      trustedOrigins: ["https://eu.example.test", "https://app.example.test"],
    });
  });

  test("localhost and 127.0.0.1 are trusted together, nothing else is", () => {
    const config = parseConfig(env({ EDGE_URL: "http://127.0.0.1:8787", WEB_URL: "http://localhost:3000" }));
    const trusted = ["http://127.0.0.1:3000", "http://localhost:8787", "http://127.0.0.1:8787"];
    expect(trusted.map((origin) => config.isTrustedOrigin(origin))).toEqual([true, true, true]);
    const others = [
      "http://127.0.0.1:3001",
      "https://127.0.0.1:3000",
      "http://localhost:3000.evil.test",
      "null",
      "",
    ];
    expect(others.filter((origin) => config.isTrustedOrigin(origin))).toEqual([]);
  });

  test.each<[string, unknown]>([
    ["DATABASE_URL", undefined],
    ["DATABASE_URL", "mysql://host"],
    ["DATABASE_USERNAME", ""],
    ["AUTH_SECRET", "short"],
    ["EDGE_URL", "eu.example.test"],
    ["PARTITIONS", "0"],
    ["PARTITIONS", "many"],
    ["INTERNAL_KEY", "short"],
    ["API_RATE_LIMITS", "maybe"],
  ])("names the binding %s when it is %j, but not its value", (name, value) => {
    expect(() => parseConfig(env({ [name]: value }))).toThrow(`Binding ${name} of the API Worker`);
  });
});
