import { describe, expect, it } from "vitest";
import type { JsonValue } from "../../events/types.ts";
import { NO, UNKNOWN, type Verdict, YES } from "../verdict.ts";
import type { Dialect } from "./operator.ts";
import { findOperator, OPERATOR_NAMES, OPERATORS, type OperatorName } from "./registry.ts";

type Row = readonly [filter: JsonValue | undefined, value: JsonValue, expected: boolean | "unknown"];

const NOW = Date.UTC(2026, 10, 22, 12);

function ask(name: OperatorName, [filter, value]: Row, dialect: Dialect, version = 1): boolean | "unknown" {
  const options = { dialect, timezone: "UTC", propertyMatchingVersion: version };
  const answer: Verdict = OPERATORS[name].compile(filter, options)(value, NOW);
  return answer === YES ? true : answer === NO ? false : "unknown";
}

/** Rows of the flags service. The conformance suite below wants some for every operator. */
const SERVER: Readonly<Record<OperatorName, readonly Row[]>> = {
  exact: [
    ["pro", "PRO", true],
    ["pro", "free", false],
    [["a", "B"], "b", true],
    [["a", "B"], "c", false],
    [3, "3", true],
    ["3", 3, true],
    [["1", 2], 2, true],
    [null, "null", false],
    [undefined, "x", false],
    ["null", null, true],
    [{ b: 1, a: [2] }, { a: [2], b: 1 }, true],
    ['{"a":1}', { a: 1 }, true],
    [true, "TRUE", true],
    [true, "yes", false],
    [false, "yes", true],
    ["false", 0, true],
    ["true", 1, false],
    [["true"], true, true],
    [["true", "false"], true, false],
    [["true", "x"], "x", true],
    [[], true, true],
    [[], "x", false],
    [[], [], true],
    ["ſun", "ſun", true],
    ["ſun", "sun", false],
  ],
  is_not: [
    ["pro", "free", true],
    ["pro", "Pro", false],
    [["a", "b"], "c", true],
    [null, "x", false],
    [true, "false", true],
  ],
  is_set: [
    ["is_set", null, true],
    [undefined, "", true],
  ],
  is_not_set: [["x", "x", false]],
  icontains: [
    ["@OURS", "me@ours.dev", true],
    ["x", "abc", false],
    ["23", 1234, true],
    ["ü", "MÜLLER", false],
    ["Ü", "mÜller", true],
    ["ull", null, true],
    ["", "anything", true],
    [["a", "b"], "b", false],
  ],
  not_icontains: [
    ["x", "abc", true],
    ["A", "abc", false],
    [null, "abc", false],
  ],
  icontains_multi: [
    [["x", "B"], "abc", true],
    [["x", "y"], "abc", false],
    ["b", "abc", true],
    [[], "abc", false],
  ],
  not_icontains_multi: [
    [["x", "y"], "abc", true],
    [["x", "b"], "abc", false],
  ],
  starts_with: [
    ["AB", "abc", true],
    ["bc", "abc", false],
    [12, 123, true],
  ],
  not_starts_with: [
    ["bc", "abc", true],
    ["ab", "ABC", false],
  ],
  ends_with: [
    ["BC", "abc", true],
    ["ab", "abc", false],
  ],
  not_ends_with: [
    ["ab", "abc", true],
    ["c", "abC", false],
  ],
  regex: [
    ["^a+b$", "aab", true],
    ["^A", "abc", false],
    ["\\d{3}", 1234, true],
    ["?*", "anything", false],
    [".+", null, true],
    ["plain", "a plain text", true],
    ["(?=a)b", "ab", "unknown"],
    ["(a)\\1", "aa", "unknown"],
    [null, "x", false],
  ],
  not_regex: [
    ["^A", "abc", true],
    ["^a", "abc", false],
    ["?*", "anything", false],
    ["(?!a)b", "ab", "unknown"],
  ],
  gt: [
    [1, 2, true],
    ["1.5", "2", true],
    [2, 2, false],
    ["abc", 2, false],
    [1, "abc", false],
    [1, null, false],
    [1, true, false],
    [1, "1e3", true],
    [1, " 2", false],
    [1, "inf", true],
  ],
  gte: [
    [2, 2, true],
    [2, 1.99, false],
  ],
  lt: [
    [2, 1, true],
    ["10", "9", true],
    [2, "nan", false],
    [0, "-inf", true],
  ],
  lte: [
    [2, 2, true],
    [2, 2.01, false],
  ],
  between: [
    [[1, 3], 1, true],
    [[1, 3], "3", true],
    [[1, 3], 4, false],
    [[3, 1], 2, false],
    [["a", 3], 2, false],
    [5, 5, false],
    [[1, 3], "NaN", false],
  ],
  not_between: [
    [[1, 3], 4, true],
    [[1, 3], 2, false],
    [[3, 1], 2, false],
    [[1, 3], "x", false],
  ],
  is_date_exact: [
    ["2026-11-22", "2026-11-22T00:00:00Z", true],
    ["2026-11-22", "2026-11-21", false],
  ],
  is_date_before: [
    ["2026-11-22", "2026-11-21T23:59:59Z", true],
    ["2026-11-22", "2026-11-22", false],
    ["-7d", "2026-11-01", true],
    ["7d", "2026-11-20", false],
    ["2026-11-22", 0, true],
    ["2026-11-22", "1700000000", true],
    ["2026-11-22", "soon", false],
    ["soon", "2026-11-22", false],
    [5, "2026-11-22", false],
    ["2026-11-22", null, false],
    ["2026-11-22", [1], false],
  ],
  is_date_after: [
    ["-1h", "2026-11-22T11:30:00Z", true],
    ["-1h", "2026-11-22T10:30:00Z", false],
    ["2026-11-22T12:00:00+02:00", "2026-11-22T10:30:00Z", true],
  ],
  semver_eq: [
    ["1.2.3", "v1.2.3", true],
    ["1.2", "1.2.0", true],
    ["3.08", "3.8.0", true],
    ["1.2.3", "1.2.3-alpha", false],
    ["1.2.3", "1.2.3+build", false],
    ["1.2.3", "nope", false],
    ["nope", "1.2.3", false],
    ["1.2.3.4", "1.2.3", false],
  ],
  semver_neq: [
    ["1.2.3", "1.2.4", true],
    ["1.2.3", "1.2.3", false],
    ["1.2.3", "nope", false],
  ],
  semver_gt: [
    ["1.2.3", "1.10.0", true],
    ["1.2.3", "1.2.3", false],
    ["1.0.0-alpha", "1.0.0-alpha.1", true],
    ["1.0.0-alpha.1", "1.0.0-alpha.beta", true],
    ["1.0.0-2", "1.0.0-11", true],
    ["1.0.0-rc.1", "1.0.0", true],
  ],
  semver_gte: [
    ["1.2.3", "1.2.3", true],
    ["1.2.3", "1.2.2", false],
  ],
  semver_lt: [
    ["1.0.0", "1.0.0-rc.1", true],
    ["1.0.0", "1.0.0", false],
  ],
  semver_lte: [
    ["1.0.0", "1.0.0", true],
    ["1.0.0", "1.0.1", false],
  ],
  semver_tilde: [
    ["1.2.3", "1.2.9", true],
    ["1.2.3", "1.3.0", false],
    ["1.2.3", "1.2.4-rc.1", false],
    ["1.2.3-rc.1", "1.2.3-rc.2", true],
  ],
  semver_caret: [
    ["1.2.3", "1.9.9", true],
    ["1.2.3", "2.0.0", false],
    ["0.2.3", "0.2.9", true],
    ["0.2.3", "0.3.0", false],
    ["0.0.3", "0.0.3", true],
    ["0.0.3", "0.0.4", false],
    [undefined, "1.0.0", false],
  ],
  semver_wildcard: [
    ["1.*", "1.99.0", true],
    ["1.2.*", "1.2.7", true],
    ["1.2.*", "1.3.0", false],
    ["1.*.*", "1.5.0", true],
    ["1.*.3", "1.5.3", false],
    ["*", "7.0.0", true],
    ["3.08.*", "3.8.1", true],
  ],
};

describe("operators of the flags service", () => {
  it.each(OPERATOR_NAMES)("%s", (name) => {
    expect(SERVER[name].length).toBeGreaterThan(0);
    for (const row of SERVER[name]) expect([...row.slice(0, 2), ask(name, row, "server")]).toEqual([...row]);
  });

  it.each([
    ["exact", NO],
    ["is_not", YES],
    ["is_not_set", YES],
    ["not_icontains", YES],
    ["not_regex", YES],
    ["not_between", YES],
    ["semver_neq", NO],
    ["is_date_before", NO],
  ] as const)("%s of an absent property: %i", (name, absent) => expect(OPERATORS[name].absent).toBe(absent));
});

/** Where SDKs, deciding by themselves, differ from the service. */
const LOCAL: Readonly<Partial<Record<OperatorName, readonly Row[]>>> = {
  exact: [["null", null, true]],
  gt: [
    ["abc", "abd", true],
    ["123aloha", "123", false],
    [1, null, false],
  ],
  is_date_before: [
    ["2026-11-22", "soon", "unknown"],
    ["soon", "2026-11-22", "unknown"],
    ["2026-11-22", 1, true],
    ["2026-11-22", true, "unknown"],
    ["2026-11-22", null, false],
  ],
  semver_eq: [
    ["1.2.3", "1.2.3-alpha", true],
    ["1.2.3.4", "1.2.3", true],
    ["1.2.3", "1.2.03", "unknown"],
    ["1.07.0", "1.7.0", "unknown"],
    ["1.2.3", "", "unknown"],
    ["1.2.3", null, false],
  ],
  semver_wildcard: [["01.*", "1.2.0", "unknown"]],
};

describe("operators of SDKs", () => {
  it.each(Object.keys(LOCAL) as OperatorName[])("%s", (name) => {
    for (const row of LOCAL[name]!) expect([...row.slice(0, 2), ask(name, row, "local")]).toEqual([...row]);
  });
});

describe("property_matching_version 2", () => {
  it.each<Row>([
    [true, true, true],
    [true, "TRUE", true],
    [false, "yes", false],
    ["true", 1, false],
    [["true", "false"], true, true],
    [[], true, true],
  ])("exact %j of %j: %s", (...row) => expect(ask("exact", row, "server", 2)).toBe(row[2]));
});

describe("findOperator", () => {
  it("takes exact when none is named and nothing for unknown or inherited names", () => {
    expect(findOperator(null)).toBe(OPERATORS.exact);
    expect(findOperator(undefined)).toBe(OPERATORS.exact);
    expect(findOperator("constructor")).toBeNull();
    expect(findOperator("like")).toBeNull();
    expect(UNKNOWN).toBe(2);
  });
});
