import { expect, test } from "vitest";
import { type IngestionRule, keepByRules } from "./ingestion-rules.ts";

const rule = (change: Partial<IngestionRule>): IngestionRule => ({
  event: "",
  sdk: "",
  sdkVersion: "",
  keepPercent: 0,
  ...change,
});
const web = { $lib: "web", $lib_version: "1.2" };

test.each<[string, IngestionRule[], string, object, boolean]>([
  ["another event", [rule({ event: "loop" })], "order", web, true],
  ["this event", [rule({ event: "loop" })], "loop", web, false],
  ["another SDK", [rule({ event: "loop", sdk: "posthog-node" })], "loop", web, true],
  ["this version", [rule({ sdk: "web", sdkVersion: "1.2" })], "order", web, false],
  ["another version", [rule({ sdk: "web", sdkVersion: "1.1" })], "order", web, true],
  ["everything kept", [rule({ keepPercent: 100 })], "order", {}, true],
  ["the first rule decides", [rule({ event: "order", keepPercent: 100 }), rule({})], "order", web, true],
])("%s", (_, rules, event, properties, kept) => {
  expect(keepByRules(1, rules)!(event, { ...properties }, "u")).toBe(kept);
});

test("no rules, no question; a sample keeps the same people for every event", () => {
  expect(keepByRules(1, [])).toBeNull();
  const keep = keepByRules(1, [rule({ keepPercent: 20 })])!;
  const people = Array.from({ length: 2_000 }, (_, index) => `u${index}`);
  const kept = people.filter((id) => keep("a", {}, id));
  expect(kept.length / people.length).toBeGreaterThan(0.16);
  expect(kept.length / people.length).toBeLessThan(0.24);
  expect(people.filter((id) => keep("b", {}, id))).toEqual(kept);
});
