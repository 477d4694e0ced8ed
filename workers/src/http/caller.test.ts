import { expect, test } from "vitest";
import { callerOf } from "./caller.ts";

test.each<[string, Record<string, string>, ReturnType<typeof callerOf>]>([
  ["nothing known", {}, { address: null, client: null }],
  [
    "the platform's word",
    { "cf-connecting-ip": "192.0.2.1", "x-forwarded-for": "10.0.0.1" },
    { address: "192.0.2.1", client: null },
  ],
  ["a proxy's word", { "x-forwarded-for": " 192.0.2.7 , 10.0.0.1" }, { address: "192.0.2.7", client: null }],
  ["a long name", { "user-agent": "x".repeat(400) }, { address: null, client: "x".repeat(255) }],
])("%s", (_, headers, expected) => {
  expect(callerOf(new Headers(headers))).toEqual(expected);
});
