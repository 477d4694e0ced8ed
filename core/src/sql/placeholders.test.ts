import { describe, expect, it } from "vitest";
import type { Expr, Select } from "./ast.ts";
import { and, call, compare, eq, field, from, select } from "./build.ts";
import { fillPlaceholders } from "./placeholders.ts";
import { printHogQL } from "./print-hogql.ts";

const context = {
  timezone: "Europe/Berlin",
  now: Date.parse("2026-01-08T10:30:00Z"),
  testAccountFilters: [{ key: "host", value: "localhost", operator: "is_not" }],
};
const holder = (...chain: string[]): Expr => ({ node: "Placeholder", chain });
const where = (expr: Expr, table = "events"): Select =>
  select({ select: [call("count")], from: table, where: expr });

function filled(query: Select, values: Parameters<typeof fillPlaceholders>[1]): string {
  const result = fillPlaceholders(query, values, context);
  if (!result.ok) return `error: ${result.error.message}`;
  return printHogQL(result.value).replace(/^SELECT count\(\) FROM \w+ WHERE /, "");
}

describe("values and variables", () => {
  it.each<[Expr, Parameters<typeof fillPlaceholders>[1], string]>([
    [eq(field("event"), holder("x")), { values: { x: "a" } }, "(event = 'a')"],
    [eq(field("event"), holder("x")), { values: { x: "' or 1 = 1 --" } }, "(event = '\\' or 1 = 1 --')"],
    [compare(field("event"), "in", holder("x")), { values: { x: ["a", 1] } }, "(event IN ('a', 1))"],
    [eq(field("event"), holder("x")), { values: { x: null } }, "(event = NULL)"],
    [
      eq(field("event"), holder("variables", "v")),
      { variables: { id: { code_name: "v", value: 3 } } },
      "(event = 3)",
    ],
    [
      eq(field("event"), holder("variables", "v")),
      { variables: { id: { code_name: "v", value: 3, isNull: true } } },
      "(event = NULL)",
    ],
    [
      eq(field("event"), holder("variables", "v")),
      { variables: { id: { code_name: "v" } } },
      "(event = NULL)",
    ],
    [holder("x"), { values: {} }, "error: Unresolved placeholder: {x}"],
    [holder("constructor"), { values: {} }, "error: Unresolved placeholder: {constructor}"],
    [holder("x", "y"), { values: { x: { y: 1 } } }, "error: Unresolved placeholder: {x.y}"],
    [
      holder("x"),
      { values: { x: { y: 1 } } },
      "error: Unresolved placeholder: {x}. Its value is an object: use text, numbers, booleans or lists.",
    ],
    [
      holder("variables", "nope"),
      {},
      'error: Unresolved placeholder: {variables.nope}. Variable "nope" is not defined.',
    ],
  ])("%j with %j", (expr, values, expected) => {
    expect(filled(where(expr), values)).toBe(expected);
  });
});

describe("filters", () => {
  const midnight = (day: string): string => `toDateTime64('${day}T23:00:00.000Z', 3)`;
  it.each<[string, Parameters<typeof fillPlaceholders>[1]["filters"], string]>([
    ["none", undefined, "true"],
    ["properties", { properties: [{ key: "a", value: "b" }] }, "(properties.a = 'b')"],
    ["from a date", { dateRange: { date_from: "2026-01-05" } }, `(timestamp >= ${midnight("2026-01-04")})`],
    [
      "relative days start at local midnight",
      { dateRange: { date_from: "-7d" } },
      `(timestamp >= ${midnight("2025-12-31")})`,
    ],
    [
      "hours don't",
      { dateRange: { date_from: "-2h" } },
      "(timestamp >= toDateTime64('2026-01-08T08:30:00.000Z', 3))",
    ],
    [
      "to a date, its day included",
      { dateRange: { date_to: "2026-01-05" } },
      `(timestamp < ${midnight("2026-01-05")})`,
    ],
    [
      "to a moment",
      { dateRange: { date_to: "2026-01-05T10:00:00Z" } },
      "(timestamp < toDateTime64('2026-01-05T10:00:00.000Z', 3))",
    ],
    ["all time", { dateRange: { date_from: "all" } }, "true"],
    ["test accounts", { filterTestAccounts: true }, "(properties.host != 'localhost')"],
    ["a date that isn't", { dateRange: { date_from: "2026-02-31" } }, 'error: "2026-02-31" is not a date.'],
    [
      "a filter that isn't",
      { properties: [{ key: "a", value: 1, operator: "wat" }] },
      'error: Unknown operator "wat".',
    ],
  ])("%s", (_name, filters, expected) => {
    expect(filled(where(holder("filters")), filters ? { filters } : {})).toBe(expected);
  });

  it.each<[string, string]>([
    ["sessions", "($start_timestamp >= toDateTime64('2026-01-04T23:00:00.000Z', 3))"],
    ["persons", "(created_at >= toDateTime64('2026-01-04T23:00:00.000Z', 3))"],
    ["groups", "true"],
    ["numbers", "error: {filters} can only be used in a SELECT from events, sessions, persons, groups."],
  ])("of %s", (table, expected) => {
    expect(
      filled(where(holder("filters"), table), { filters: { dateRange: { date_from: "2026-01-05" } } }),
    ).toBe(expected);
  });

  it("belongs to the select around it", () => {
    const inner = where(holder("filters"), "sessions");
    const query = select({ select: [call("count")], from: [from(inner)] });
    expect(filled(query, { filters: { dateRange: { date_from: "2026-01-05" } } })).toContain(
      "$start_timestamp >=",
    );
  });

  it("makes comparisons with an unset end true", () => {
    const expr = and(
      compare(field("timestamp"), ">=", holder("filters", "dateRange", "from")),
      compare(field("timestamp"), "<", holder("filters", "dateRange", "to")),
    );
    expect(filled(where(expr), { filters: { dateRange: { date_from: "2026-01-05" } } })).toBe(
      `(timestamp >= ${midnight("2026-01-04")}) AND true`,
    );
  });
});
