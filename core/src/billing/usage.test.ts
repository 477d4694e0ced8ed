import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { meterKey } from "./meter-key.ts";
import { meterSql } from "./meter-sql.ts";
import { LOCAL_EVALUATION } from "./meters.ts";
import { type CountedCell, groupUsage, USAGE_DIMENSIONS, USAGE_UNITS, usageRow } from "./usage.ts";

const NONE = { bot: 0, test: 0, duplicate: 0, rejected: 0, quarantined: 0, over_limit: 0, dropped: 0 };
const cell = (event: string, change: Partial<CountedCell> = {}): CountedCell => ({
  environmentId: 1,
  day: "2026-06-01",
  key: meterKey("web", event),
  stored: 10,
  ...NONE,
  ...change,
});

describe("usage", () => {
  test.each<[string, CountedCell, object]>([
    ["an event", cell("order"), { product: "events", event: "order", sdk: "web", billable: 10, free: 0 }],
    ["bots and test accounts", cell("order", { bot: 3, test: 2 }), { billable: 5, bot: 3, test: 2 }],
    ["a flag's report", cell("$feature_flag_called"), { product: "events", billable: 0, free: 10 }],
    [
      "a poll",
      cell(LOCAL_EVALUATION, { key: `flags\tposthog-node\t${LOCAL_EVALUATION}` }),
      { product: "flags", free: 10 },
    ],
    ["over the limit", cell("order", { stored: 0, over_limit: 7 }), { billable: 0, over_limit: 7 }],
    ["more test events than stored", cell("order", { test: 12 }), { billable: 0 }],
  ])("%s", (_, given, expected) => {
    expect(usageRow(given)).toMatchObject(expected);
  });

  test("grouping loses and makes nothing", () => {
    const rows = fc.array(
      fc.record({
        environmentId: fc.nat(3),
        day: fc.constantFrom("2026-06-01", "2026-06-02"),
        key: fc.constantFrom(meterKey("web", "a"), meterKey("node", "a"), meterKey("web", "$exception")),
        stored: fc.nat(1000),
      }),
    );
    fc.assert(
      fc.property(rows, fc.subarray([...USAGE_DIMENSIONS]), (cells, dimensions) => {
        const all = cells.map((one) => usageRow({ ...cell("a"), ...one }));
        const grouped = groupUsage(all, new Set(dimensions));
        for (const unit of USAGE_UNITS) {
          const sum = (list: typeof all) => list.reduce((total, row) => total + row[unit], 0);
          expect(sum(grouped)).toBe(sum(all));
        }
        if (dimensions.length === 0) expect(grouped.length).toBeLessThanOrEqual(1);
      }),
    );
  });
});

test("products that are not counted from events have no query", () => {
  const days = { from: "2026-06-01", to: "2026-06-30" };
  expect(meterSql("flags", days)).toBeNull();
  expect(meterSql("exceptions", days)).toContain("lane = 'exceptions'");
});
