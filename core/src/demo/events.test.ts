import { describe, expect, it } from "vitest";
import { DEMO_DAYS, demoEvents } from "./events.ts";

const NOW = Date.parse("2026-03-10T15:00:00Z");
const batches = [...demoEvents(300, NOW, 500)];
const events = batches.flat();

describe("the demo's events", () => {
  it("are the same each time", () => {
    expect([...demoEvents(300, NOW, 500)]).toEqual(batches);
  });

  it("have a uuid of their own each", () => {
    expect(new Set(events.map(({ uuid }) => uuid)).size).toBe(events.length);
    expect(events.every(({ uuid }) => /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-8/.test(uuid))).toBe(true);
  });

  it("lie in the ninety days before now", () => {
    const times = events.map(({ timestamp }) => Date.parse(timestamp));
    expect(Math.max(...times)).toBeLessThanOrEqual(NOW);
    expect(Math.min(...times)).toBeGreaterThan(NOW - DEMO_DAYS * 86_400_000);
  });

  it("come in batches that a request can carry", () => {
    expect(batches.length).toBeGreaterThan(3);
    expect(batches.slice(0, -1).every(({ length }) => length >= 500 && length < 2000)).toBe(true);
  });

  it("tell who signed up after seeing which form, and who left", () => {
    const seen = new Map<unknown, Set<string>>();
    const done = new Map<unknown, number>();
    for (const { event, distinct_id, properties } of events) {
      if (event === "$feature_flag_called") {
        const variant = properties.$feature_flag_response;
        seen.set(variant, (seen.get(variant) ?? new Set()).add(distinct_id));
      }
      const form = properties["$feature/short-sign-up"];
      if (event === "signed_up") done.set(form, (done.get(form) ?? 0) + 1);
    }
    for (const variant of ["control", "test"]) {
      expect(done.get(variant)).toBeGreaterThan(0);
      expect(done.get(variant)).toBeLessThan(seen.get(variant)?.size ?? 0);
    }
  });
});
