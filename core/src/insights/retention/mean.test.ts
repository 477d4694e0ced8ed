import { describe, expect, it } from "vitest";
import type { InsightContext } from "../query-kind.ts";
import { meanRow } from "./mean.ts";
import { planRetention } from "./plan.ts";
import { retentionSchema } from "./schema.ts";

const fail = () => ({ ok: false, error: { code: "syntax", message: "no parser" } }) as const;
const CONTEXT: InsightContext = {
  environmentId: 1,
  timezone: "UTC",
  weekStartDay: 0,
  hasPersonOverrides: false,
  now: Date.parse("2026-01-08T10:30:00Z"),
  testAccountFilters: [],
  parser: { parseSelect: fail, parseExpr: fail },
};

/** Rows of the days before 8 January, which is not over yet. */
function mean(counts: readonly (readonly number[])[], filter: object, dateRange: object = {}) {
  const query = retentionSchema.parse({
    kind: "RetentionQuery",
    dateRange,
    retentionFilter: { period: "Day", totalIntervals: 3, ...filter },
  });
  const plan = planRetention(query, CONTEXT);
  if (!plan.ok) throw new Error(plan.error.message);
  const table = counts.map((row) => row.map((actors) => ({ actors, total: 0, numbers: 0 })));
  const { values } = meanRow(plan.value, table, null) as { values: { value: number | null }[] };
  return values.map(({ value }) => value);
}

const COUNTS = [
  [10, 5, 2],
  [30, 3, 0],
  [7, 0, 0],
];

describe("mean of a retention table's rows", () => {
  it.each<[string, readonly (readonly number[])[], object, object, (number | null)[]]>([
    ["only columns that are over count", COUNTS, {}, {}, [1, 0.5, null]],
    ["each row the same", COUNTS, {}, { date_to: "2026-01-07" }, [1, (0.5 + 0.1) / 2, 0.2]],
    [
      "each actor the same",
      COUNTS,
      { meanRetentionCalculation: "weighted" },
      { date_to: "2026-01-07" },
      [1, 8 / 40, 0.2],
    ],
    [
      "rows without a cohort don't count",
      [
        [0, 0, 0],
        [4, 1, 0],
        [2, 0, 0],
      ],
      {},
      { date_to: "2026-01-07" },
      [1, 0.25, null],
    ],
    [
      "windows of the last start of a day end a day later",
      COUNTS,
      { timeWindowMode: "24_hour_windows" },
      { date_from: "2026-01-04", date_to: "2026-01-06" },
      [1, 0.3, 0.2],
    ],
  ])("%s", (_, counts, filter, dateRange, expected) => {
    const rounded = mean(counts, filter, dateRange).map((value) => value && Number(value.toFixed(6)));
    expect(rounded).toEqual(expected.map((value) => value && Number(value.toFixed(6))));
  });
});
