import { expect, test } from "vitest";
import { auditVerdict } from "./verdict.ts";

const report = (counts: object, vulnerabilities: object = {}) =>
  JSON.stringify({ vulnerabilities, metadata: { vulnerabilities: counts } });

test.each<[string, string, boolean | null, string]>([
  ["nothing", report({ total: 0 }), true, "no known holes"],
  ["a small one", report({ low: 1, total: 1 }, { x: { severity: "low" } }), true, "1 known: x (low)"],
  ["a big one", report({ high: 1, total: 1 }, { y: { severity: "high" } }), false, "y (high)"],
  ["the worst", report({ critical: 2, total: 2 }), false, "2 known"],
  ["a registry without audits", '{"message":"405 Method Not Allowed"}', null, "405"],
  ["noise", "<html>", null, "not JSON"],
])("%s", (_, json, ok, text) => {
  const verdict = auditVerdict(json);
  expect(verdict.ok).toBe(ok);
  expect(verdict.text).toContain(text);
});
